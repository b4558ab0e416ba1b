import { defineTable } from './table-definition.ts';

/** Counters that give out numbers; the last value given. Ours: PanDA's MySQL schema has a table for each. */
export const pandaSequences = defineTable({
  name: 'panda_sequences',
  columns: { NAME: 'varchar(64) not null', VALUE: 'bigint not null' },
  primaryKey: ['NAME'],
  indexes: [],
});
