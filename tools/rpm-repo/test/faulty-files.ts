import { openRepositoryFiles, type RepositoryFiles } from '../src/index.ts';

/** How a change to the disk goes wrong: a write is half done, or the change is done and nothing after it. */
export type FaultKind = 'half' | 'after';

export interface Fault {
  /** Which change, counted from 1. */
  readonly step: number;
  readonly kind: FaultKind;
  /** Ends the work: throws, or ends the process. */
  readonly strike: () => never;
}

/** The disk of a repository, until one change strikes. */
export function openFaultyFiles(root: string, fault: Fault): RepositoryFiles {
  const files = openRepositoryFiles(root);
  let changes = 0;
  const change = async (apply: () => Promise<void>, applyHalf = apply): Promise<void> => {
    changes += 1;
    if (changes !== fault.step) return apply();
    await (fault.kind === 'half' ? applyHalf() : apply());
    fault.strike();
  };
  return {
    ...files,
    write: (path, ...parts) => change(() => files.write(path, ...parts), () => {
      const bytes = Buffer.concat(parts);
      return files.write(path, bytes.subarray(0, bytes.length / 2));
    }),
    share: (from, to) => change(() => files.share(from, to)),
    link: (path, target) => change(() => files.link(path, target)),
    move: (from, to) => change(() => files.move(from, to)),
    remove: (path) => change(() => files.remove(path)),
  };
}
