import { DatabaseSync, type StatementSync } from 'node:sqlite';
import { parentPort, workerData } from 'node:worker_threads';
import type { ThreadFault, ThreadGreeting, ThreadReply, ThreadRequest, ThreadResult, ThreadSettings, ThreadStage, ThreadWork } from './thread-protocol.ts';

/**
 * The thread that one file of SQLite is open in: `node:sqlite` is synchronous, and here it holds up nobody.
 * This is the only module that does work when it is loaded: it is what a thread runs.
 */

/** How long a statement waits for another process's write. */
const busyTimeoutMilliseconds = 10_000;
const maxStatements = 500;

/** Pages of the file that are kept in memory; SQLite's default of 2 MB does not hold the indexes of a large database. */
const writerCacheKibibytes = 65_536;
const readerCacheKibibytes = 16_384;

/** So much of the file is mapped: the most that SQLite takes by default. Source: SQLITE_MAX_MMAP_SIZE. */
const mappedBytes = 0x7fff0000;

if (parentPort !== null) serve(parentPort, workerData as ThreadSettings);

function serve(port: NonNullable<typeof parentPort>, settings: ThreadSettings): void {
  const greet = (greeting: ThreadGreeting): void => { port.postMessage(greeting); };
  let file: DatabaseSync;
  try {
    file = open(settings);
  } catch (error) {
    greet({ kind: 'closed', fault: describeFault(error) });
    return;
  }
  const statements = new Map<string, StatementSync>();
  port.on('message', (request: ThreadRequest) => { port.postMessage(answer(file, statements, request)); });
  port.on('close', () => { file.close(); });
  greet({ kind: 'open' });
}

function open({ path, readOnly, isMapped = false }: ThreadSettings): DatabaseSync {
  const file = new DatabaseSync(path, { readOnly });
  try {
    file.exec(`pragma busy_timeout = ${busyTimeoutMilliseconds}`);
    file.exec(`pragma cache_size = -${readOnly ? readerCacheKibibytes : writerCacheKibibytes}; pragma temp_store = memory; pragma mmap_size = ${isMapped ? mappedBytes : 0}`);
    if (!readOnly) file.exec('pragma journal_mode = wal; pragma synchronous = full; pragma foreign_keys = on');
    file.prepare('select count(*) from sqlite_master').get();
    return file;
  } catch (error) {
    file.close();
    throw error;
  }
}

function answer(file: DatabaseSync, statements: Map<string, StatementSync>, request: ThreadRequest): ThreadReply {
  const { id, opening, changes = [] } = request;
  let stage: ThreadStage = 'opening';
  try {
    if (opening !== undefined) file.exec(opening);
    stage = 'changes';
    for (const change of changes) run(file, statements, change);
    stage = 'work';
    return { id, result: run(file, statements, request) };
  } catch (error) {
    if (stage === 'opening' && file.isTransaction) file.exec('rollback');
    return { id, fault: { ...describeFault(error), stage } };
  }
}

function run(file: DatabaseSync, statements: Map<string, StatementSync>, { kind, text, values }: ThreadWork): ThreadResult {
  if (kind === 'script') {
    file.exec(text);
    return { rows: [], changes: 0, insertId: 0 };
  }
  const statement = prepare(file, statements, text);
  if (kind === 'rows') return { rows: statement.all(...values), changes: 0, insertId: 0 };
  const { changes, lastInsertRowid } = statement.run(...values);
  return { rows: [], changes, insertId: lastInsertRowid };
}

/** Statements are kept ready; the one that was not used for longest goes first. */
function prepare(file: DatabaseSync, statements: Map<string, StatementSync>, text: string): StatementSync {
  const known = statements.get(text);
  const statement = known ?? file.prepare(text);
  statements.delete(text);
  statements.set(text, statement);
  if (statements.size > maxStatements) for (const oldest of statements.keys()) { statements.delete(oldest); break; }
  return statement;
}

function describeFault(error: unknown): ThreadFault {
  const errcode = error instanceof Error && 'errcode' in error && typeof error.errcode === 'number' ? error.errcode : undefined;
  return { message: error instanceof Error ? error.message : String(error), errcode };
}
