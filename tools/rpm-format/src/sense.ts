/** Bits of a dependency's flags (rpm, lib/rpmds.h). */
export const sense = {
  less: 2,
  greater: 4,
  equal: 8,
  posttrans: 1 << 5,
  prereq: 1 << 6,
  pretrans: 1 << 7,
  interpreter: 1 << 8,
  pre: 1 << 9,
  post: 1 << 10,
  preun: 1 << 11,
  postun: 1 << 12,
  verify: 1 << 13,
  rpmlib: 1 << 24,
  config: 1 << 28,
} as const;

/** The bits that hold the operator. */
export const comparisonMask = sense.less | sense.greater | sense.equal;
