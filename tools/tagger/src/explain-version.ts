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

/** The shortest chain from a planned version down to the file, line or commit that made it so; of a release that was made, in the past. */
export function explainVersion(component: PlannedComponent, tense: 'next' | 'past' = 'next'): ExplanationStep[] {
  const reason = decidingReason(component);
  const asking = reason?.kind === 'first-release' ? component.reasons.find(({ commit, weight }) => commit !== undefined && weight !== 'none') : undefined;
  const broken = component.reasons.filter((other) => other.kind === 'library' && other.breaking !== undefined && other !== reason && component.lastVersion !== undefined);
  const others = component.reasons.filter((other) => other !== reason && other !== asking && !broken.includes(other));
  return [
    { text: describeStep(component, tense) },
    ...describeZero(component),
    ...(reason === undefined ? [] : [linkOf(reason)]),
    ...(asking === undefined ? [] : [{ ...linkOf(asking), text: `and because there is something to release: ${asking.summary}` }]),
    ...broken.map((other) => linkOf(other, 'look twice: a breaking commit to code that it shares with others asks for no more than a patch: ')),
    ...(asking === undefined ? describeOthers(others, reason) : []),
    ...(component.refusal === undefined ? [] : [{ text: `refused: ${component.refusal.reason}. ${component.refusal.hint}` }]),
  ];
}

/** What the other reasons are to the one that decides. */
function describeOthers(others: readonly PlanReason[], reason: PlanReason | undefined): ExplanationStep[] {
  const [only, ...rest] = others;
  if (only === undefined) return [];
  const isOverruled = reason !== undefined && (reason.kind === 'override' || reason.kind === 'unchanged');
  if (rest.length === 0) return [linkOf(only, isOverruled ? `which overrules that ${asksFor(only)}: ` : `besides, ${asksFor(only)}: `)];
  return [{ text: `${isOverruled ? `which overrules ${others.length} other reasons` : `${others.length} more reasons ask for no more than that`}; bigpanda plan --json lists all` }];
}

function asksFor({ kind, weight }: PlanReason): string {
  const what = { commit: 'a commit', library: 'shared code', intent: 'a declared intent', payload: 'what it installs', issue: 'an issue' } as const;
  return `${kind in what ? what[kind as keyof typeof what] : 'something'} asks for ${weight === 'none' ? 'nothing' : weight}`;
}

/** The reason that decides: a word that overrides the rest, else the heaviest. */
export function decidingReason({ reasons, bump }: PlannedComponent): PlanReason | undefined {
  const deciding = decidingKinds.map((kind) => reasons.find((reason) => reason.kind === kind)).find((reason) => reason !== undefined);
  return deciding ?? reasons.find((reason) => reason.weight === bump) ?? reasons[0];
}

function describeStep({ name, lastVersion, nextVersion, bump, releaseTag, refusal }: PlannedComponent, tense: 'next' | 'past'): string {
  const would = tense === 'next' && refusal !== undefined;
  const [becomes, goes, stays] = would ? ['would become', 'would go', 'would stay'] : tense === 'past' ? ['became', 'went', 'stayed'] : ['becomes', 'goes', 'stays'];
  const end = would ? ', but is refused' : '';
  if (lastVersion === undefined && bump === 'none') return `${name} is not released yet`;
  if (lastVersion === undefined) return `${name} ${becomes} ${nextVersion}, its first release${end}`;
  if (releaseTag === undefined && lastVersion === nextVersion) return `${name} ${stays} ${lastVersion}`;
  return `${name} ${goes} from ${lastVersion} to ${nextVersion}${bump === 'none' ? ', the smallest step, for a snapshot' : `, a ${bump} release`}${end}`;
}

function describeZero({ bump, lastVersion, nextVersion }: PlannedComponent): ExplanationStep[] {
  return bump === 'major' && lastVersion?.startsWith('0.') === true && nextVersion.startsWith('0.') ? [{ text: 'below 1.0.0 a major change raises the second number (semver, section 4)' }] : [];
}

/** How each kind of reason is told, before its summary. */
const openings: Readonly<Record<PlanReason['kind'], (weight: Bump, library: string | undefined) => string>> = {
  'first-release': () => 'because it was ',
  commit: (weight) => `because a commit asks for ${weight === 'none' ? 'nothing' : weight}: `,
  library: (weight, library) => `because ${library === undefined ? 'what packages are made with' : `the library ${library}`} changed, which asks for ${weight === 'none' ? 'nothing' : `a ${weight} at most`}: `,
  unchanged: () => 'because ',
  'working-tree': () => 'because of ',
  intent: (weight) => `because the change was declared ${weight}: `,
  issue: () => 'because it settles ',
  payload: (weight) => `because it installs something else, which asks for ${weight}: `,
  override: () => 'because a person set it to ',
  published: () => 'because ',
};

function linkOf({ kind, summary, weight, commit, file, line, breaking, library }: PlanReason, opening = openings[kind](weight, library)): ExplanationStep {
  return {
    text: `${opening}${summary}`,
    ...(breaking === undefined ? {} : { breaking }),
    weight,
    ...(commit === undefined ? {} : { commit }),
    ...(file === undefined ? {} : { file }),
    ...(line === undefined ? {} : { line }),
  };
}
