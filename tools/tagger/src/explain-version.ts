import type { Bump, PlannedComponent, PlanReason } from '@bigpanda/release-model';

/** One link of a chain: what is so, and where that can be seen. */
export interface ExplanationStep {
  readonly text: string;
  readonly weight?: Bump;
  /** What it breaks. */
  readonly breaking?: string;
  readonly commit?: string;
  readonly file?: string;
  readonly line?: number;
}

const decidingKinds: readonly PlanReason['kind'][] = ['override', 'published', 'unchanged', 'first-release'];

/** The shortest chain from a planned version down to the file, line or commit that made it so. */
export function explainVersion(component: PlannedComponent): ExplanationStep[] {
  const reason = decidingReason(component);
  const asking = reason?.kind === 'first-release' ? component.reasons.find(({ commit, weight }) => commit !== undefined && weight !== 'none') : undefined;
  const broken = component.reasons.filter((other) => other.kind === 'library' && other.breaking !== undefined && other !== reason && component.lastVersion !== undefined);
  const others = component.reasons.filter((other) => other !== reason && other !== asking && !broken.includes(other)).length;
  return [
    { text: describeStep(component) },
    ...describeZero(component),
    ...(reason === undefined ? [] : [linkOf(reason)]),
    ...(asking === undefined ? [] : [{ ...linkOf(asking), text: `and because there is something to release: ${asking.summary}` }]),
    ...broken.map((other) => linkOf(other, 'look twice: a breaking commit to code that it shares with others asks for no more than a patch: ')),
    ...(others === 0 || asking !== undefined ? [] : [{ text: `${others === 1 ? '1 more reason asks' : `${others} more reasons ask`} for no more than that; bigpanda plan --json lists all` }]),
    ...(component.refusal === undefined ? [] : [{ text: `refused: ${component.refusal.message}. ${component.refusal.hint}` }]),
  ];
}

/** The reason that decides: a word that overrides the rest, else the heaviest. */
export function decidingReason({ reasons, bump }: PlannedComponent): PlanReason | undefined {
  const deciding = decidingKinds.map((kind) => reasons.find((reason) => reason.kind === kind)).find((reason) => reason !== undefined);
  return deciding ?? reasons.find((reason) => reason.weight === bump) ?? reasons[0];
}

function describeStep({ name, lastVersion, nextVersion, bump, releaseTag }: PlannedComponent): string {
  if (lastVersion === undefined && bump === 'none') return `${name} is not released yet`;
  if (lastVersion === undefined) return `${name} becomes ${nextVersion}, its first release`;
  if (releaseTag === undefined && lastVersion === nextVersion) return `${name} stays ${lastVersion}`;
  return `${name} goes from ${lastVersion} to ${nextVersion}${bump === 'none' ? ', the smallest step, for a snapshot' : `, a ${bump} release`}`;
}

function describeZero({ bump, lastVersion, nextVersion }: PlannedComponent): ExplanationStep[] {
  return bump === 'major' && lastVersion?.startsWith('0.') === true && nextVersion.startsWith('0.') ? [{ text: 'below 1.0.0 a major change raises the second number (semver, section 4)' }] : [];
}

/** How each kind of reason is told, before its summary. */
const openings: Readonly<Record<PlanReason['kind'], (weight: Bump) => string>> = {
  'first-release': () => 'because it was ',
  commit: (weight) => `because a commit asks for ${weight === 'none' ? 'nothing' : weight}: `,
  library: (weight) => `because code that it shares with others changed, which asks for ${weight === 'none' ? 'nothing' : `a ${weight} at most`}: `,
  unchanged: () => 'because ',
  'working-tree': () => 'because of ',
  intent: (weight) => `because the change was declared ${weight}: `,
  issue: () => 'because it settles ',
  payload: (weight) => `because it installs something else, which asks for ${weight}: `,
  override: () => 'because a person set it to ',
  published: () => 'because ',
};

function linkOf({ kind, summary, weight, commit, file, line, breaking }: PlanReason, opening = openings[kind](weight)): ExplanationStep {
  return {
    text: `${opening}${summary}`,
    ...(breaking === undefined ? {} : { breaking }),
    weight,
    ...(commit === undefined ? {} : { commit }),
    ...(file === undefined ? {} : { file }),
    ...(line === undefined ? {} : { line }),
  };
}
