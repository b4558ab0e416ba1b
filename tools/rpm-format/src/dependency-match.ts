import type { Dependency } from './dependency.ts';
import { compareEvr, parseEvr, type Evr } from './evr.ts';
import { RpmFormatError } from './rpm-format-error.ts';

/**
 * Whether what is provided answers what is required: as rpm decides it (rpmdsCompare), the ranges have to overlap, and one without a
 * version answers any; a release is compared only where both name one.
 */
export function satisfies(provided: Dependency, required: Dependency): boolean {
  if (provided.name !== required.name) return false;
  const [ours, theirs] = [readEvr(provided.evr), readEvr(required.evr)];
  if (ours === undefined || theirs === undefined || provided.operator === undefined || required.operator === undefined) return true;
  const order = compareWhereNamed(ours, theirs);
  if (order < 0) return provided.operator.includes('>') || required.operator.includes('<');
  if (order > 0) return provided.operator.includes('<') || required.operator.includes('>');
  const [left, right] = [provided.operator, required.operator];
  return (left.includes('=') && right.includes('=')) || (left.includes('<') && right.includes('<')) || (left.includes('>') && right.includes('>'));
}

function compareWhereNamed(ours: Evr, theirs: Evr): number {
  if (ours.release !== undefined && theirs.release !== undefined) return compareEvr(ours, theirs);
  return compareEvr({ epoch: ours.epoch ?? 0, version: ours.version }, { epoch: theirs.epoch ?? 0, version: theirs.version });
}

/** A text that is no EVR matches like no version: refusing it is not this question. */
function readEvr(text: string | undefined): Evr | undefined {
  if (text === undefined) return undefined;
  try {
    return parseEvr(text);
  } catch (error) {
    if (error instanceof RpmFormatError) return undefined;
    throw error;
  }
}
