import { configFile } from './config-file.ts';
import { readGit } from './git.ts';

/**
 * Files of a working tree that differ from what is committed, or are not committed at all, sorted; one git process.
 * @param patterns as git's pathspecs with the magic `top,glob`
 */
export async function findUncommitted(workspaceRoot: string, patterns: readonly string[]): Promise<string[]> {
  const output = await readGit(workspaceRoot, ['status', '--porcelain=v1', '-z', '--untracked-files=all', '--no-renames', '--', ...patterns.map((pattern) => `:(top,glob)${pattern}`)]);
  return output.split('\0').filter((entry) => entry !== '').map((entry) => entry.slice(3)).sort();
}

/** Uncommitted files among those that may hold facts which decide a plan: which of these do is known only once the configuration is read. */
export function findUncommittedFacts(workspaceRoot: string): Promise<string[]> {
  return findUncommitted(workspaceRoot, [configFile, '**/rpm.json', '**/*.md']);
}
