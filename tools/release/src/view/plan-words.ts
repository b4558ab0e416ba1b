import type { Bump, PlannedComponent, PlanReason, ReleasePlan } from '@bigpanda/release-model';
import { decidingReason } from '@bigpanda/tagger';
import { count } from './count.ts';

const listedNames = 8;

/** Digits of a commit that a person is shown. */
export const shaDigits = 10;

/** Digits of a plan's digest that are shown. */
const digestDigits = 12;

/** What each level means to who installs a release. */
export const levelMeanings: Readonly<Record<Exclude<Bump, 'none'> | 'first', string>> = {
  major: 'a site may have to change something first',
  minor: 'something new; no action for sites',
  patch: 'no new feature is announced',
  first: 'never released before',
};

/** The level of a planned release, or `first`. */
export function levelOf({ lastVersion, bump }: PlannedComponent): string {
  return lastVersion === undefined ? 'first' : bump;
}

/** What stands in the column of levels: a refused release has none. */
export function levelWord(component: PlannedComponent): string {
  return component.refusal === undefined ? levelOf(component) : 'REFUSED';
}

/** A release has a tag; in a snapshot plan everything gets a version of its own. */
export function isReleased({ releaseTag, version }: PlannedComponent): boolean {
  return releaseTag !== undefined || version.includes('~');
}

/** What happened, in words that need no knowledge of the planner. */
export function describeReason(reason: PlanReason): string {
  const { kind, summary, weight, library, file } = reason;
  if (kind === 'library') return library === undefined ? `shared input: ${summary}` : `${library.slice(library.lastIndexOf('/') + 1)}: ${summary.replace(/^\w+(?:\([^)]*\))?!?: /, '')}`;
  if (kind === 'intent') return `${summary} (declared with the change)`;
  if (kind === 'payload') return `installed: ${summary}`;
  if (kind === 'override') return file === undefined ? `assumed: ${weight}` : `set by hand to ${summary}`;
  if (kind === 'issue') return `settles ${summary}`;
  return summary;
}

/** What a breaking commit breaks, where its subject does not say so already. */
export function describeBreaking({ breaking, summary }: PlanReason): string | undefined {
  return breaking === undefined || summary.includes(breaking) ? undefined : `breaking: ${breaking}`;
}

/** Commits that break a library while those who use it get a patch: only a person can tell whether users notice. */
export function describeHiddenBreaks({ components, kind }: ReleasePlan): string[] {
  const users = components.filter((component) => kind === 'release' && component.lastVersion !== undefined && isReleased(component));
  const found = users.flatMap(({ name, bump, reasons }) => reasons.filter((reason) => reason.kind === 'library' && reason.breaking !== undefined && bump !== 'major').map((reason) => ({ name, bump, reason })));
  return [...Map.groupBy(found, ({ reason }) => reason.commit ?? '').values()].flatMap((uses) => {
    const [{ name, reason } = {}] = uses;
    if (reason === undefined) return [];
    const who = uses.length === 1 ? `${name ?? ''}, which uses it, gets` : `The ${uses.length} components that use it get`;
    const what = uses.every(({ bump }) => bump === 'patch') ? 'a patch' : 'no more than a patch for that';
    return [`Look twice: ${(reason.commit ?? '').slice(0, shaDigits)} breaks ${reason.library ?? 'what packages are made with'} ("${reason.breaking ?? ''}"). ${who} ${what}; if users notice: bigpanda intent ${uses.length === 1 ? name ?? '' : 'NAME'}=major -m "what they have to do"`];
  });
}

/** The one reason that a table has room for, and how many there are besides. */
export function summariseReasons(component: PlannedComponent): string {
  const others = component.reasons.length - 1;
  const reason = decidingReason(component);
  return `${reason === undefined ? '' : describeReason(reason)}${others > 0 && component.lastVersion !== undefined ? ` (+${others})` : ''}`;
}

/** What a plan is of, in one line. */
export function headline(plan: ReleasePlan): string {
  if (plan.kind === 'snapshot') return `Snapshot versions${plan.dirty ? ', with changes that are not committed' : ''}`;
  const planned = plan.components.filter(isReleased);
  const refused = planned.filter(({ refusal }) => refusal !== undefined).length;
  const number = planned.length - refused;
  const where = plan.branch?.channel === undefined || number === 0 ? '' : `, to channel "${plan.branch.channel}"`;
  const what = number === 0 ? 'nothing' : `${number} of ${count(plan.components.length, 'component')}`;
  return `Next release: ${what}${where}${refused === 0 ? '' : `; ${refused} of ${plan.components.length} refused`}`;
}

/** The commit and branch that a plan is of. */
export function describePlace({ head, branch }: ReleasePlan, isAssumed: boolean): string {
  const where = branch?.name === undefined ? '' : `${isAssumed ? ' as if on' : ' of'} branch "${branch.name}"`;
  return `Planned at commit ${head.slice(0, shaDigits)}${where}.`;
}

/** Why releases are refused; a sentence for all that are refused for the same reason. */
export function describeRefusals({ components }: ReleasePlan): string[] {
  const refused = components.flatMap((component) => (component.refusal === undefined ? [] : [{ component, refusal: component.refusal }]));
  return [...Map.groupBy(refused, ({ refusal }) => `${refusal.reason}\0${refusal.hint}`).values()].flatMap((alike) => {
    const [{ refusal } = {}] = alike;
    return refusal === undefined ? [] : [`REFUSED: ${listNames(alike.map(({ component: { name, nextVersion } }) => `${name} ${nextVersion}`))}: ${refusal.reason}. ${refusal.hint}`];
  });
}

/** How a plan is released, and the command; absent where there is nothing to release. Only a branch of a configured repository has a channel to release to. */
export function describeRelease({ components, kind, branch }: ReleasePlan, digest: string): { readonly words: string; readonly command: string } | undefined {
  const [first] = components.filter(({ refusal, releaseTag }) => refusal === undefined && releaseTag !== undefined);
  if (kind === 'snapshot' || branch?.kind === 'work' || first?.releaseTag === undefined) return undefined;
  if (branch?.channel !== undefined) return { words: 'To release exactly this:', command: `bigpanda release ${digest.slice(0, digestDigits)}` };
  return { words: 'A release is an annotated tag, one for each component:', command: `git tag -a ${first.releaseTag} -m "${first.name} ${first.nextVersion}"` };
}

/** What a reader of a plan should know before its table. */
export function describeNotes(plan: ReleasePlan): string[] {
  return [...describeBranch(plan), ...describeBasis(plan), ...describeZero(plan.components)];
}

/** The components that a release leaves as they are, with their versions; a sentence for each reason. */
export function describeStaying(plan: ReleasePlan): string[] {
  const staying = plan.components.filter((component) => !isReleased(component));
  return [...Map.groupBy(staying, whyItStays)].map(([why, alike]) => {
    const names = alike.map(nameStaying);
    if (why === 'held') return `Held back by hand: ${names.join(', ')}.`;
    const [subject, verb] = alike.length === 1 ? ['it', 'Stays as it is'] : ['they', 'Stay as they are'];
    return `${verb}, because ${why.replace('IT', subject).replace('(s)', alike.length === 1 ? 's' : '')}: ${names.join(', ')}.`;
  });
}

function whyItStays({ reasons, basis, commits, lastVersion }: PlannedComponent): string {
  if (reasons.some(({ kind, weight }) => kind === 'override' && weight === 'none')) return 'held';
  if (commits === 0) return lastVersion === undefined ? 'nothing of it is committed' : 'nothing changed since';
  return reasons.some(({ kind }) => kind === 'unchanged') && basis === 'payload' ? 'what IT install(s) is the same' : 'nothing asks for a release';
}

function nameStaying({ name, lastVersion, reasons, commits }: PlannedComponent): string {
  const held = reasons.find(({ kind, weight }) => kind === 'override' && weight === 'none');
  const version = lastVersion ?? (commits === 0 ? '(not committed yet)' : '(never released)');
  return `${name} ${version}${held === undefined ? '' : ` (${held.summary.replace(/^none: /, '')})`}`;
}

/** Names as people list them: the first few, and how many there are besides. */
export function listNames(names: readonly string[]): string {
  const rest = names.length - listedNames;
  return rest <= 0 ? names.join(', ') : `${names.slice(0, listedNames).join(', ')} and ${rest} more`;
}

function describeBranch({ branch, kind }: ReleasePlan): string[] {
  if (kind === 'snapshot' || branch === undefined || branch.kind === 'release') return [];
  if (branch.kind === 'work') return [`Nothing is released from branch "${branch.name ?? ''}": this is what would follow once it is merged.`];
  return [`Branch "${branch.name ?? ''}" makes ${branch.kind === 'prerelease' ? 'pre-releases' : 'maintenance releases'}.`];
}

function describeBasis({ components, kind }: ReleasePlan): string[] {
  const byCommits = components.filter((component) => component.basis === 'commits' && component.lastVersion !== undefined && isReleased(component));
  if (kind === 'snapshot' || byCommits.length === 0) return [];
  const isAnyCompared = components.some(({ basis }) => basis === 'payload');
  const names = isAnyCompared ? ` of ${listNames(byCommits.map(({ name }) => name))}` : '';
  return [`The versions${names} follow from commits alone: whether they change what is installed was not compared.`, ...(isAnyCompared ? [] : ['To compare: bigpanda evidence, then bigpanda plan --evidence build/evidence'])];
}

/** Where a level and a version seem to disagree. */
export function describeZero(components: readonly PlannedComponent[]): string[] {
  return components.some(isSurprising) ? ['Below 1.0.0 a major change raises the second number (semver, section 4).'] : [];
}

function isSurprising({ bump, lastVersion, nextVersion }: PlannedComponent): boolean {
  return bump === 'major' && lastVersion?.startsWith('0.') === true && nextVersion.startsWith('0.');
}
