import { fileAttributes, jobAttributes } from '@bigpanda/model';
import type { ColumnText } from './column-type.ts';
import { fileColumns } from './file-columns.ts';
import { jobColumns } from './job-columns.ts';
import { requiredJobNumbers, requiredJobTexts } from './required-columns.ts';
import { columnName } from './row-mapping.ts';
import { defineTable, type TableDefinition } from './table-definition.ts';

const stateTables = ['jobsdefined4', 'jobswaiting4', 'jobsactive4', 'jobsarchived4'] as const;

const stateIndexes = [['JOBSTATUS', 'COMPUTINGSITE', 'CURRENTPRIORITY desc', 'PANDAID'], ['MODIFICATIONTIME'], ['JEDITASKID'], ['PRODUSERNAME', 'JOBDEFINITIONID']];

/** The archive of jobs: the only one of the jobs tables that grows for years, and is written only when jobs come to it. Source: as the others; the last index is ours. */
export const jobsarchived: TableDefinition = { name: 'jobsarchived', columns: jobTableColumns(), primaryKey: ['PANDAID'], indexes: [...stateIndexes, ['JOBSETID']] };

/** The jobs tables: one for each stretch of a job's life, and the archive. Source: PanDA's MySQL schema of 2015. */
export const jobTableDefinitions: readonly TableDefinition[] = [...stateTables.map((name) => ({ name, columns: jobTableColumns(), primaryKey: ['PANDAID'], indexes: stateIndexes })), jobsarchived];

/** The files of jobs, and those of archived ones. */
export const fileTableDefinitions: readonly TableDefinition[] = ['filestable4', 'filestable_arch'].map((name) => ({
  name,
  columns: {
    ...Object.fromEntries(fileAttributes.map((attribute) => [columnName(attribute), fileColumn(attribute)])),
    MODIFICATIONTIME: 'datetime not null',
  },
  primaryKey: ['ROW_ID'],
  indexes: [['PANDAID'], ['LFN'], ['DISPATCHDBLOCK'], ['DESTINATIONDBLOCK'], ['DATASET'], ['DATASET', 'LFN']],
}));

/** Parameters of jobs, which are too long for their rows. */
export const jobparamstable = defineTable({
  name: 'jobparamstable',
  columns: { PANDAID: 'bigint not null', MODIFICATIONTIME: 'datetime not null', JOBPARAMETERS: 'text' },
  primaryKey: ['PANDAID'],
  indexes: [],
});

/** What pilots report of a job's work, as they send it. */
export const metatable = defineTable({
  name: 'metatable',
  columns: { PANDAID: 'bigint not null', MODIFICATIONTIME: 'datetime not null', METADATA: 'text' },
  primaryKey: ['PANDAID'],
  indexes: [],
});

/** Every move of every job; within a second the order of rows is the order of states. */
export const jobsStatuslog = defineTable({
  name: 'jobs_statuslog',
  columns: {
    PANDAID: 'bigint not null', MODIFICATIONTIME: 'datetime not null', JOBSTATUS: 'varchar(15) not null', PRODSOURCELABEL: 'varchar(20)', CLOUD: 'varchar(50)',
    COMPUTINGSITE: 'varchar(128)', MODIFICATIONHOST: 'varchar(128)',
  },
  primaryKey: [],
  indexes: [['PANDAID'], ['MODIFICATIONTIME']],
});

function jobTableColumns(): Record<string, ColumnText> {
  return Object.fromEntries(jobAttributes.map((name): [string, ColumnText] => {
    const type = jobColumns[name];
    if (requiredJobNumbers.has(name)) return [columnName(name), `${type} not null default 0`];
    return [columnName(name), requiredJobTexts.has(name) || name === 'PandaID' ? `${type} not null` : type];
  }));
}

function fileColumn(attribute: keyof typeof fileColumns): ColumnText {
  const type = fileColumns[attribute];
  if (attribute === 'row_ID') return `${type} not null`;
  return attribute === 'fsize' ? `${type} not null default 0` : type;
}
