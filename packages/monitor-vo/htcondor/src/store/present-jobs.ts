import { goneStatus } from './job-status.ts';

/**
 * Begins a statement: `present_jobs` is every job with its status as of now. A job that was not over when its schedd last told
 * of it, and of which that schedd has told nothing since it told of others that are not over, has left the queue: what
 * condor_history tells, jobs that are over, says nothing of the queue.
 */
export const withPresentJobs = `with newest as (select schedd as told_by, max(seen) as told from condor_jobs where status not in ('completed', 'removed') group by schedd),
present_jobs as (select globaljobid, schedd, cluster_id, proc_id, owner, batch_name, wmsid, submitted, started, changed, completed, run_seconds, priority, cpus, memory_mb, disk_kb, image_kb, cmd, args, host, grid_resource, hold_reason, exit_code, seen,
  case when seen < told and status not in ('completed', 'removed') then '${goneStatus}' else status end as status
  from condor_jobs left join newest on told_by = schedd)`;
