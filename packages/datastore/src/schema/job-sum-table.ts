import type { JobAttribute, SpecValue } from '@bigpanda/model';
import { jobColumns } from './job-columns.ts';
import { columnName } from './row-mapping.ts';
import type { ColumnText } from './column-type.ts';
import type { TableDefinition } from './table-definition.ts';

/**
 * Attributes that ended jobs are summed up by: what monitors count by, and what the jobs of a task have in common.
 * One that differs from job to job, such as a name, would make as many rows as there are jobs. Never shorter or longer
 * than the table of the databases that are there: another list is another table.
 */
export const summedAttributes = [
  'jobStatus', 'computingSite', 'cloud', 'VO', 'prodUserName', 'prodSourceLabel', 'processingType', 'workingGroup', 'countryGroup', 'jediTaskID', 'taskID', 'reqID', 'transformation', 'homepackage',
  'AtlasRelease', 'cmtConfig', 'prodSeriesLabel', 'grid', 'resource_type', 'gshare', 'nucleus', 'coreCount', 'eventService', 'inputFileType', 'inputFileProject', 'transExitCode', 'pilotErrorCode',
  'exeErrorCode', 'supErrorCode', 'ddmErrorCode', 'brokerageErrorCode', 'jobDispatcherErrorCode', 'taskBufferErrorCode',
] as const satisfies readonly JobAttribute[];

/** Columns of the attributes that ended jobs are summed up by. */
export const summedColumns = summedAttributes.map(columnName);

/** What people count jobs by, each alone or with the state: an index holds all that such a count needs. The table is written every few hours. */
const countedColumns = ['COMPUTINGSITE', 'PRODUSERNAME', 'JEDITASKID', 'CLOUD', 'VO', 'PRODSOURCELABEL', 'PROCESSINGTYPE', 'TRANSFORMATION', 'WORKINGGROUP'] as const satisfies readonly (typeof summedColumns)[number][];

/** A row of panda_job_sums. */
export type JobSumRow = { [Name in (typeof summedColumns)[number]]: SpecValue | null } & { MODIFICATIONTIME: string; CELL: number; JOBCOUNT: number };

/**
 * How many jobs that ended in a stretch of time, and have not changed since, are alike in all attributes of the list. Ours: PanDA's
 * monitors count such jobs one by one. `CELL` tells the rows of a stretch apart; a negative one takes back a job that changed later.
 */
export const pandaJobSums: TableDefinition = {
  name: 'panda_job_sums',
  columns: {
    MODIFICATIONTIME: 'datetime not null', CELL: 'bigint not null', JOBCOUNT: 'integer not null',
    ...Object.fromEntries(summedAttributes.map((name): [string, ColumnText] => [columnName(name), jobColumns[name]])),
  },
  primaryKey: ['MODIFICATIONTIME', 'CELL'],
  indexes: [
    ...countedColumns.map((name) => [name, 'JOBSTATUS', 'MODIFICATIONTIME', 'JOBCOUNT']),
    ['CLOUD', 'COMPUTINGSITE', 'JOBSTATUS', 'MODIFICATIONTIME', 'JOBCOUNT'],
    ['JOBSTATUS', 'MODIFICATIONTIME', 'JOBCOUNT'],
    ['MODIFICATIONTIME', 'JOBSTATUS', 'JOBCOUNT'],
  ],
};
