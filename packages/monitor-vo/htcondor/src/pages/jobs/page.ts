import type { PageParameters, StoreQuery, VoPage } from '@bigpanda/monitor-contract';
import { before, joinConditions, matches, since, within } from '../../store/conditions.ts';
import { statuses } from '../../store/job-status.ts';
import { withPresentJobs } from '../../store/present-jobs.ts';
import { toRecord, type CondorRecord } from './record.ts';
import { listTables, render } from './render.ts';
import { rowsPerPage, summarise, type CondorSummary } from './summary.ts';

/** What the list is sorted by, and the column of each. */
const orders: Readonly<Record<string, string>> = { newest: 'submitted desc', oldest: 'submitted', longest: 'run_seconds desc', priority: 'priority desc', changed: 'changed desc' };

/** Jobs in the queues of HTCondor's schedds. */
export const jobsPage: VoPage<CondorRecord, CondorSummary> = {
  path: '',
  title: 'HTCondor jobs',
  help: `Jobs as the schedds told of them when "bigpandamon load htcondor condor-q" last ran for each; the table says when one last did.

In texts "*" stands for any characters. Ranges are from:to, and either end may be left out. "Left the queue" is said of a job that was not over when its schedd last told of it, and of which that schedd has told nothing since.`,
  filters: [
    { name: 'owner', title: 'Owner', kind: 'text' }, { name: 'status', title: 'Status', kind: 'choice', choices: statuses }, { name: 'schedd', title: 'Schedd', kind: 'text' },
    { name: 'globaljobid', title: 'Global job id', kind: 'text' }, { name: 'wmsid', title: 'WMS id', kind: 'text' }, { name: 'host', title: 'Host', kind: 'text' },
    { name: 'submitted_from', title: 'Submitted from, UTC', kind: 'time' }, { name: 'submitted_to', title: 'Submitted before, UTC', kind: 'time' },
    { name: 'runhours', title: 'Hours run', kind: 'range' }, { name: 'priority', title: 'Priority', kind: 'range' },
    { name: 'sort', title: 'Sorted by', kind: 'choice', choices: Object.keys(orders), default: 'newest' }, { name: 'page', title: 'Page', kind: 'number', default: '1', isHidden: true },
  ],
  query,
  toRecord,
  summarise,
  tables: listTables,
  render,
};

function query(parameters: PageParameters): StoreQuery {
  const where = joinConditions([
    matches('owner', parameters['owner']), matches('status', parameters['status']), matches('schedd', parameters['schedd']), matches('globaljobid', parameters['globaljobid']),
    matches('wmsid', parameters['wmsid']), matches('host', parameters['host']), since('submitted', parameters['submitted_from']), before('submitted', parameters['submitted_to']),
    within('run_seconds', parameters['runhours'], 3600), within('priority', parameters['priority']),
  ]);
  const order = orders[parameters['sort'] ?? ''] ?? 'submitted desc';
  const page = Math.max(1, Number(parameters['page'] ?? 1));
  return {
    from: 'store',
    sql: `${withPresentJobs} select globaljobid, schedd, cluster_id, proc_id, owner, status, submitted, run_seconds, priority, memory_mb, host, cmd, seen, count(*) over () as found from present_jobs where ${where.sql} order by ${order}, globaljobid desc limit ? offset ?`,
    values: [...where.values, rowsPerPage, (page - 1) * rowsPerPage],
  };
}
