import { once } from 'node:events';
import { Socket } from 'node:net';
import { PassThrough } from 'node:stream';
import { explainGit, startGit } from './git.ts';
import type { HistoryCommit } from './history.ts';
import { LogParser, logFormat } from './log-records.ts';

/** A history as git writes it, newest commits first; git is stopped once enough of it is read. */
export interface HistoryLog {
  /** Commit that it begins at. */
  readonly head: string;
  /**
   * The newest commits: all of those that are named and what follows until there are enough, or the whole history. The first time they come from the git that is running, afterwards from another.
   * @param named ids of commits
   * @param isEnough asked when those were seen and then each time what followed has doubled, so that all the asking costs no more than the last
   * @throws ReleaseError those of `readGit`
   */
  readonly readUntil: (named: Iterable<string>, isEnough: (commits: readonly HistoryCommit[]) => boolean) => Promise<HistoryCommit[]>;
}

/** What is read ahead, bytes: some thousands of commits. */
const aheadBytes = 2 ** 20;

/** Begins to read the history of a commit; what is not read keeps this process no longer alive, and git ends with it. */
export function openLog(workspaceRoot: string, head: string): HistoryLog {
  const args = ['log', '-z', '--topo-order', '--name-status', '--no-renames', '--diff-merges=first-parent', '--no-show-signature', '--no-color', '--no-mailmap', `--format=${logFormat}`, head, '--'];
  const child = startGit(workspaceRoot, args);
  // Node throws away what a process wrote before it ended where nothing takes it.
  const output = child.stdout.pipe(new PassThrough({ highWaterMark: aheadBytes }));
  const said: Buffer[] = [];
  child.stderr.on('data', (chunk: Buffer) => said.push(chunk));
  const closed = once(child, 'close').then(([status]) => Number(status ?? 0), (error: unknown) => error);
  // Until it is wanted, neither git nor what it wrote keeps this process from ending.
  const handles = [child, ...[child.stdout, child.stderr].filter((stream) => stream instanceof Socket)];
  for (const handle of handles) handle.unref();
  let isTaken = false;
  return {
    head,
    readUntil: async (named, isEnough) => {
      if (isTaken) return openLog(workspaceRoot, head).readUntil(named, isEnough);
      isTaken = true;
      for (const handle of handles) handle.ref();
      const parser = new LogParser();
      const missing = new Set(named);
      let [seen, nextCount] = [0, 0];
      for await (const chunk of output as AsyncIterable<Buffer>) {
        parser.push(chunk);
        for (; seen < parser.commits.length; seen += 1) missing.delete(parser.commits[seen]?.id ?? '');
        if (missing.size > 0 || seen < nextCount) continue;
        nextCount = seen * 2;
        if (!isEnough(parser.commits)) continue;
        child.kill();
        return parser.commits;
      }
      const end = await closed;
      if (end !== 0) throw explainGit({ error: end instanceof Error ? end : new Error(`git ended with status ${String(end)}`), stderr: Buffer.concat(said).toString('utf8'), args });
      parser.end();
      return parser.commits;
    },
  };
}
