import type { Bump, PlannedComponent, PlanReason, ReleasePlan } from '@bigpanda/release-model';
import { decidingReason } from '@bigpanda/tagger';

/** Digits of a commit that a person is shown. */
export const shaDigits = 10;

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

/** A release has a tag; in a snapshot plan everything gets a version of its own. */
export function isReleased({ releaseTag, version }: PlannedComponent): boolean {
  return releaseTag !== undefined || version.includes('~');
}

/** What happened, in words that need no knowledge of the planner. */
export function describeReason({ kind, summary }: PlanReason): string {
  if (kind === 'library') return `shared code: ${summary}`;
  if (kind === 'intent') return `${summary} (declared with the change)`;
  if (kind === 'payload') return `installed: ${summary}`;
  if (kind === 'override') return `set by hand to ${summary}`;
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
  const number = plan.components.filter(isReleased).length;
  const where = plan.branch?.channel === undefined || number === 0 ? '' : `, to channel "${plan.branch.channel}"`;
  return `Next release: ${number === 0 ? 'nothing' : `${number} of ${count(plan.components.length, 'component')}`}${where}`;
}

/** What a reader of a plan should know before its table. */
export function describeNotes(plan: ReleasePlan): string[] {
  return [...describeBranch(plan), ...describeBasis(plan), ...describeZero(plan)];
}

/** The components that a release leaves as they are, with their versions. */
export function describeStaying(plan: ReleasePlan): string | undefined {
  const staying = plan.components.filter((component) => !isReleased(component));
  if (staying.length === 0) return undefined;
  const why = staying.some(({ basis }) => basis === 'payload') ? 'nothing that they install changed, or nothing asks for a release' : 'nothing asks for a release';
  return `${staying.length === 1 ? 'Stays' : 'Stay'} as ${staying.length === 1 ? 'it is' : 'they are'}, because ${staying.length === 1 ? why.replace('they install', 'it installs') : why}: ${staying.map(({ name, lastVersion, commits }) => `${name} ${lastVersion ?? (commits === 0 ? '(not committed yet)' : '(never released)')}`).join(', ')}.`;
}

/** A number and a noun, in the plural unless the number is 1. */
export function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}

function describeBranch({ branch, kind }: ReleasePlan): string[] {
  if (kind === 'snapshot' || branch === undefined || branch.kind === 'release') return [];
  if (branch.kind === 'work') return [`Nothing is released from branch "${branch.name ?? ''}": this is what would follow once it is merged.`];
  return [`Branch "${branch.name ?? ''}" makes ${branch.kind === 'prerelease' ? 'pre-releases' : 'maintenance releases'}.`];
}

function describeBasis({ components, kind }: ReleasePlan): string[] {
  const byCommits = components.filter((component) => component.basis === 'commits' && component.lastVersion !== undefined && isReleased(component));
  if (kind === 'snapshot' || byCommits.length === 0) return [];
  const names = byCommits.length === components.filter(isReleased).length ? '' : ` of ${byCommits.map(({ name }) => name).join(', ')}`;
  return [`The versions${names} follow from commits alone: whether they change what is installed was not looked at.`];
}

/** Where a level and a version seem to disagree. */
function describeZero({ components }: ReleasePlan): string[] {
  return components.some(isSurprising) ? ['Below 1.0.0 a major change raises the second number (semver, section 4).'] : [];
}

function isSurprising({ bump, lastVersion, nextVersion }: PlannedComponent): boolean {
  return bump === 'major' && lastVersion?.startsWith('0.') === true && nextVersion.startsWith('0.');
}
