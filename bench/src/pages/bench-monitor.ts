import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { CompiledQuery } from 'kysely';
import { openDatabaseReadOnly, type DatabaseDialect, type DatabaseSettings, type PandaDatabase } from '@bigpanda/datastore';
import { configurationSchema, createApp, createJobSource, createStoreSource, readStaticFiles, settingsOfApp, storesInFolder } from '@bigpanda/monitor-core';
import { createLog } from '@bigpanda/program';
import { recordSteps, type RecordedStep } from '../dispatch/sql-recording.ts';

/** A page as it was answered. */
export interface AnsweredPage {
  readonly status: number;
  readonly text: string;
  readonly sizeBytes: number;
  readonly milliseconds: number;
  /** What was asked of the database for it. */
  readonly statements: readonly Statement[];
}

export type Statement = Extract<RecordedStep, { readonly kind: 'query' }>;

/** The monitor's pages over a database, and the statements that a page sends, without the page. */
export interface BenchMonitor extends AsyncDisposable {
  get(address: string): Promise<AnsweredPage>;
  /** Runs statements as a page did, those at once that were under way at once; milliseconds. */
  runDirectly(statements: readonly Statement[]): Promise<number>;
}

const staticFolder = pathToFileURL(join(import.meta.dirname, '../../../packages/monitor-core/static/'));

/** A monitor whose clock stands still. */
export async function startBenchMonitor(dialect: DatabaseDialect, settings: DatabaseSettings, { nowMilliseconds, folder }: { readonly nowMilliseconds: number; readonly folder: string }): Promise<BenchMonitor> {
  const readClock = (): number => nowMilliseconds;
  const recording = recordSteps(dialect);
  const jobs = createJobSource(recording.dialect, settings);
  const stores = createStoreSource({ dialect, settingsOf: storesInFolder(folder), readClock });
  const app = createApp({ jobs, stores, plugins: [], staticFiles: readStaticFiles([staticFolder]), version: 'bigpandamon, measured', log: createLog('bigpandamon', { level: 'error' }), readClock, ...settingsOfApp(configurationSchema.parse({}), readClock) });
  const plain = await openDatabaseReadOnly(dialect, settings);
  return {
    get: async (address) => {
      recording.steps.length = 0;
      const start = performance.now();
      const response = await app.request(address, {}, { incoming: { socket: { remoteAddress: '127.0.0.1' }, rawHeaders: [] } });
      const text = await response.text();
      const milliseconds = performance.now() - start;
      return { status: response.status, text, sizeBytes: Buffer.byteLength(text), milliseconds, statements: recording.steps.filter((step) => step.kind === 'query') };
    },
    runDirectly: (statements) => runGroups(plain, statements),
    [Symbol.asyncDispose]: async () => {
      await jobs.close();
      await stores.close();
      await plain.close();
    },
  };
}

async function runGroups({ sql }: PandaDatabase, statements: readonly Statement[]): Promise<number> {
  const groups = Map.groupBy(statements, ({ group }) => group);
  const start = performance.now();
  for (const group of groups.values()) await Promise.all(group.map(({ text, values }) => sql.executeQuery(CompiledQuery.raw(text, [...values]))));
  return performance.now() - start;
}
