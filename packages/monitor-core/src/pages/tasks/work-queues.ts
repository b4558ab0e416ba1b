import { listWorkQueues, tabulateSelection, type CombinationCount, type WorkQueueRow } from '@bigpanda/datastore';
import { finalJobStates, type JobCondition } from '@bigpanda/model';
import { markup, renderFittedTable, tabulateCounts, type PageTable, type StateCounts } from '@bigpanda/monitor-contract';
import type { CorePage } from '../../route/core-page.ts';
import { jobsHref } from '../../selection/job-address.ts';
import { readVo, voFilter } from '../../selection/vo-filter.ts';
import { sumRows } from '../../view/count-rows.ts';
import { toRowRecord } from '../../view/row-record.ts';

const filters = [voFilter];
const bytesOfTable = 150_000;

/** Jobs that are under way: those that ended are no load of a queue any more. */
const underWay: JobCondition = { attribute: 'jobStatus', patterns: finalJobStates.map((value) => ({ kind: 'equal', value })), isNegated: true };

interface QueuesFound {
  readonly queues: readonly WorkQueueRow[];
  readonly counts: readonly CombinationCount[];
  readonly vo: string | undefined;
}

interface QueuesSummary {
  /** Whose queues and jobs are told, as a filter; null for those of every VO. */
  readonly vo: string | null;
  /** Columns of `jedi_work_queue` in lower case, and the jobs that are under way by state. */
  readonly queues: readonly { readonly queue: Readonly<Record<string, string | number | null>>; readonly counts: StateCounts }[];
}

/** Work queues and what they have to do. */
export const workQueuesPage: CorePage<QueuesFound, QueuesSummary> = {
  path: '/workQueues/',
  title: 'Work queues',
  section: 'tasks',
  menu: 'Work queues',
  help: 'Work queues: tasks of a kind, such as those of a working group, that have a share of the sites. Of each queue its share, the rule by which tasks come into it, and its jobs that have not ended, by state. Jobs whose queue is not configured stand last.',
  filters,
  read: async ({ database }, request) => {
    const { text, conditions } = readVo(request);
    const isShown = ({ VO }: WorkQueueRow): boolean => !request.hiddenVos.includes(VO.trim().toLowerCase()) && (text === undefined || text === '*' || VO === text);
    return {
      queues: (await listWorkQueues(database)).filter(isShown),
      counts: await tabulateSelection(database, { conditions: [...conditions, underWay] }, { by: ['workQueue_ID', 'jobStatus'] }),
      vo: text,
    };
  },
  summarise: summariseQueues,
  formOf: ({ vo }) => ({ path: '/workQueues/', filters, parameters: vo === null ? {} : { vo } }),
  tables: (summary) => [queueTable(summary)],
  render: (_, tables) => markup`${tables.map((table) => renderFittedTable(table, bytesOfTable))}`,
};

function summariseQueues({ queues, counts, vo }: QueuesFound): QueuesSummary {
  const jobs = new Map(sumRows(counts).flatMap(({ values: [id], counts: states }) => (id === null || id === undefined || Number(id) === 0 ? [] : [[Number(id), states] as const])));
  const known = queues.map((row) => ({ queue: toRowRecord(row), counts: jobs.get(row.QUEUE_ID) ?? {} }));
  const unknown = [...jobs].filter(([id]) => !queues.some(({ QUEUE_ID }) => QUEUE_ID === id)).map(([id, states]) => ({ queue: { queue_id: id }, counts: states }));
  return { vo: vo ?? null, queues: [...known, ...unknown] };
}

function queueTable({ queues, vo }: QueuesSummary): PageTable {
  return tabulateCounts({
    key: 'queues', caption: 'Work queues and their jobs that have not ended',
    keys: ['Queue', { key: 'queue_id', title: 'Number' }, 'Type', 'VO', { key: 'share', title: 'Share, %', kind: 'number' }, { key: 'criteria', title: 'Tasks that come into it', kind: 'long' }],
    rows: queues.map(({ queue, counts }) => ({
      keys: [queue['queue_name'] ?? 'not configured', queue['queue_id'] ?? null, queue['queue_type'] ?? null, queue['vo'] ?? null, queue['queue_share'] ?? null, queue['criteria'] ?? null],
      counts,
      href: jobsHref({ workqueue_id: String(queue['queue_id'] ?? ''), days: 'all', vo: vo === null || vo === '*' ? undefined : vo }),
    })),
    empty: 'No work queue is configured, and no job that has not ended is in one.',
  });
}
