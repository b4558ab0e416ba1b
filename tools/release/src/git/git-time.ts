import { readGit } from '@bigpanda/tagger/git';

/** The time of a commit in seconds since 1970. */
export async function readGitTime(root: string, commit: string): Promise<number> {
  return Number(await readGit(root, ['show', '-s', '--no-show-signature', '--format=%ct', `${commit}^{commit}`]));
}
