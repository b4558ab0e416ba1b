import type { SqliteThread } from './connection.ts';
import { SqliteFault } from './faults.ts';
import type { ThreadResult, ThreadWork } from './thread-protocol.ts';

/** A group is committed when nobody waits, or at the latest after so many transactions or so long. */
const maxGroup = 100;
const maxGroupMilliseconds = 20;

interface Ending {
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Lets transactions write one after another, and commits those that follow each other closely together, so that they
 * share one write to the disk: each is a savepoint of a transaction of the file. A transaction counts as committed only
 * when the file's is; when that fails, all of its group have failed. A message to the thread and back costs more than a
 * short statement, so what begins a savepoint, and changes whose results nobody wants, go with the next statement.
 */
export class WriteQueue {
  readonly #thread: SqliteThread;
  readonly #waiting: Ending[] = [];
  #group: Ending[] = [];
  #isTaken = false;
  #begun = 0;
  #isOpen = false;
  /** What the thread is still to be told: the script that opens the savepoint, and changes in it. */
  #opening = '';
  #changes: ThreadWork[] = [];
  /** Why nothing more of the group can be done. */
  #fault: SqliteFault | undefined;

  constructor(thread: SqliteThread) {
    this.#thread = thread;
  }

  /** Waits until it is this transaction's turn, and begins it with its first statement. */
  async enter(): Promise<void> {
    if (this.#isTaken) await new Promise<void>((resolve, reject) => { this.#waiting.push({ resolve, reject }); });
    this.#isTaken = true;
    this.#opening += this.#isOpen ? 'savepoint turn;' : 'begin immediate; savepoint turn;';
    if (!this.#isOpen) this.#begun = performance.now();
    this.#isOpen = true;
  }

  /** Adds a change to the transaction whose turn it is; it is done with its next statement, or its commit. */
  add(change: ThreadWork): void {
    this.#changes.push(change);
  }

  /** Runs a statement of the transaction whose turn it is. */
  async run(work: ThreadWork): Promise<ThreadResult> {
    if (this.#fault !== undefined) throw this.#fault;
    const [opening, changes] = [this.#opening, this.#changes];
    this.#opening = '';
    this.#changes = [];
    try {
      return await this.#thread.run({ ...work, ...(opening === '' ? {} : { opening }), ...(changes.length === 0 ? {} : { changes }) });
    } catch (error) {
      if (error instanceof SqliteFault && error.stage === 'opening') this.#fault = error;
      throw error;
    }
  }

  /** Ends this transaction, and waits until what it did is on the disk. When it fails, nothing of it was kept. */
  async commit(): Promise<void> {
    const goesOn = this.#goesOn();
    if (goesOn && this.#changes.length === 0 && this.#fault === undefined) {
      this.#opening += 'release turn;';
    } else {
      await this.#tellEnd(goesOn ? 'release turn' : 'release turn; commit');
    }
    const committed = goesOn ? new Promise<void>((resolve, reject) => { this.#group.push({ resolve, reject }); }) : this.#finishGroup();
    this.#pass();
    await committed;
  }

  /** Ends this transaction and takes back what it did. */
  async rollBack(): Promise<void> {
    this.#changes = [];
    this.#opening += 'rollback to turn; release turn;';
    if (!this.#goesOn() || this.#fault !== undefined) {
      try {
        await this.run({ kind: 'script', text: 'commit', values: [] });
        this.#finishGroup();
      } catch (error) {
        await this.#abandon(error);
        return;
      }
    }
    this.#pass();
  }

  /** A change of its own that fails takes back this transaction alone; anything else the whole group. */
  async #tellEnd(text: string): Promise<void> {
    try {
      await this.run({ kind: 'script', text, values: [] });
    } catch (error) {
      if (error instanceof SqliteFault && error.stage === 'changes') await this.rollBack();
      else await this.#abandon(error);
      throw error;
    }
  }

  #goesOn(): boolean {
    return this.#waiting.length > 0 && this.#group.length < maxGroup && performance.now() - this.#begun < maxGroupMilliseconds;
  }

  #finishGroup(): void {
    this.#isOpen = false;
    for (const { resolve } of this.#takeGroup()) resolve();
  }

  /** Takes back the whole group: none of it can be kept. */
  async #abandon(error: unknown): Promise<void> {
    this.#opening = '';
    this.#changes = [];
    this.#fault = undefined;
    await this.#thread.run({ kind: 'script', text: 'rollback', values: [] }).catch(() => undefined);
    this.#isOpen = false;
    for (const { reject } of this.#takeGroup()) reject(error);
    this.#pass();
  }

  #takeGroup(): Ending[] {
    const group = this.#group;
    this.#group = [];
    return group;
  }

  #pass(): void {
    const next = this.#waiting.shift();
    if (next === undefined) this.#isTaken = false;
    else next.resolve();
  }
}
