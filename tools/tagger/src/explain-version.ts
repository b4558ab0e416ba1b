import type { Bump, PlannedComponent, PlanReason } from '@bigpanda/release-model';

/** One link of a chain: what is so, and where that can be seen. */
export interface ExplanationStep {
  readonly text: string;
  readonly weight?: Bump;
  readonly commit?: string;
  readonly file?: string;
  readonly line?: number;
}

const decidingKinds: readonly PlanReason['kind'][] = ['override', 'published', 'unchanged', 'first-release'];

/** The shortest chain from a planned version down to the file, line or commit that made it so. */
export function explainVersion(component: PlannedComponent): ExplanationStep[] {
  const reason = decidingReason(component);
  const others = component.reasons.filter((other) => other !== reason).length;
  return [
    { text: describeStep(component) },
    ...(reason === undefined ? [] : [...libraryLink(reason), placeOf(reason)]),
    ...(others === 0 ? [] : [{ text: `${others} more ${others === 1 ? 'reason weighs' : 'reasons weigh'} no more than that` }]),
    ...(component.refusal === undefined ? [] : [{ text: `refused: ${component.refusal.message}` }]),
  ];
}

/** The reason that decides: a word that overrides the rest, else the heaviest. */
export function decidingReason({ reasons, bump }: PlannedComponent): PlanReason | undefined {
  const deciding = decidingKinds.map((kind) => reasons.find((reason) => reason.kind === kind)).find((reason) => reason !== undefined);
  return deciding ?? reasons.find((reason) => reason.weight === bump) ?? reasons[0];
}

function describeStep({ name, lastVersion, nextVersion, bump, releaseTag }: PlannedComponent): string {
  if (lastVersion === undefined && bump === 'none') return `${name} is not released yet`;
  if (lastVersion === undefined) return `${name} becomes ${nextVersion}: its first release`;
  if (releaseTag === undefined && lastVersion === nextVersion) return `${name} stays ${lastVersion}`;
  return `${name} goes from ${lastVersion} to ${nextVersion}: ${bump === 'none' ? 'the smallest step, for a snapshot' : bump}`;
}

function libraryLink({ kind, file }: PlanReason): ExplanationStep[] {
  return kind === 'library' && file !== undefined ? [{ text: 'it is made with something that changed; that asks for a patch, whatever the change was to others', file }] : [];
}

function placeOf({ kind, summary, weight, commit, file, line }: PlanReason): ExplanationStep {
  return {
    text: `${kind}: ${summary}`,
    weight,
    ...(commit === undefined ? {} : { commit }),
    ...(file === undefined || kind === 'library' ? {} : { file }),
    ...(line === undefined ? {} : { line }),
  };
}
