import { countTasksBy, kindOfTaskColumn, readTaskDatasets, selectTaskColumns, sumTaskFiles, taskColumns, type FoundTask, type TaskColumn, type TaskDatasetRow, type TaskFiles, type TaskSelection } from '@bigpanda/datastore';
import { markup, renderPageTable, renderStateBadge, taskTones, type Markup, type PageFilter, type PageTable } from '@bigpanda/monitor-contract';
import { keptParameters, readParameter } from '../../request/parameters.ts';
import type { CorePage } from '../../route/core-page.ts';
import type { PageRequest } from '../../route/page-request.ts';
import { readColumnConditions } from '../../selection/column-conditions.ts';
import { addressOf, exactFilter } from '../../selection/job-address.ts';
import { sinceHours } from '../../selection/time-text.ts';
import { toTaskRecord, type TaskRecord } from './task-record.ts';
import { columnsFor, taskTable } from './task-table.ts';

const usualLimit = 100;
const mostTasks = 1000;
const mostTasksOfJson = 10_000;
const mostDatasets = 200;

/** Every column of a task is a filter, and what pbook asks besides. */
const filters: readonly PageFilter[] = [
  ...taskColumns.map((column): PageFilter => ({ name: column.toLowerCase(), title: column.toLowerCase(), kind: 'text' })),
  { name: 'hours', title: 'Changed in the last hours', kind: 'number' },
  { name: 'days', title: 'Changed in the last days', kind: 'number' },
  { name: 'limit', title: 'Rows of a page', kind: 'number' },
  { name: 'below', title: 'Only tasks with a lower number', kind: 'number' },
  { name: 'datasets', title: 'Tells the datasets in the JSON', kind: 'text' },
  { name: 'extra', title: 'Asked by clients for more; nothing is added', kind: 'text' },
];

/** Fields of the form, with what they are called there. */
const formTitles: Readonly<Record<string, string>> = { taskname: 'Name', status: 'Status', username: 'User', vo: 'VO', days: 'Last days', limit: 'Rows' };

const formFilters = filters.flatMap((filter): PageFilter[] => {
  const title = formTitles[filter.name];
  return title === undefined ? [] : [{ ...filter, title }];
});

interface TasksFound {
  readonly limit: number;
  readonly tasks: readonly FoundTask[];
  readonly files: ReadonlyMap<number, TaskFiles>;
  readonly datasets: ReadonlyMap<number, readonly TaskDatasetRow[]>;
  /** Of all tasks of the selection, on every page together. */
  readonly statuses: readonly { readonly value: string | number | undefined; readonly count: number }[];
}

interface TasksSummary {
  readonly parameters: Readonly<Record<string, string>>;
  readonly statuses: readonly { readonly status: string; readonly count: number }[];
  readonly tasks: readonly TaskRecord[];
  /** Where the next page begins; null on the last one. */
  readonly below: number | null;
}

/** The list of tasks. */
export const taskListPage: CorePage<TasksFound, TasksSummary> = {
  path: '/tasks/',
  title: 'Tasks',
  section: 'tasks',
  menu: 'Tasks',
  help: `Tasks that match filters, newest first, with how many of their files are done. Every column of a task is a filter by its name in lower case, such as taskname, username, status, superstatus, reqid, vo; in the language of the list of jobs: * for any text, | for or, ! for not, NULL for unset.

The JSON is the list that pbook reads.`,
  filters,
  read: async ({ database }, request) => {
    const selection = readSelection(request);
    const wantedLimit = Number(readParameter(request.parameters, 'limit') ?? usualLimit);
    const limit = Math.max(1, Math.min(wantedLimit, request.format === 'json' ? mostTasksOfJson : mostTasks));
    const below = readParameter(request.parameters, 'below');
    const [tasks, statuses] = await Promise.all([selectTaskColumns(database, { ...selection, ...(below === undefined ? {} : { belowId: Number(below) }) }, { limit, columns: columnsFor(request.format) }), countTasksBy(database, selection, 'STATUS')]);
    const withDatasets = request.format === 'json' && /^(true|1|yes)$/i.test(readParameter(request.parameters, 'datasets') ?? '') ? tasks.slice(0, mostDatasets) : [];
    return {
      limit, tasks, statuses,
      files: await sumTaskFiles(database, tasks.map((task) => task.JEDITASKID)),
      datasets: new Map(await Promise.all(withDatasets.map(async (task) => [task.JEDITASKID, await readTaskDatasets(database, task.JEDITASKID)] as const))),
    };
  },
  summarise: ({ limit, tasks, files, datasets, statuses }, { parameters }) => ({
    parameters: keptParameters(parameters),
    statuses: statuses.map(({ value, count }) => ({ status: String(value ?? 'unknown'), count })),
    tasks: tasks.map((task) => toTaskRecord(task, files.get(task.JEDITASKID), datasets.get(task.JEDITASKID))),
    below: tasks.length < limit ? null : tasks.at(-1)?.JEDITASKID ?? null,
  }),
  jsonOf: ({ tasks }) => tasks,
  formOf: ({ parameters }) => ({ path: '/tasks/', filters: formFilters, parameters }),
  tables: (summary) => [listTable(summary)],
  render: renderTasks,
};

function readSelection({ parameters, nowMilliseconds, vo }: PageRequest): TaskSelection {
  const conditions = readColumnConditions(taskColumns, { kindOf: kindOfTaskColumn, parameters, presetOf: (column) => (column === 'VO' ? vo?.name : undefined) }).map((condition) => ({ ...condition, column: columnOf(condition.column) }));
  const hours = Number(readParameter(parameters, 'hours') ?? 0) + 24 * Number(readParameter(parameters, 'days') ?? 0);
  return { conditions, ...(hours > 0 ? { since: sinceHours(nowMilliseconds, hours) } : {}) };
}

/** A superstatus is the status where none is kept. */
function columnOf(column: TaskColumn): TaskColumn {
  return column === 'SUPERSTATUS' ? 'STATUS' : column;
}

function listTable({ tasks, statuses }: TasksSummary): PageTable {
  const total = statuses.reduce((sum, { count }) => sum + count, 0);
  return taskTable(tasks, { caption: tasks.length === total ? `${total} tasks, newest first` : `${tasks.length} of ${total} tasks, newest first` });
}

function renderTasks({ parameters, statuses, below }: TasksSummary, tables: readonly PageTable[]): Markup {
  const links = statuses.map(({ status, count }) => markup`<li><a href="${addressOf('/tasks/', { ...parameters, below: undefined, status: exactFilter(status) })}">${renderStateBadge(status, taskTones)} ${count}</a></li>
`);
  return markup`${links.length === 0 ? '' : markup`<ul class="states" aria-label="Tasks by status">${links}</ul>`}
${tables.map(renderPageTable)}
${below === null ? '' : markup`<nav class="pager" aria-label="Pages"><a rel="next" href="${addressOf('/tasks/', { ...parameters, below })}">Next</a></nav>`}
`;
}
