import type { SqliteThread } from './connection.ts';

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
 * when the file's is; when that fails, all of its group have failed.
 */
export class WriteQueue {
  readonly #thread: SqliteThread;
  readonly #waiting: Ending[] = [];
  #group: Ending[] = [];
  #isTaken = false;
  #begun = 0;
  #isOpen = false;

  constructor(thread: SqliteThread) {
    this.#thread = thread;
  }

  /** Waits until it is this transaction's turn, and begins it. */
  async enter(): Promise<void> {
    if (this.#isTaken) await new Promise<void>((resolve, reject) => { this.#waiting.push({ resolve, reject }); });
    this.#isTaken = true;
    try {
      await this.#thread.script(this.#isOpen ? 'savepoint turn' : 'begin immediate; savepoint turn');
    } catch (error) {
      await this.#abandon(error);
      throw error;
    }
    if (!this.#isOpen) this.#begun = performance.now();
    this.#isOpen = true;
  }

  /** Ends this transaction, and waits until what it did is on the disk. */
  async commit(): Promise<void> {
    const committed = new Promise<void>((resolve, reject) => { this.#group.push({ resolve, reject }); });
    await this.#leave('release turn');
    await committed;
  }

  /** Ends this transaction and takes back what it did. */
  async rollBack(): Promise<void> {
    await this.#leave('rollback to turn; release turn');
  }

  async #leave(ending: string): Promise<void> {
    const goesOn = this.#waiting.length > 0 && this.#group.length < maxGroup && performance.now() - this.#begun < maxGroupMilliseconds;
    try {
      await this.#thread.script(goesOn ? ending : `${ending}; commit`);
    } catch (error) {
      await this.#abandon(error);
      return;
    }
    if (!goesOn) {
      this.#isOpen = false;
      for (const { resolve } of this.#takeGroup()) resolve();
    }
    this.#pass();
  }

  /** Takes back the whole group: none of it can be kept. */
  async #abandon(error: unknown): Promise<void> {
    await this.#thread.script('rollback').catch(() => undefined);
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
