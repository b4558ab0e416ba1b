import type { PlannedComponent, PlanReason, ReleasePlan } from '@bigpanda/release-model';
import { count, describeBreaking, describeHiddenBreaks, describeNotes, describeReason, describeStaying, headline, isReleased, levelMeanings, levelOf, shaDigits, summariseReasons } from './plan-words.ts';

export interface MarkdownView {
  readonly digest: string;
  /** What else a reader should know. */
  readonly notes?: readonly string[];
}

/** A plan for a merge request: what will be released, what stays, and why; the reasons folded away. */
export function renderPlanMarkdown(plan: ReleasePlan, { digest, notes = [] }: MarkdownView): string {
  const released = plan.components.filter(isReleased);
  const staying = describeStaying(plan);
  const blocks = [
    [`## ${headline(plan)}`],
    [`Planned at commit ${plan.head.slice(0, shaDigits)}${plan.branch?.name === undefined ? '' : ` of branch ${quote(plan.branch.name)}`}. ${[...describeNotes(plan), ...notes].map(escapeMarkdown).join(' ')}`.trimEnd()],
    released.length === 0 ? [] : renderTable(['component', 'now', 'next', 'level', 'because'], released.map((one) => [one.name, one.lastVersion ?? '-', `**${plan.kind === 'snapshot' ? one.version : one.nextVersion}**`, levelOf(one), escapeMarkdown(summariseReasons(one))])),
    ...released.map(({ refusal }) => (refusal === undefined ? [] : [`**Refused:** ${escapeMarkdown(refusal.message)}. ${escapeMarkdown(refusal.hint)}`])),
    ...describeHiddenBreaks(plan).map((line) => [`**${escapeMarkdown(line).replace(': ', ':** ')}`]),
    staying === undefined ? [] : [escapeMarkdown(staying)],
    ...released.map(renderReasons),
    [...describeLegend(released), `A release gets the level of the reason that asks for most; \`bigpanda why NAME\` tells where it comes from. Digest of the plan: \`${digest.slice(0, 12)}\`.`],
  ];
  return `${blocks.filter((block) => block.length > 0).map((block) => block.join('\n')).join('\n\n')}\n`;
}

function renderReasons(component: PlannedComponent): string[] {
  const reasons = component.reasons.filter(({ commit, kind }) => commit !== undefined || kind === 'payload' || kind === 'override');
  if (reasons.length === 0) return [];
  const isFirst = component.lastVersion === undefined;
  const title = isFirst ? `${component.name}: from its newest commits` : `${component.name}: ${count(reasons.length, 'reason')}`;
  const rows = reasons.map((reason) => [...(isFirst ? [] : [reason.weight === 'none' ? 'nothing' : reason.weight]), escapeMarkdown([describeReason(reason), describeBreaking(reason)].filter((text) => text !== undefined).join('; ')), describePlace(reason)]);
  return [`<details><summary>${title}</summary>`, '', ...renderTable([...(isFirst ? [] : ['asks for']), 'what happened', 'where'], rows), '', '</details>'];
}

function describePlace({ commit, file, line }: PlanReason): string {
  const place = file === undefined ? [] : [`${quote(file)}${line === undefined ? '' : ` line ${line}`}`];
  return [...(commit === undefined ? [] : [commit.slice(0, shaDigits)]), ...place].join(', ');
}

function describeLegend(released: readonly PlannedComponent[]): string[] {
  const levels = new Set(released.map(levelOf));
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
