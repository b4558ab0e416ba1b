import type { OwnTable } from '@bigpanda/monitor-contract';

/** Jobs as schedds tell them, each as it was when its schedd last told of it. Names follow HTCondor's job ClassAd attributes. */
export const condorJobs: OwnTable = {
  name: 'condor_jobs',
  columns: {
    globaljobid: 'varchar(250) not null', schedd: 'varchar(250) not null', cluster_id: 'bigint not null', proc_id: 'integer not null', owner: 'varchar(128)', batch_name: 'varchar(250)', wmsid: 'varchar(128)',
    status: 'varchar(20) not null', submitted: 'datetime', started: 'datetime', changed: 'datetime', completed: 'datetime', run_seconds: 'bigint', priority: 'integer',
    cpus: 'integer', memory_mb: 'bigint', disk_kb: 'bigint', image_kb: 'bigint', cmd: 'text', args: 'text', host: 'varchar(250)', grid_resource: 'varchar(250)',
    hold_reason: 'text', exit_code: 'integer', seen: 'datetime not null',
  },
  primaryKey: ['globaljobid'],
  indexes: [['schedd', 'seen'], ['owner'], ['cluster_id', 'proc_id'], ['seen']],
};
