import { once } from 'node:events';
import { Socket } from 'node:net';
import { PassThrough } from 'node:stream';
import { explainGit, startGit } from './git.ts';
import type { HistoryCommit } from './history.ts';
import { LogParser, logFormat } from './log-records.ts';

/** Where the reading of a history ends. */
export interface WantedCommits {
  /** Ids of commits that must be among them. */
  readonly named: Iterable<string>;
  /** Asked when those were seen and then each time what followed has doubled, so that all the asking costs no more than the last. */
  readonly isEnough: (commits: readonly HistoryCommit[]) => boolean;
  /** After about so many commits the reading pauses where a named one was not seen; without it the history is searched to its end. */
  readonly patience?: number;
}

export interface ReadCommits {
  readonly commits: readonly HistoryCommit[];
  /** `enough` as was asked; `paused` where a named commit was not seen in time; `whole` where there is no more. */
  readonly end: 'enough' | 'paused' | 'whole';
}

/** What is read ahead, bytes: some thousands of commits. */
const aheadBytes = 2 ** 20;

/** A history as git writes it, newest commits first; git is stopped once enough of it is read. What is not read keeps this process no longer alive, and git ends with it. */
export class HistoryLog {
  readonly #folder: string;
  readonly #from: string;
  readonly #args: readonly string[];
  readonly #handles: readonly { readonly ref: () => void }[];
  readonly #stop: () => void;
  readonly #chunks: AsyncIterator<Buffer, undefined>;
  /** Exit status of git, or why it did not start. */
  readonly #closed: Promise<unknown>;
  readonly #said: Buffer[] = [];
  readonly #parser = new LogParser();
  #state: 'reading' | 'stopped' | 'whole' = 'reading';

  /** Begins to read the history of a commit. @param from as git names it */
  constructor(folder: string, from: string) {
    [this.#folder, this.#from] = [folder, from];
    this.#args = ['log', '-z', '--topo-order', '--name-status', '--no-renames', '--diff-merges=first-parent', '--no-show-signature', '--no-color', '--no-mailmap', `--format=${logFormat}`, from, '--'];
    const child = startGit(folder, this.#args);
    // Node throws away what a process wrote before it ended where nothing takes it.
    this.#chunks = (child.stdout.pipe(new PassThrough({ highWaterMark: aheadBytes })) as AsyncIterable<Buffer, undefined>)[Symbol.asyncIterator]();
    child.stderr.on('data', (chunk: Buffer) => this.#said.push(chunk));
    this.#closed = once(child, 'close').then(([status]) => Number(status ?? 0), (error: unknown) => error);
    this.#stop = () => child.kill();
    // Until it is wanted, neither git nor what it wrote keeps this process from ending.
    const handles = [child, ...[child.stdout, child.stderr].filter((stream) => stream instanceof Socket)];
    for (const handle of handles) handle.unref();
    this.#handles = handles;
  }

  /** Whether the history is that of a commit, by its id. @throws ReleaseError those of `readGit` */
  async beginsAt(commit: string): Promise<boolean> {
    this.#hold();
    while (this.#state === 'reading' && this.#parser.commits.length === 0) await this.#readOn();
    return this.#parser.commits[0]?.id === commit;
  }

  /**
   * The newest commits: all of those that are named and what follows until there are enough, or the whole history. What was read already is not read again, unless git was stopped after it.
   * @throws ReleaseError those of `readGit`
   */
  async readUntil({ named, isEnough, patience = Infinity }: WantedCommits): Promise<ReadCommits> {
    if (this.#state === 'stopped') return new HistoryLog(this.#folder, this.#from).readUntil({ named, isEnough, patience });
    this.#hold();
    const { commits } = this.#parser;
    const missing = new Set(named);
    for (let [seen, nextCount] = [0, 0]; this.#state === 'reading'; await this.#readOn()) {
      for (; seen < commits.length; seen += 1) missing.delete(commits[seen]?.id ?? '');
      if (missing.size > 0 && seen > patience) return { commits, end: 'paused' };
      if (missing.size > 0 || seen < nextCount) continue;
      nextCount = seen * 2;
      if (!isEnough(commits)) continue;
      this.#state = 'stopped';
      this.#stop();
      return { commits, end: 'enough' };
    }
    return { commits, end: 'whole' };
  }

  #hold(): void {
    for (const handle of this.#handles) handle.ref();
  }

  async #readOn(): Promise<void> {
    const next = await this.#chunks.next();
    if (next.done !== true) return this.#parser.push(next.value);
    const end = await this.#closed;
    if (end !== 0) throw explainGit({ error: end instanceof Error ? end : new Error(`git ended with status ${String(end)}`), stderr: Buffer.concat(this.#said).toString('utf8'), args: this.#args });
    this.#parser.end();
    this.#state = 'whole';
  }
}
