import { harvesterCommands, harvesterWorkerStats, workerNodeGpus } from '../schema/fleet-tables.ts';
import { beginSequences } from '../sequence.ts';
import { expandTable } from './expand-table.ts';
import type { Migration } from './migration.ts';

/** Tables for what harvesters tell and are told, and for graphics processors; sequences of tables that nothing wrote into before. */
export const fleetTables: Migration = {
  name: '0002-fleet-tables',
  up: async (step) => {
    for (const table of [harvesterWorkerStats, harvesterCommands, workerNodeGpus]) await expandTable(step, table);
    await beginSequences(step.sql);
  },
};
