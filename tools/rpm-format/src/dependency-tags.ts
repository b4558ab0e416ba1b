import { headerTag } from './tag.ts';

/** The three parallel arrays that each kind of dependency stands in. */
export const dependencyTags = {
  provides: { name: headerTag.providesName, flags: headerTag.providesFlags, version: headerTag.providesVersion },
  requires: { name: headerTag.requiresName, flags: headerTag.requiresFlags, version: headerTag.requiresVersion },
  conflicts: { name: headerTag.conflictsName, flags: headerTag.conflictsFlags, version: headerTag.conflictsVersion },
  obsoletes: { name: headerTag.obsoletesName, flags: headerTag.obsoletesFlags, version: headerTag.obsoletesVersion },
  recommends: { name: headerTag.recommendsName, flags: headerTag.recommendsFlags, version: headerTag.recommendsVersion },
  suggests: { name: headerTag.suggestsName, flags: headerTag.suggestsFlags, version: headerTag.suggestsVersion },
  supplements: { name: headerTag.supplementsName, flags: headerTag.supplementsFlags, version: headerTag.supplementsVersion },
  enhances: { name: headerTag.enhancesName, flags: headerTag.enhancesFlags, version: headerTag.enhancesVersion },
  orderWithRequires: { name: headerTag.orderName, flags: headerTag.orderFlags, version: headerTag.orderVersion },
} as const;

export type DependencyKind = keyof typeof dependencyTags;
