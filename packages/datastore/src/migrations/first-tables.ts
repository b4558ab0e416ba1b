import type { Transaction } from 'kysely';
import { fileAttributes, jobAttributes, type JobAttribute } from '@bigpanda/model';
import { fileColumns } from '../schema/file-columns.ts';
import { jobColumns } from '../schema/job-columns.ts';
import { requiredJobNumbers, requiredJobTexts } from '../schema/required-columns.ts';
import { columnName } from '../schema/row-mapping.ts';
import { jobTables, type JobTable, type Tables } from '../schema/tables.ts';
import type { Migration } from './migration.ts';

/** Attributes the first release knows. The list only grows at its end; later ones come by later migrations. */
const firstJobAttributes: readonly JobAttribute[] = jobAttributes.slice(0, 126);

/** PanDA's jobs, files, parameters, metadata and status log, with the column names of its MySQL schema of 2015; sequences. */
export const firstTables: Migration = {
  name: '0001-first-tables',
  up: async (database) => {
    for (const table of jobTables) await createJobTable(database, table);
    await createFileTable(database);
    await createTextTable(database, { table: 'jobparamstable', column: 'JOBPARAMETERS' });
    await createTextTable(database, { table: 'metatable', column: 'METADATA' });
    await createStatusLog(database);
    await database.schema
      .createTable('panda_sequences')
      .addColumn('NAME', 'varchar(64)', (column) => column.primaryKey())
      .addColumn('VALUE', 'bigint', (column) => column.notNull())
      .execute();
  },
};

async function createJobTable(database: Transaction<Tables>, table: JobTable): Promise<void> {
  const builder = database.schema.createTable(table).addColumn('PANDAID', 'bigint', (column) => column.notNull().primaryKey());
  const rest = firstJobAttributes.filter((name) => name !== 'PandaID');
  await rest.reduce((columns, name) => columns.addColumn(columnName(name), jobColumns[name], (column) => {
    if (requiredJobNumbers.has(name)) return column.notNull().defaultTo(0);
    return requiredJobTexts.has(name) ? column.notNull() : column;
  }), builder).execute();
  await database.schema.createIndex(`${table}_dispatch_idx`).on(table).columns(['JOBSTATUS', 'COMPUTINGSITE', 'CURRENTPRIORITY', 'PANDAID']).execute();
  await database.schema.createIndex(`${table}_modificationtime_idx`).on(table).column('MODIFICATIONTIME').execute();
}

async function createFileTable(database: Transaction<Tables>): Promise<void> {
  const builder = database.schema.createTable('filestable4').addColumn('ROW_ID', 'bigint', (column) => column.notNull().primaryKey());
  const rest = fileAttributes.filter((name) => name !== 'row_ID');
  await rest
    .reduce((columns, name) => columns.addColumn(columnName(name), fileColumns[name], (column) => (name === 'fsize' ? column.notNull().defaultTo(0) : column)), builder)
    .addColumn('MODIFICATIONTIME', 'datetime', (column) => column.notNull())
    .execute();
  await database.schema.createIndex('filestable4_pandaid_idx').on('filestable4').column('PANDAID').execute();
}

async function createTextTable(database: Transaction<Tables>, { table, column: name }: { readonly table: 'jobparamstable' | 'metatable'; readonly column: string }): Promise<void> {
  await database.schema
    .createTable(table)
    .addColumn('PANDAID', 'bigint', (column) => column.notNull().primaryKey())
    .addColumn('MODIFICATIONTIME', 'datetime', (column) => column.notNull())
    .addColumn(name, 'text')
    .execute();
}

async function createStatusLog(database: Transaction<Tables>): Promise<void> {
  await database.schema
    .createTable('jobs_statuslog')
    .addColumn('PANDAID', 'bigint', (column) => column.notNull())
    .addColumn('MODIFICATIONTIME', 'datetime', (column) => column.notNull())
    .addColumn('JOBSTATUS', 'varchar(15)', (column) => column.notNull())
    .addColumn('PRODSOURCELABEL', 'varchar(20)')
    .addColumn('CLOUD', 'varchar(50)')
    .addColumn('COMPUTINGSITE', 'varchar(128)')
    .addColumn('MODIFICATIONHOST', 'varchar(128)')
    .execute();
  await database.schema.createIndex('jobs_statuslog_pandaid_idx').on('jobs_statuslog').column('PANDAID').execute();
}
