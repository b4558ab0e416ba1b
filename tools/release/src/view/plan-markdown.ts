import type { PlannedComponent, PlanReason, ReleasePlan } from '@bigpanda/release-model';
import type { PlanDifference } from '@bigpanda/tagger';
import { describeBreaking, describeHiddenBreaks, describeNotes, describePlace, describeReason, describeRefusals, describeRelease, describeStaying, headline, isReleased, levelMeanings, levelWord, shaDigits, summariseReasons } from './plan-words.ts';
import { isEvidence, shortStep, titleOf } from './plan.ts';

export interface MarkdownView {
  readonly digest: string;
  /** What else a reader should know. */
  readonly notes?: readonly string[];
  /** Whether the branch of the plan is not the one that is checked out. */
  readonly isAssumed?: boolean;
}

/** A plan for a merge request: what will be released, what stays, and why; the reasons folded away. */
export function renderPlanMarkdown(plan: ReleasePlan, { digest, notes = [], isAssumed = false }: MarkdownView): string {
  const released = plan.components.filter(isReleased);
  const release = describeRelease(plan, digest);
  const blocks = [
    [`## ${headline(plan)}`],
    [[describePlace(plan, isAssumed).replace(/"(.*)"/, (_whole, name: string) => quote(name)), ...[...describeNotes(plan), ...notes].map(escapeMarkdown)].join(' ')],
    released.length === 0 ? [] : renderTable(['component', 'now', 'next', 'level', 'because'], released.map((one) => [one.name, one.lastVersion ?? '-', `**${plan.kind === 'snapshot' ? one.version : one.nextVersion}**`, levelWord(one), escapeMarkdown(summariseReasons(one))])),
    ...[...describeHiddenBreaks(plan), ...describeRefusals(plan)].map((line) => [`**${escapeMarkdown(line).replace(': ', ':** ')}`]),
    ...describeStaying(plan).map((line) => [escapeMarkdown(line)]),
    ...renderReasons(released),
    release === undefined ? [] : [`${release.words} ${quote(release.command)}`],
    [...describeLegend(released), `A release gets the level of the reason that asks for most; \`bigpanda why NAME\` tells where it comes from. Digest of the plan: \`${digest.slice(0, 12)}\`.`],
  ];
  return `${blocks.filter((block) => block.length > 0).map((block) => block.join('\n')).join('\n\n')}\n`;
}

/** What differs between two plans, as a table; one sentence where nothing does. */
export function renderDifferencesMarkdown(differences: readonly PlanDifference[], same: string): string {
  if (differences.length === 0) return `${escapeMarkdown(same)}\n`;
  const rows = differences.map(({ name, before, after }) => [name, shortStep(before), shortStep(after), after === undefined ? '' : escapeMarkdown(summariseReasons(after))]);
  return `${renderTable(['component', 'before', 'after', 'because'], rows).join('\n')}\n`;
}

/** The reasons of each component, folded away; those that have the same ones share a fold. */
function renderReasons(released: readonly PlannedComponent[]): string[][] {
  const told = released.flatMap((component) => {
    const reasons = component.reasons.filter(isEvidence);
    return reasons.length === 0 ? [] : [{ name: component.name, title: titleOf(component, reasons.length), table: tabulate(reasons, component.lastVersion === undefined) }];
  });
  return [...Map.groupBy(told, ({ title, table }) => [title, ...table].join('\n')).values()].map((alike) => [
    `<details><summary>${alike.map(({ name }) => name).join(', ')}: ${alike[0]?.title ?? ''}</summary>`, '', ...alike[0]?.table ?? [], '', '</details>',
  ]);
}

function tabulate(reasons: readonly PlanReason[], isFirst: boolean): string[] {
  const rows = reasons.map((reason) => [
    ...(isFirst ? [] : [reason.weight === 'none' ? 'nothing' : reason.weight]),
    escapeMarkdown([describeReason(reason), describeBreaking(reason)].filter((text) => text !== undefined).join('; ')),
    describeSource(reason),
  ]);
  return renderTable([...(isFirst ? [] : ['asks for']), 'what happened', 'where'], rows);
}

function describeSource({ commit, file, line }: PlanReason): string {
  const place = file === undefined ? [] : [`${quote(file)}${line === undefined ? '' : ` line ${line}`}`];
  return [...(commit === undefined ? [] : [commit.slice(0, shaDigits)]), ...place].join(', ');
}

function describeLegend(released: readonly PlannedComponent[]): string[] {
  const levels = new Set(released.map(levelWord));
  return Object.entries(levelMeanings).filter(([level]) => levels.has(level)).map(([level, meaning]) => `**${level}**: ${meaning}.`);
}

function renderTable(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  return [head, head.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`);
}

/** Code that no backtick, bar or end of line of a file's name can leave. */
function quote(text: string): string {
  return `\`${text.replace(/[`|\p{Cc}]/gu, '?')}\``;
}

/** Text of others: no cell ends early, no markup and no mention begins, nothing that a terminal would obey. */
function escapeMarkdown(text: string): string {
  return text.replace(/[\\`*_[\]<>|#@~&!]/g, '\\$&').replace(/\p{Cc}/gu, ' ');
}
