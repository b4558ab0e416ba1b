import { configFile } from './config-file.ts';
import { readGit } from './git.ts';

/**
 * Files of the working tree around a folder that differ from what is committed, or are not committed at all, from its root and sorted; one git process.
 * @param patterns as git's pathspecs with the magic `top,glob`
 */
export async function findUncommitted(folder: string, patterns: readonly string[]): Promise<string[]> {
  const output = await readGit(folder, ['status', '--porcelain=v1', '-z', '--untracked-files=all', '--no-renames', '--', ...patterns.map((pattern) => `:(top,glob)${pattern}`)]);
  return output.split('\0').filter((entry) => entry !== '').map((entry) => entry.slice(3)).sort();
}

/** Uncommitted files among those that may hold facts which decide a plan: which of these do is known only once the configuration is read. */
export function findUncommittedFacts(folder: string): Promise<string[]> {
  return findUncommitted(folder, [configFile, '**/rpm.json', '**/*.md']);
}
