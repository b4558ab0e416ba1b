import type { OwnStore } from '@bigpanda/monitor-contract';
import { notesLoader } from './notes-loader.ts';

/** A table of the VO's own, in a file that no server and no other VO sees. The core makes it, and widens it by later migrations. */
export const store: OwnStore = {
  tables: [{
    name: 'notes',
    columns: { site: 'varchar(60) not null', author: 'varchar(60)', text: 'text', written: 'datetime not null' },
    primaryKey: ['site'],
    indexes: [['written']],
  }],
  // A new column: add it to the table, and a migration "0002-..." that names the table. What was released never changes.
  migrations: [{ name: '0001-notes', tables: ['notes'] }],
  loaders: [notesLoader],
};
