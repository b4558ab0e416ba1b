import { readGit } from './git.ts';

/** Paths, from the root of the clone around a folder, of every `rpm.json`, `npm.json` and `package.json` that git knows or that is new and not ignored, and of folders of these names, unsorted; one git process. */
export async function listComponentFiles(folder: string): Promise<string[]> {
  const output = await readGit(folder, ['ls-files', '-z', '--full-name', '--cached', '--others', '--exclude-standard', '--deduplicate', '--', ':(top,glob)**/rpm.json', ':(top,glob)**/npm.json', ':(top,glob)**/package.json']);
  return output.split('\0').filter((path) => path !== '');
}
