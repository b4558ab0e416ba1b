import { listJobs, type PandaDatabase } from '@bigpanda/datastore';
import { sqliteDialect } from '@bigpanda/datastore/dialect/sqlite';
import { formatUtcTime } from '@bigpanda/model';
import { createStoreSource, loadPlugins, storesInFolder } from '@bigpanda/monitor-core';
import { describeQueue } from './condor-queue.ts';

export interface OwnStoresOptions {
  readonly database: PandaDatabase;
  /** Folder of the stores, as the monitor's configuration has it. */
  readonly folder: string;
  /** When the day ends, milliseconds since 1970. */
  readonly end: number;
}

const hour = 3_600_000;
const plugins = new URL('../../packages/monitor-vo/', import.meta.url);

/** Fills the tables of the VOs' own through their loaders: schedds tell of their queues twice, an hour before the day's end and at its end. */
export async function fillOwnStores({ database, folder, end }: OwnStoresOptions): Promise<void> {
  const plugin = (await loadPlugins(plugins)).flatMap((found) => (found.kind === 'loaded' && found.plugin.name === 'htcondor' ? [found.plugin] : []))[0];
  const loader = plugin?.store?.loaders?.find(({ name }) => name === 'condor-q');
  if (plugin === undefined || loader === undefined) throw new Error('the plug-in htcondor has no loader condor-q');
  const jobs = await listJobs(database, { attributes: { VO: 'htcondor' } }, { limit: 10_000 });
  const stores = createStoreSource({ dialect: sqliteDialect, settingsOf: storesInFolder(folder), readClock: () => end });
  for (const time of [end - hour, end]) await stores.write(plugin, loader.table, { ...loader, rows: loader.toRows(describeQueue(jobs, { time, end }), formatUtcTime(time)) });
  await stores.close();
}
