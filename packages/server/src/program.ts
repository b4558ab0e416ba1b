import type { PreparedProgram, Program, ProgramStart } from '@bigpanda/program';
import { openDatabase } from '@bigpanda/datastore';
import { createApp } from './app.ts';
import { configurationSchema, type Configuration } from './configuration.ts';
import { loadDialect } from './dialect-folder.ts';

/** The program panda-server: the folder `dialect/` is beside its main. */
export const pandaServer: Program<Configuration> = {
  name: 'panda-server',
  purpose: 'Takes jobs in, hands them to pilots and records what they report.',
  options: [],
  configurationSchema,
  prepare,
};

async function prepare({ configuration, folder, log }: ProgramStart<Configuration>): Promise<PreparedProgram> {
  const dialect = await loadDialect(new URL('dialect/', folder), configuration.database.dialect);
  const database = await openDatabase(dialect, configuration.database, Date.now());
  const app = createApp({ database, log, limits: configuration.limits, readClock: Date.now });
  return { fetch: app.fetch, facts: { dialect: dialect.name }, release: () => database.close() };
}
