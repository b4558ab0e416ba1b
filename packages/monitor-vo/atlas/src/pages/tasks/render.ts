import { exactFilter, markup, renderFittedTable, tabulateCounts, taskTones, type PageTable } from '@bigpanda/monitor-contract';
import type { TaskSummary } from './summary.ts';

/** The tables of the page: tasks of each kind by state, and the tasks, linked to their pages. */
export function listTables({ kinds, tasks, hours }: TaskSummary): readonly PageTable[] {
  const empty = Number(hours ?? 0) > 0 ? 'No such task of ATLAS changed in these hours.' : 'No such task of ATLAS is known.';
  return [
    tabulateCounts({
      key: 'kinds', caption: 'Tasks by kind and state', keys: ['Kind', 'Activity'], tones: taskTones, empty,
      rows: kinds.map(({ activity, processing, counts }) => ({ keys: [processing === '' ? 'not told' : { value: processing, href: tasksHref({ activity, processing: exactFilter(processing), hours }) }, activity], counts })),
    }),
    {
      key: 'tasks', caption: `${tasks.length} tasks, newest first`, tones: taskTones, empty,
      columns: [
        { key: 'jeditaskid', title: 'Task', kind: 'number' }, { key: 'name', title: 'Name', kind: 'long' }, { key: 'status', title: 'State', kind: 'state' }, { key: 'progress', title: 'Progress', kind: 'share' },
        { key: 'failure_rate', title: 'Failure rate', kind: 'share' }, { key: 'kind', title: 'Kind' }, { key: 'user', title: 'User' }, { key: 'working_group', title: 'Working group' },
        { key: 'priority', title: 'Priority', kind: 'number' }, { key: 'changed', title: 'Changed, UTC', kind: 'time' },
      ],
      rows: tasks.map((task) => [
        { value: task.id, href: `/task/${task.id}/` }, task.name, { value: task.state, href: tasksHref({ status: exactFilter(task.state), hours }) }, task.progress, task.failureRate, task.processing,
        task.user === '' ? null : { value: task.user, href: tasksHref({ user: exactFilter(task.user), hours }) }, task.workingGroup, task.priority, task.changed,
      ]),
    },
  ];
}

function tasksHref(shown: Readonly<Record<string, string | undefined>>): string {
  const set = Object.entries(shown).filter((pair): pair is [string, string] => pair[1] !== undefined);
  return `/atlas/tasks/?${new URLSearchParams(set).toString()}`;
}

/** The summary as HTML. */
export function render(summary: TaskSummary): string {
  return markup`${listTables(summary).map((table) => renderFittedTable(table))}`.toString();
}
