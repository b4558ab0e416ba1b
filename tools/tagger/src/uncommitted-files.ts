import { readGit } from './git.ts';

/** Those of the files and folders of a working tree that differ from what is committed, or are not committed at all, sorted; one git process. */
export async function findUncommitted(workspaceRoot: string, paths: readonly string[]): Promise<string[]> {
  const output = await readGit(workspaceRoot, ['status', '--porcelain=v1', '-z', '--untracked-files=all', '--no-renames', '--', ...paths.map((path) => `:(top,literal)${path}`)]);
  return output.split('\0').filter((entry) => entry !== '').map((entry) => entry.slice(3)).sort();
}
