import type { Target } from '@bigpanda/release-model';

/** Whether a part of a description is for a target: every one is, unless it names others. */
export function isForTarget({ targets }: { readonly targets?: readonly string[] | undefined }, target: Target): boolean {
  return targets === undefined || targets.includes(target.name);
}
