import type { PandaDatabase } from '../panda-database.ts';
import { holdsText } from './held-text.ts';

/** A line that a component tells people, as the monitor's logger page shows it. */
export interface PandaLogLine {
  /** What speaks, such as `brokerage`. */
  readonly module: string;
  readonly type: string;
  readonly user: string | undefined;
  readonly level: 'info' | 'warning' | 'error';
  readonly message: string;
}

const levels = { info: 20, warning: 30, error: 40 } as const;

/** Writes lines of the log; what is longer than its column is cut. */
export async function writePandaLog(database: PandaDatabase, lines: readonly PandaLogLine[], time: string): Promise<void> {
  if (lines.length === 0) return;
  const rows = lines.map(({ module, type, user, level, message }) => ({
    BINTIME: time, NAME: 'panda', MODULE: module.slice(0, 30), LOGUSER: user?.slice(0, 80) ?? null, TYPE: type.slice(0, 20), LOGLEVEL: levels[level], LEVELNAME: level.toUpperCase(),
    TIME: time, FILENAME: 'panda-server', MESSAGE: message.slice(0, 4000),
  }));
  await database.write((transaction) => transaction.insertInto('pandalog').values(rows).execute());
}

/** What the brokerage has said of a job, oldest first. Cost grows with the lines of the brokerage: for people, not for programs. */
export async function listBrokerageLines({ sql }: Pick<PandaDatabase, 'sql'>, pandaId: number): Promise<string[]> {
  const rows = await sql.selectFrom('pandalog').select('MESSAGE').where('MODULE', '=', 'brokerage').where('MESSAGE', 'like', `PandaID=${pandaId} %`).orderBy('BINTIME').limit(100).execute();
  return rows.map((row) => row.MESSAGE ?? '');
}

/** A line of the log as it was written. */
export interface WrittenLogLine {
  /** `YYYY-MM-DD hh:mm:ss` in UTC. */
  readonly time: string;
  readonly module: string;
  readonly type: string;
  readonly level: string;
  readonly user: string;
  readonly message: string;
}

/** Which lines of the log are wanted. */
export interface LogSearch {
  /** At this time or later. */
  readonly since: string;
  readonly module?: string;
  /** `INFO`, `WARNING` or `ERROR`. */
  readonly level?: string;
  /** A text that the message holds, whatever its case. */
  readonly has?: string;
}

/** Lines of a search, newest first. */
export async function listPandaLog({ sql }: Pick<PandaDatabase, 'sql'>, { since, module, level, has = '' }: LogSearch, limit: number): Promise<WrittenLogLine[]> {
  const rows = await sql.selectFrom('pandalog').select(['TIME', 'MODULE', 'TYPE', 'LEVELNAME', 'LOGUSER', 'MESSAGE'])
    .where('TIME', '>=', since).$if(module !== undefined, (query) => query.where('MODULE', '=', module ?? '')).$if(level !== undefined, (query) => query.where('LEVELNAME', '=', level ?? ''))
    .where(() => holdsText('MESSAGE', has)).orderBy('TIME', 'desc').limit(limit).execute();
  return rows.map((row) => ({ time: row.TIME ?? '', module: row.MODULE ?? '', type: row.TYPE ?? '', level: row.LEVELNAME ?? '', user: row.LOGUSER ?? '', message: row.MESSAGE ?? '' }));
}
