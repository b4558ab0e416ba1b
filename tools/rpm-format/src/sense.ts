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
  findRequires: 1 << 14,
  findProvides: 1 << 15,
  triggerIn: 1 << 16,
  triggerUn: 1 << 17,
  triggerPostun: 1 << 18,
  missingOk: 1 << 19,
  preuntrans: 1 << 20,
  postuntrans: 1 << 21,
  rpmlib: 1 << 24,
  triggerPrein: 1 << 25,
  config: 1 << 28,
  meta: 1 << 29,
} as const;

/** The bits that hold the operator. */
export const comparisonMask = sense.less | sense.greater | sense.equal;
