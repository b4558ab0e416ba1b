import { execFileSync } from 'node:child_process';

/** A commit, as far as its message goes. */
export interface CommitMessage {
  /** 40 hex digits. */
  readonly id: string;
  readonly message: string;
}

const listLimitBytes = 64 * 1024 * 1024;
const commitLimit = 500;

/**
 * The commits to judge: those since a commit; without one, those that are not on the branch that this branch follows, or
 * the newest where it follows none. Merges are left out. None outside of git.
 */
export function listCommits(root: string, since: string | undefined): CommitMessage[] {
  const ranges = since === undefined ? [['@{upstream}..HEAD'], ['--max-count=1', 'HEAD']] : [[`${since}..HEAD`]];
  for (const range of ranges) {
    const listed = runGit(root, ['log', '-z', '--no-merges', `--max-count=${commitLimit}`, '--format=%H%n%B', ...range]);
    if (listed !== undefined) return listed.split('\0').filter((text) => text !== '').map((text) => ({ id: text.slice(0, 40), message: text.slice(41).trimEnd() }));
  }
  return [];
}

/** What git prints; undefined where it fails. */
export function runGit(root: string, args: readonly string[]): string | undefined {
  try {
    return execFileSync('git', [...args], { cwd: root, encoding: 'utf8', maxBuffer: listLimitBytes, stdio: ['ignore', 'pipe', 'ignore'] });
  } catch {
    return undefined;
  }
}
