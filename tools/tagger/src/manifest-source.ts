import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readGit } from './git.ts';
import type { GitPosition } from './git-position.ts';
import { isMissing } from './missing-file.ts';

/** Where the manifests of releases are kept, each as `<name>-<version>.json`. */
export interface ManifestSource {
  /** What stands before a file's name in messages. */
  readonly place: string;
  /** The text of a file; absent where there is none. */
  readonly read: (file: string) => Promise<string | undefined>;
}

/** Branch on which each release leaves a record, and the folder of manifests in it. */
const ledgerBranch = 'ledger';
const ledgerFolder = 'manifests';

/** Manifests in a folder. */
export function openManifestFolder(folder: string): ManifestSource {
  return {
    place: folder,
    read: (file) => readFile(join(folder, file), 'utf8').catch((error: unknown) => {
      if (isMissing(error)) return undefined;
      throw error;
    }),
  };
}

/** Manifests on the ledger's branch, local or that of `origin`; absent where a clone has no ledger. One git process, and one for each manifest that is there. */
export async function openLedger({ root, branchRefs }: GitPosition): Promise<ManifestSource | undefined> {
  const ref = branchRefs.get(ledgerBranch);
  if (ref === undefined) return undefined;
  const files = new Set((await readGit(root, ['ls-tree', '-r', '-z', '--full-tree', '--name-only', ref, `${ledgerFolder}/`])).split('\0'));
  return {
    place: `${ledgerBranch}:${ledgerFolder}`,
    read: (file) => (files.has(`${ledgerFolder}/${file}`) ? readGit(root, ['cat-file', 'blob', `${ref}:${ledgerFolder}/${file}`]) : Promise.resolve(undefined)),
  };
}
