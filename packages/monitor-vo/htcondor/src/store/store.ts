import type { OwnStore } from '@bigpanda/monitor-contract';
import { condorQueueLoader } from './condor-queue.ts';
import { condorJobs } from './tables.ts';

/** The plug-in's own tables, and what fills them. */
export const store: OwnStore = {
  tables: [condorJobs],
  migrations: [{ name: '0001-jobs', tables: ['condor_jobs'] }],
  loaders: [condorQueueLoader],
};
