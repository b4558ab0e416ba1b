import { styleText } from 'node:util';
import type { PayloadManifest, PlannedComponent, PlanReason, ReleasePlan } from '@bigpanda/release-model';
import { decidingReason, type Adoption, type ExplanationStep, type PlanDifference } from '@bigpanda/tagger';
import { renderTable } from './table.ts';

const shownReasons = 3;
const shaDigits = 10;

export interface PlanView {
  readonly digest: string;
  readonly colours: boolean;
}

/** A plan as a person reads it: one line a component, its reasons below. */
export function renderPlan(plan: ReleasePlan, { digest, colours }: PlanView): string {
  const dim = (text: string): string => (colours ? styleText('dim', text, { validateStream: false }) : text);
  const bold = (text: string): string => (colours ? styleText('bold', text, { validateStream: false }) : text);
  const rows = plan.components.map((component) => [component.name, component.lastVersion ?? 'new', ...describeStep(component), summariseReasons(component)]);
  const details = plan.components.filter((component) => plan.kind === 'snapshot' || isReleased(component)).flatMap((component) => explain(component).map(dim));
  const notes = [...describeBranch(plan), ...describeBasis(plan), ...describeZero(plan), ...plan.components.flatMap(({ refusal }) => (refusal === undefined ? [] : [`REFUSED ${refusal.message}. ${refusal.hint}`]))];
  return [`${bold(headline(plan))}, digest ${digest.slice(0, 12)}`, ...notes, '', renderTable(rows), ...(details.length === 0 ? [] : ['', ...details]), ''].join('\n');
}

/** A plan for a merge request: what will be released, what stays, and why. */
export function renderPlanMarkdown(plan: ReleasePlan, digest: string): string {
  const released = plan.components.filter(isReleased);
  const staying = plan.components.filter((component) => !isReleased(component));
  const notes = [...describeBranch(plan), ...describeBasis(plan), ...describeZero(plan)];
  return [
    `## ${headline(plan)}`,
    '',
    ...notes.flatMap((note) => [note, '']),
    ...(released.length === 0 ? ['Nothing will be released.', ''] : [
      '| component | from | to | level | because |', '|---|---|---|---|---|',
      ...released.map((one) => `| ${one.name} | ${one.lastVersion ?? 'new'} | **${plan.kind === 'snapshot' ? one.version : one.nextVersion}** | ${one.lastVersion === undefined ? 'first release' : one.bump} | ${escapeMarkdown(summariseReasons(one))} |`),
      '',
    ]),
    ...released.flatMap(({ refusal }) => (refusal === undefined ? [] : [`**Refused:** ${escapeMarkdown(refusal.message)}. ${escapeMarkdown(refusal.hint)}`, ''])),
    ...released.filter(({ reasons }) => reasons.some(({ commit, kind }) => commit !== undefined || kind === 'payload')).flatMap((one) => [
      `<details><summary>${one.name}: ${countReasons(one)}</summary>`, '', ...one.reasons.map((reason) => `- ${describeReason(reason)}`), '', '</details>', '',
    ]),
    ...(staying.length === 0 ? [] : [`Stays as it is: ${staying.map(({ name, lastVersion }) => `${name} ${lastVersion ?? '(not released yet)'}`).join(', ')}.`, '']),
    `Plan digest \`${digest.slice(0, 12)}\`. A level comes from the reason that asks for most; \`bigpanda why NAME\` shows the chain.`,
    '',
  ].join('\n');
}

/** What differs between two plans, one line a component. */
export function renderPlanDifferences(differences: readonly PlanDifference[]): string {
  if (differences.length === 0) return 'The plans say the same.\n';
  return `${renderTable(differences.map(({ name, before, after }) => [name, before === undefined ? 'not there' : shortStep(before), '=>', after === undefined ? 'not there' : shortStep(after), after === undefined ? '' : summariseReasons(after)]))}\n`;
}

export interface ExplanationView {
  readonly colours: boolean;
  readonly note?: string | undefined;
}

/** A chain of reasons, each link below what it explains. */
export function renderExplanation(steps: readonly ExplanationStep[], { colours, note }: ExplanationView): string {
  const [first, ...rest] = steps;
  const head = first?.text ?? '';
  const lines = rest.flatMap(({ text, weight, commit, file, line }) => [
    `  because ${text}${weight === undefined ? '' : ` (asks for ${weight})`}`,
    ...(commit === undefined ? [] : [`     commit ${commit.slice(0, shaDigits)}`]),
    ...(file === undefined ? [] : [`     file ${file}${line === undefined ? '' : ` line ${line}`}`]),
  ]).map((line) => line.replace(/^ {2}because (?=\d+ more |refused: )/, '  '));
  return [colours ? styleText('bold', head, { validateStream: false }) : head, ...lines, ...(note === undefined ? [] : [note]), ''].join('\n');
}

/** What was learned of tags of other shapes, and the lines that make it hold. */
export function renderAdoption({ known, learned, unplaced }: Adoption): string {
  const count = (number: number): string => `${number} ${number === 1 ? 'tag' : 'tags'}`;
  return [
    `${count(known.length)} read already, ${count(learned.reduce((sum, shape) => sum + shape.tags.length, 0))} learned, ${count(unplaced.length)} not placed.`,
    ...(learned.length === 0 ? [] : [
      '', renderTable([['shape', 'component', 'tags', 'highest'], ...learned.map(({ format, component, tags, highest }) => [format, component, String(tags.length), highest])]),
      '', 'Add to "versions" in repo-config/repository.json:', `  "adopted": ${JSON.stringify(learned.map(({ component, format }) => ({ component, format })))}`,
    ]),
    ...(unplaced.length === 0 ? [] : ['', 'Not placed:', renderTable(unplaced.map(({ tag, reason }) => [`  ${tag}`, reason]))]),
    '',
  ].join('\n');
}

/** What was reduced to manifests, and what differs from the last releases. */
export function renderManifests(results: readonly { readonly name: string; readonly manifest: PayloadManifest; readonly differences?: readonly PlanReason[] }[], folder: string | undefined): string {
  const rows = results.map(({ name, manifest, differences }) => [
    name,
    `${manifest.packages.reduce((sum, one) => sum + one.files.length, 0)} files`,
    Object.entries(manifest.features).map(([kind, found]) => `${Object.keys(found).length} ${kind}`).join(', '),
    differences === undefined ? 'no manifest to compare with' : differences.length === 0 ? 'the same as last released' : `${differences.length} differences`,
  ]);
  const details = results.flatMap(({ name, differences = [] }) => (differences.length === 0 ? [] : ['', name, ...differences.map((reason) => `  ${describeReason(reason)}`)]));
  return [renderTable(rows), ...details, ...(folder === undefined ? [] : ['', `Written to ${folder}`]), ''].join('\n');
}

/** The one reason that a table has room for. */
export function summariseReasons(component: PlannedComponent): string {
  const others = component.reasons.length - 1;
  return `${decidingReason(component)?.summary ?? ''}${others > 0 ? ` (and ${others} more)` : ''}`;
}

function headline(plan: ReleasePlan): string {
  const at = `commit ${plan.head.slice(0, shaDigits)}`;
  if (plan.kind === 'snapshot') return `Snapshot versions of ${at}${plan.dirty ? ' with changes that are not committed' : ''}`;
  const number = plan.components.filter(isReleased).length;
  const where = plan.branch?.channel === undefined ? '' : ` to channel "${plan.branch.channel}"`;
  return `Next release of ${at}: ${number === 0 ? 'nothing' : number === 1 ? '1 component' : `${number} components`}${where}`;
}

function describeBranch({ branch, kind }: ReleasePlan): string[] {
  if (kind === 'snapshot' || branch === undefined) return [];
  if (branch.kind === 'work') return [`Nothing is released from branch "${branch.name ?? ''}": this is what would follow once it is merged.`];
  if (branch.kind === 'release') return [];
  return [`Branch "${branch.name ?? ''}" makes ${branch.kind === 'prerelease' ? 'pre-releases' : 'maintenance releases'}.`];
}

function describeBasis({ components, kind }: ReleasePlan): string[] {
  const byCommits = components.filter(({ basis, lastVersion }) => basis === 'commits' && lastVersion !== undefined);
  if (kind === 'snapshot' || byCommits.length === 0) return [];
  return [byCommits.length === components.length ? 'Planned from commits alone; with bigpanda evidence, payloads are compared too.' : `Planned from commits alone: ${byCommits.map(({ name }) => name).join(', ')}.`];
}

/** Where a level and a version seem to disagree. */
function describeZero({ components }: ReleasePlan): string[] {
  const isSurprising = components.some(({ bump, lastVersion, nextVersion }) => bump === 'major' && lastVersion?.startsWith('0.') === true && nextVersion.startsWith('0.'));
  return isSurprising ? ['Below 1.0.0 a major change raises the second number (semver, section 4).'] : [];
}

function describeStep(component: PlannedComponent): [string, string, string] {
  return isReleased(component) ? ['->', component.version, component.lastVersion === undefined ? 'first' : component.bump] : ['', 'stays', ''];
}

function shortStep(component: PlannedComponent): string {
  return isReleased(component) ? `${component.version} (${component.bump})` : `stays ${component.lastVersion ?? 'unreleased'}`;
}

/** A release has a tag; in a snapshot plan everything gets a version of its own. */
function isReleased({ releaseTag, version }: PlannedComponent): boolean {
  return releaseTag !== undefined || version.includes('~');
}

function countReasons({ reasons }: PlannedComponent): string {
  return reasons.length === 1 ? '1 reason' : `${reasons.length} reasons`;
}

function describeReason({ kind, weight, summary, commit, file, line }: PlanReason): string {
  const place = file === undefined ? '' : ` in \`${file}\`${line === undefined ? '' : ` line ${line}`}`;
  return `${weight}: ${escapeMarkdown(summary)} (${kind}${commit === undefined ? '' : ` ${commit.slice(0, shaDigits)}`}${place})`;
}

/** Text of others in a table: no cell ends early, no markup begins. */
function escapeMarkdown(text: string): string {
  return text.replace(/[\\`*_[\]<>|#@]/g, '\\$&').replaceAll('\n', ' ');
}

function explain(component: PlannedComponent): string[] {
  const reasons = component.reasons.filter((reason) => reason.commit !== undefined || reason.kind === 'payload');
  if (reasons.length === 0) return [];
  const lines = reasons.slice(0, shownReasons).map((reason) => `  ${(reason.commit?.slice(0, shaDigits) ?? reason.kind).padEnd(shaDigits)}  ${reason.weight.padEnd(5)}  ${reason.summary}`);
  const rest = reasons.length - shownReasons;
  return [component.name, ...lines, ...(rest > 0 ? [`  and ${rest} more; --json lists all`] : [])];
}
