import { readFileSync } from 'node:fs';
import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite';
import { serve } from '@hono/node-server';
import { Hono } from 'hono';
import { createPool, type PoolConnection } from 'mysql2/promise';
import { CompiledQuery } from 'kysely';
import type { DatabaseSettings } from '@bigpanda/datastore';
import { sqliteDialect } from '@bigpanda/datastore/dialect/sqlite';
import type { PilotCall } from './pilot-requests.ts';
import type { RecordedStep } from './sql-recording.ts';

/**
 * The peer of the bench, a program of its own: an empty Hono route that tells the database what panda-server told it for
 * the same call, word by word, with the values of this job, and answers with the PandaID. Its argument is a file with a PeerPlan as JSON.
 */

/** SQLite on the main thread may hold it for longer than the 5 s after which Node ends a connection that seems idle. */
const keepAliveTimeout = 120_000;

/** What the peer does. */
export interface PeerPlan {
  /** SQLite on the main thread, or in the threads that panda-server has it in; MySQL by mysql2 as it is. */
  readonly way: 'sqlite-plain' | 'sqlite-threads' | 'mysql';
  readonly settings: DatabaseSettings;
  readonly calls: Readonly<Record<PilotCall, readonly RecordedStep[]>>;
  /** Values of the recorded job, which stand for those of the job at hand. */
  readonly pandaId: number;
  readonly queue: string;
}

interface JobAtHand {
  /** Of the job that is reported; getJob learns it from the rows that its first query gives. */
  readonly pandaId: number | undefined;
  readonly queue: string | undefined;
}

type Replay = (steps: readonly RecordedStep[], job: JobAtHand) => Promise<number | undefined>;

const plan = JSON.parse(readFileSync(process.argv[2] ?? '', 'utf8')) as PeerPlan;
const replay = await { 'sqlite-plain': replayOnSqlite, 'sqlite-threads': replayInThreads, mysql: replayOnMysql }[plan.way](plan);
const app = new Hono();
app.post('/server/panda/:method', async (context) => {
  const steps = plan.calls[context.req.param('method') === 'getJob' ? 'getJob' : context.req.query('state') === 'running' ? 'running' : 'finished'];
  const id = context.req.query('jobId');
  const pandaId = await replay(steps, { pandaId: id === undefined ? undefined : Number(id), queue: context.req.query('siteName') });
  return context.text(`StatusCode=0&PandaID=${pandaId}`);
});
const server = serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1', serverOptions: { keepAliveTimeout } }, ({ port }) => { process.stdout.write(`${JSON.stringify({ msg: 'listening', address: `http://127.0.0.1:${port}` })}\n`); });
process.once('SIGTERM', () => { server.close(() => { process.exit(0); }); });

/** On the main thread, with the settings of panda-server's own. */
function replayOnSqlite({ settings }: PeerPlan): Replay {
  const file = new DatabaseSync(settings.path ?? '');
  file.exec('pragma busy_timeout = 10000; pragma journal_mode = wal; pragma synchronous = full; pragma cache_size = -65536; pragma temp_store = memory');
  const statements = new Map<string, StatementSync>();
  return async (steps, job) => {
    let { pandaId } = job;
    for (const step of steps) {
      if (step.kind !== 'query') { file.exec(step.kind === 'begin' ? 'begin immediate' : 'commit'); continue; }
      const statement = statements.get(step.text) ?? file.prepare(step.text);
      statements.set(step.text, statement);
      const values = fill(step.values, { ...job, pandaId }) as SQLInputValue[];
      if (/^\s*select\b/i.test(step.text)) pandaId ??= readId(statement.all(...values));
      else statement.run(...values);
    }
    return pandaId;
  };
}

async function replayInThreads({ settings }: PeerPlan): Promise<Replay> {
  const driver = sqliteDialect.connect(settings).createDriver();
  await driver.init();
  return async (steps, job) => {
    const connection = await driver.acquireConnection();
    let { pandaId } = job;
    for (const step of steps) {
      if (step.kind !== 'query') {
        await (step.kind === 'begin' ? driver.beginTransaction(connection, {}) : driver.commitTransaction(connection));
      } else {
        const { rows } = await connection.executeQuery({ ...CompiledQuery.raw(step.text, fill(step.values, { ...job, pandaId })), ...(step.isToldOnly ? { isToldOnly: true } : {}) });
        pandaId ??= readId(rows);
      }
    }
    return pandaId;
  };
}

function replayOnMysql({ settings }: PeerPlan): Replay {
  const pool = createPool({ socketPath: settings.socket ?? '', user: settings.user ?? '', password: settings.password ?? '', database: settings.name ?? '', connectionLimit: 10, charset: 'utf8mb4', dateStrings: true, decimalNumbers: true, supportBigNumbers: true });
  pool.pool.on('connection', (connection) => { connection.query('set session transaction isolation level read committed'); });
  return async (steps, job) => {
    const connection: PoolConnection = await pool.getConnection();
    try {
      let { pandaId } = job;
      for (const step of steps) {
        const [rows] = step.kind === 'query' ? await connection.query(step.text, fill(step.values, { ...job, pandaId })) : await connection.query(step.kind);
        if (step.kind === 'query' && Array.isArray(rows)) pandaId ??= readId(rows);
      }
      return pandaId;
    } finally {
      connection.release();
    }
  };
}

function fill(values: readonly unknown[], { pandaId, queue }: JobAtHand): unknown[] {
  return values.map((value) => {
    if (value === plan.pandaId) return pandaId;
    if (value === plan.queue) return queue ?? value;
    return typeof value === 'string' ? value.replaceAll(String(plan.pandaId), String(pandaId)) : value;
  });
}

function readId(rows: readonly unknown[]): number | undefined {
  const [row] = rows;
  return typeof row === 'object' && row !== null && 'PANDAID' in row ? Number(row.PANDAID) : undefined;
}
