import type { FileAttribute, JobAttribute, SpecValue } from '@bigpanda/model';
import type { cloudtasks, datasets, productiondatasets } from './dataset-tables.ts';
import type { harvesterCommands, harvesterDialogs, harvesterInstances, harvesterSlots, harvesterWorkerStats, harvesterWorkers, resourceTypes, secrets, workerNode, workerNodeGpus } from './fleet-tables.ts';
import type { JobSumRow } from './job-sum-table.ts';
import type { jobparamstable, jobsStatuslog, metatable } from './job-tables.ts';
import type { incidents, jobsdebug, logstable, pandaidsModiftime, pandalog } from './log-tables.ts';
import type { pandaSequences } from './own-tables.ts';
import type { cloudconfig, schedconfig, sitedata, siteddm, sitesMatrixData, submithosts, voToSite, wndata } from './site-tables.ts';
import type { RowOf } from './table-definition.ts';
import type { jediDatasetContents, jediDatasets, jediEvents, jediJobRetryHistory, jediJobparamsTemplate, jediOutputTemplate, jediTaskparams, jediTasks, jediWorkQueue } from './task-tables.ts';
import type { pilottoken, proxykey, siteaccess, usercacheusage, users } from './user-tables.ts';

/** A row of one of the jobs tables. */
export type JobRow = { [Name in JobAttribute as Uppercase<Name>]: SpecValue | null };

/** A row of filestable4. */
export type FileRow = { [Name in FileAttribute as Uppercase<Name>]: SpecValue | null } & { MODIFICATIONTIME: string };

export type StatusLogRow = RowOf<typeof jobsStatuslog>;
export type MetadataRow = RowOf<typeof metatable>;

export interface MigrationRow {
  NAME: string;
  APPLIED_AT: string;
}

/** PanDA's own tables, lower-case as in its MySQL schema; sequences and migrations are ours. */
export interface Tables {
  jobsdefined4: JobRow;
  jobswaiting4: JobRow;
  jobsactive4: JobRow;
  jobsarchived4: JobRow;
  jobsarchived: JobRow;
  filestable4: FileRow;
  filestable_arch: FileRow;
  jobparamstable: RowOf<typeof jobparamstable>;
  metatable: MetadataRow;
  jobs_statuslog: StatusLogRow;
  jobsdebug: RowOf<typeof jobsdebug>;
  jedi_tasks: RowOf<typeof jediTasks>;
  jedi_taskparams: RowOf<typeof jediTaskparams>;
  jedi_datasets: RowOf<typeof jediDatasets>;
  jedi_dataset_contents: RowOf<typeof jediDatasetContents>;
  jedi_jobparams_template: RowOf<typeof jediJobparamsTemplate>;
  jedi_output_template: RowOf<typeof jediOutputTemplate>;
  jedi_job_retry_history: RowOf<typeof jediJobRetryHistory>;
  jedi_events: RowOf<typeof jediEvents>;
  jedi_work_queue: RowOf<typeof jediWorkQueue>;
  schedconfig: RowOf<typeof schedconfig>;
  cloudconfig: RowOf<typeof cloudconfig>;
  sitedata: RowOf<typeof sitedata>;
  siteddm: RowOf<typeof siteddm>;
  submithosts: RowOf<typeof submithosts>;
  vo_to_site: RowOf<typeof voToSite>;
  wndata: RowOf<typeof wndata>;
  sites_matrix_data: RowOf<typeof sitesMatrixData>;
  users: RowOf<typeof users>;
  siteaccess: RowOf<typeof siteaccess>;
  proxykey: RowOf<typeof proxykey>;
  pilottoken: RowOf<typeof pilottoken>;
  usercacheusage: RowOf<typeof usercacheusage>;
  pandalog: RowOf<typeof pandalog>;
  incidents: RowOf<typeof incidents>;
  logstable: RowOf<typeof logstable>;
  pandaids_modiftime: RowOf<typeof pandaidsModiftime>;
  datasets: RowOf<typeof datasets>;
  productiondatasets: RowOf<typeof productiondatasets>;
  cloudtasks: RowOf<typeof cloudtasks>;
  harvester_commands: RowOf<typeof harvesterCommands>;
  harvester_worker_stats: RowOf<typeof harvesterWorkerStats>;
  worker_node_gpus: RowOf<typeof workerNodeGpus>;
  harvester_workers: RowOf<typeof harvesterWorkers>;
  harvester_instances: RowOf<typeof harvesterInstances>;
  harvester_slots: RowOf<typeof harvesterSlots>;
  harvester_dialogs: RowOf<typeof harvesterDialogs>;
  worker_node: RowOf<typeof workerNode>;
  resource_types: RowOf<typeof resourceTypes>;
  secrets: RowOf<typeof secrets>;
  panda_job_sums: JobSumRow;
  panda_sequences: RowOf<typeof pandaSequences>;
  panda_migrations: MigrationRow;
}

/** The tables a job may be in until it goes to the archive; it is in exactly one. */
export const jobTables = ['jobsdefined4', 'jobswaiting4', 'jobsactive4', 'jobsarchived4'] as const satisfies readonly (keyof Tables)[];

export type JobTable = (typeof jobTables)[number];

/** Every table a job may be in, the archive too. */
export const allJobTables = [...jobTables, 'jobsarchived'] as const satisfies readonly (keyof Tables)[];
