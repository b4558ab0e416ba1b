import type { PlannedComponent, ReleasePlan } from '@bigpanda/release-model';

/** What became of one component between two plans. */
export interface PlanDifference {
  readonly name: string;
  readonly before?: PlannedComponent;
  readonly after?: PlannedComponent;
}

/** Components whose version, level or refusal differ between two plans, sorted by name; a first release has no level. */
export function diffPlans(before: ReleasePlan, after: ReleasePlan): PlanDifference[] {
  const [old, now] = [before, after].map((plan) => new Map(plan.components.map((component) => [component.name, component])));
  const names = [...new Set([...old?.keys() ?? [], ...now?.keys() ?? []])].sort();
  return names.flatMap((name) => {
    const [left, right] = [old?.get(name), now?.get(name)];
    if (left !== undefined && right !== undefined && isSame(left, right)) return [];
    return [{ name, ...(left === undefined ? {} : { before: left }), ...(right === undefined ? {} : { after: right }) }];
  });
}

function isSame(left: PlannedComponent, right: PlannedComponent): boolean {
  const isLevelSame = left.bump === right.bump || left.lastVersion === undefined;
  return left.version === right.version && isLevelSame && left.lastVersion === right.lastVersion && left.refusal?.code === right.refusal?.code;
}
