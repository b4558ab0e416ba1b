import { isPandaError } from '@bigpanda/model';
import { listMissingMigrations, pandaMigrations } from '@bigpanda/datastore';
import type { ProgramCommand } from '@bigpanda/program';
import type { Configuration } from '../configuration.ts';
import { openConfiguredDatabase, useDatabase, type DatabasePlace } from '../configured-database.ts';

/** Brings the tables up to date, under a lock, so that servers that start at once wait for each other. */
export const migrateCommand: ProgramCommand<Configuration> = {
  name: 'migrate',
  purpose: 'Makes the tables of the database, or brings them up to date.',
  operands: '',
  options: [],
  isWriting: true,
  run: async ({ configuration, folder, isDryRun }) => {
    const steps = await listMissing({ configuration, folder });
    if (!isDryRun) await (await openConfiguredDatabase({ configuration, folder }, Date.now())).close();
    const words = isDryRun ? 'would make' : 'there is now';
    return { json: { isDryRun, steps }, text: steps.length === 0 ? 'the tables are up to date\n' : steps.map((step) => `${words} ${step}\n`).join('') };
  },
};

/** What the database lacks; everything where there is none yet. */
async function listMissing(place: DatabasePlace): Promise<string[]> {
  try {
    return await useDatabase({ ...place, isReadOnly: true }, listMissingMigrations);
  } catch (error) {
    if (isPandaError(error) && error.code === 'DATABASE_MISSING') return pandaMigrations.map(({ name }) => name);
    throw error;
  }
}
