import { readGit } from './git.ts';

/** Paths of every `rpm.json`, `npm.json` and `package.json` that git knows or that is new and not ignored, and of folders of these names, unsorted; one git process. */
export async function listComponentFiles(workspaceRoot: string): Promise<string[]> {
  const output = await readGit(workspaceRoot, ['ls-files', '-z', '--cached', '--others', '--exclude-standard', '--deduplicate', '--', ':(glob)**/rpm.json', ':(glob)**/npm.json', ':(glob)**/package.json']);
  return output.split('\0').filter((path) => path !== '');
}
