import type { CompiledQuery, DatabaseConnection, Driver, QueryResult } from 'kysely';
import { isToldOnly } from '../../told-statement.ts';
import { startThread, type SqliteThread } from './connection.ts';
import { ReaderPool } from './reader-pool.ts';
import type { SqliteValue } from './thread-protocol.ts';
import { WriteQueue } from './write-queue.ts';

export interface DriverSettings {
  readonly path: string;
  readonly readOnly: boolean;
}

/** Threads that only read; a long query of the monitor must not hold up a pilot's, nor another page. */
const readerCount = 2;

interface OpenFile {
  readonly threads: readonly SqliteThread[];
  readonly readers: ReaderPool;
  readonly queue: WriteQueue;
  readonly isReadOnly: boolean;
}

/** Kysely's driver for SQLite in threads: one that writes, some that read. Everything that writes goes through one queue. */
export class SqliteDriver implements Driver {
  readonly #settings: DriverSettings;
  #file: OpenFile | undefined;

  constructor(settings: DriverSettings) {
    this.#settings = settings;
  }

  async init(): Promise<void> {
    // A program that only reads looks through whole tables; the server's memory stays its own.
    const { readOnly } = this.#settings;
    const writer = await startThread({ ...this.#settings, isMapped: readOnly });
    const others = await Promise.all(Array.from({ length: readOnly ? readerCount - 1 : readerCount }, () => startThread({ ...this.#settings, readOnly: true, isMapped: readOnly })));
    const threads = [writer, ...others];
    this.#file = { threads, readers: new ReaderPool(readOnly ? threads : others), queue: new WriteQueue(writer), isReadOnly: readOnly };
  }

  async acquireConnection(): Promise<SqliteConnection> {
    if (this.#file === undefined) throw new Error('acquire connection: the database is closed');
    return new SqliteConnection(this.#file);
  }

  async beginTransaction(connection: DatabaseConnection): Promise<void> {
    await sqliteConnection(connection).begin();
  }

  async commitTransaction(connection: DatabaseConnection): Promise<void> {
    await sqliteConnection(connection).commit();
  }

  async rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    await sqliteConnection(connection).rollBack();
  }

  async releaseConnection(): Promise<void> {}

  async destroy(): Promise<void> {
    const file = this.#file;
    this.#file = undefined;
    if (file !== undefined) await Promise.all(file.threads.map((thread) => thread.close()));
  }
}

/** What one query or transaction runs on. */
class SqliteConnection implements DatabaseConnection {
  readonly #file: OpenFile;
  #isWriting = false;

  constructor(file: OpenFile) {
    this.#file = file;
  }

  async begin(): Promise<void> {
    await this.#file.queue.enter();
    this.#isWriting = true;
  }

  async commit(): Promise<void> {
    this.#isWriting = false;
    await this.#file.queue.commit();
  }

  /** Nothing after a commit that failed, which has taken everything back: the turn is another's then. */
  async rollBack(): Promise<void> {
    if (!this.#isWriting) return;
    this.#isWriting = false;
    await this.#file.queue.rollBack();
  }

  async executeQuery<Row>(query: CompiledQuery): Promise<QueryResult<Row>> {
    const { sql, parameters } = query;
    const values = parameters.map(bind);
    if (this.#isWriting && isToldOnly(query)) {
      this.#file.queue.add({ kind: 'change', text: sql, values });
      return { rows: [] };
    }
    if (this.#isWriting) return run(this.#file.queue, sql, values);
    if (this.#file.isReadOnly || /^\s*select\b/i.test(sql)) return run(this.#file.readers, sql, values);
    await this.begin();
    const result = await run<Row>(this.#file.queue, sql, values).catch(async (error: unknown) => {
      await this.rollBack();
      throw error;
    });
    await this.commit();
    return result;
  }

  async *streamQuery<Row>(): AsyncIterableIterator<QueryResult<Row>> {
    throw new Error('stream query: not offered by SQLite in a thread');
  }
}

async function run<Row>(thread: Pick<SqliteThread, 'run'>, text: string, values: readonly SqliteValue[]): Promise<QueryResult<Row>> {
  const { rows, changes, insertId } = await thread.run({ kind: returnsRows(text) ? 'rows' : 'change', text, values });
  return { rows: rows as Row[], numAffectedRows: BigInt(changes), insertId: BigInt(insertId) };
}

/** `StatementSync.columns` would tell, but is newer than the oldest Node.js we run on (22.13). Values are bound, so none stands in the text. */
function returnsRows(text: string): boolean {
  return /^\s*(select|with|pragma|explain)\b|\breturning\b/i.test(text);
}

function bind(value: unknown): SqliteValue {
  if (value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'bigint') return value;
  throw new TypeError(`bind value: a value of type "${typeof value}" cannot be stored`);
}

function sqliteConnection(connection: DatabaseConnection): SqliteConnection {
  if (connection instanceof SqliteConnection) return connection;
  throw new TypeError('use connection: it is another driver\'s');
}
