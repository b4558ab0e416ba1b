import type { PackageDifference } from '@bigpanda/rpm-format';
import { presentFile } from './file.ts';

/** A comparison as `--json` gives it: files as `rpm files --json` does. */
export function presentDifference(difference: PackageDifference): object {
  const { added, removed, changed } = difference.files;
  return {
    ...difference,
    files: {
      added: added.map(presentFile),
      removed: removed.map(presentFile),
      changed: changed.map(({ path, aspects, before, after }) => ({ path, aspects, before: presentFile(before), after: presentFile(after) })),
    },
  };
}
