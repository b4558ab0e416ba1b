import { describe, expect, it } from 'vitest';
import type { SqliteThread } from '../src/dialect/sqlite/connection.ts';
import { ReaderPool } from '../src/dialect/sqlite/reader-pool.ts';

/** A thread that answers a statement when the test says so. */
class TestThread implements SqliteThread {
  readonly #open = new Map<string, PromiseWithResolvers<unknown>>();

  get texts(): readonly string[] {
    return [...this.#open.keys()];
  }

  async run({ text }: Parameters<SqliteThread['run']>[0]): ReturnType<SqliteThread['run']> {
    const open = Promise.withResolvers<unknown>();
    this.#open.set(text, open);
    await open.promise.finally(() => this.#open.delete(text));
    return { rows: [text], changes: 0, insertId: 0 };
  }

  /** Ends a statement; as its caller sees it some turns later. */
  async end(text: string, error?: Error): Promise<void> {
    const open = this.#open.get(text);
    if (error === undefined) open?.resolve(undefined);
    else open?.reject(error);
    await new Promise((resolve) => { setImmediate(resolve); });
  }

  async close(): Promise<void> {}
}

function read(pool: ReaderPool, text: string): Promise<readonly unknown[]> {
  return pool.run({ kind: 'rows', text, values: [] }).then(({ rows }) => rows);
}

describe('the readers of SQLite', () => {
  it('leave no statement behind a long one while another thread is free', async () => {
    const [left, right] = [new TestThread(), new TestThread()];
    const pool = new ReaderPool([left, right]);
    const all = ['long', 'first', 'second', 'third'].map((text) => read(pool, text));
    const [long, other] = left.texts.includes('long') ? [left, right] : [right, left];
    for (const text of ['first', 'second', 'third']) {
      expect([long.texts, other.texts]).toEqual([['long'], [text]]);
      await other.end(text);
    }
    await long.end('long');
    expect(await Promise.all(all)).toEqual([['long'], ['first'], ['second'], ['third']]);
  });

  it('go on after a statement that failed', async () => {
    const thread = new TestThread();
    const pool = new ReaderPool([thread]);
    const [bad, good] = [read(pool, 'bad'), read(pool, 'good')];
    const refused = expect(bad).rejects.toThrow('no such table');
    await thread.end('bad', new Error('no such table'));
    await refused;
    await thread.end('good');
    expect(await good).toEqual(['good']);
    expect(thread.texts).toEqual([]);
  });
});
