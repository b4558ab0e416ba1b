import type { Bump, PlanReason } from '@bigpanda/release-model';
import type { LastRelease } from './last-release.ts';
import { heaviest } from './level.ts';

export interface LevelInput {
  /** Newest first. */
  readonly reasons: readonly PlanReason[];
  readonly last?: LastRelease;
  /** Whether the payload is the same as at the last release; absent where that is not known. */
  readonly samePayload?: boolean;
  readonly kind: 'snapshot' | 'release';
}

export interface LevelDecision {
  readonly level: Bump;
  readonly reasons: readonly PlanReason[];
}

const order: readonly Bump[] = ['major', 'minor', 'patch', 'none'];

/**
 * The level that evidence adds up to: the heaviest, unless a person overrides it or the payload did not change.
 * In a release plan the heaviest reason comes first, and among equal ones what is the component's own before what it shares.
 */
export function decideLevel({ reasons, last, samePayload, kind }: LevelInput): LevelDecision {
  const override = reasons.find((reason) => reason.kind === 'override');
  const sorted = kind === 'release' ? reasons.toSorted(compareReasons) : reasons;
  if (override !== undefined) return { level: override.weight, reasons: [override, ...sorted.filter((reason) => reason !== override)] };
  if (last !== undefined && samePayload === true && kind === 'release') {
    const rest = reasons.length === 0 ? '' : `; what ${reasons.length === 1 ? 'one reason says' : `${reasons.length} reasons say`} changed nothing that is installed`;
    return { level: 'none', reasons: [{ kind: 'unchanged', weight: 'none', summary: `the payload is the same as in ${last.releaseTag}${rest}` }, ...sorted] };
  }
  if (reasons.length === 0) return { level: 'none', reasons: [{ kind: 'unchanged', weight: 'none', summary: `nothing changed since ${last?.releaseTag ?? 'the beginning'}` }] };
  return { level: heaviest(reasons.map(({ weight }) => weight)), reasons: sorted };
}

function compareReasons(left: PlanReason, right: PlanReason): number {
  return order.indexOf(left.weight) - order.indexOf(right.weight) || Number(left.kind === 'library') - Number(right.kind === 'library');
}
