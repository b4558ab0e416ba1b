import { findUser, selectTaskColumns, sumTaskFiles, type FoundTask, type TaskFiles, type UserRecord } from '@bigpanda/datastore';
import { markup, renderPageTable, type Markup, type PageFilter, type PageTable } from '@bigpanda/monitor-contract';
import { checkedParameters } from '../../request/parameters.ts';
import type { CorePage } from '../../route/core-page.ts';
import { notFound } from '../../route/page-request.ts';
import { exactFilter } from '../../selection/job-address.ts';
import { readHours, sinceHours } from '../../selection/time-text.ts';
import { readVo, voFilter } from '../../selection/vo-filter.ts';
import { renderFacts } from '../../view/facts.ts';
import { readSubject, renderSubject, subjectTables, summariseSubject, type SubjectFound, type SubjectGroup, type SubjectSummary } from '../subject/subject.ts';
import { columnsFor, taskTable } from '../tasks/task-table.ts';
import { toTaskRecord, type TaskRecord } from '../tasks/task-record.ts';

const filters: readonly PageFilter[] = [{ name: 'hours', title: 'Last hours', kind: 'number', default: '168' }, voFilter];

const newestTasks = 20;

const groups: readonly SubjectGroup[] = [
  { key: 'sets', caption: 'Job sets', keys: [{ attribute: 'jobsetID', title: 'Job set' }, { attribute: 'jediTaskID', title: 'Task' }, { attribute: 'processingType', title: 'Processing' }] },
  { key: 'sites', caption: 'Jobs by site', keys: [{ attribute: 'computingSite', title: 'Site' }] },
];

/** What is read of a user. */
export interface UserFound {
  readonly name: string;
  readonly hours: number;
  readonly vo: string | undefined;
  readonly record: UserRecord | undefined;
  readonly tasks: readonly FoundTask[];
  readonly files: ReadonlyMap<number, TaskFiles>;
  readonly jobs: SubjectFound;
}

/** What is told of a user. */
export interface UserSummary {
  readonly user: string;
  readonly hours: number;
  /** Whose jobs are told, as a filter; null for those of every VO. */
  readonly vo: string | null;
  /** Of the server's list of users: `disabled` or `banned` for one that may do nothing; null where nothing is noted. */
  readonly status: string | null;
  readonly tasks: readonly TaskRecord[];
  readonly jobs: SubjectSummary;
}

/** One user. */
export const userPage: CorePage<UserFound, UserSummary> = {
  path: '/user/:user/',
  title: 'User',
  section: 'users',
  help: 'The jobs of one user by state, over time, by job set, task and site, the errors of those that failed, the newest ones, and the tasks.',
  filters,
  read: async ({ database }, request) => {
    const { path: { user = '' }, parameters, nowMilliseconds, format } = request;
    const { text: vo, conditions } = readVo(request);
    const hours = readHours(checkedParameters(filters, parameters));
    const selection = { conditions: [{ attribute: 'prodUserName', patterns: [{ kind: 'equal', value: user }] }, ...conditions], since: sinceHours(nowMilliseconds, hours) } as const;
    const [record, tasks, jobs] = await Promise.all([
      findUser(database, user),
      selectTaskColumns(database, { conditions: [{ column: 'USERNAME', patterns: [{ kind: 'equal', value: user }] }, ...conditions.map((condition) => ({ ...condition, column: 'VO' }) as const)] }, { limit: newestTasks, columns: columnsFor(format) }),
      readSubject(database, selection, { groups, nowMilliseconds, hours, format }),
    ]);
    if (record === undefined && tasks.length === 0 && jobs.newest.length === 0) throw notFound(`User ${user} has no task and no job of the last ${hours} hours; this name`);
    return { name: user, hours, vo, record, tasks, files: await sumTaskFiles(database, tasks.map((task) => task.JEDITASKID)), jobs };
  },
  summarise: ({ name, hours, vo, record, tasks, files, jobs }) => ({ user: name, hours, vo: vo ?? null, status: record?.status ?? null, tasks: tasks.map((task) => toTaskRecord(task, files.get(task.JEDITASKID))), jobs: summariseSubject(jobs, groups) }),
  titleOf: ({ user }) => `User ${user}`,
  formOf: ({ user, hours, vo }) => ({ path: `/user/${encodeURIComponent(user)}/`, filters, parameters: { hours: String(hours), ...(vo === null ? {} : { vo }) } }),
  tables: (summary) => [...subjectTables(summary.jobs, groups, parametersOf(summary)), tasksOf(summary)],
  render: (summary, tables): Markup => markup`${renderFacts([['Status', summary.status]])}
${renderSubject(summary.jobs, tables.slice(0, -1), parametersOf(summary))}
${tables.slice(-1).map(renderPageTable)}
`,
};

function parametersOf({ user, hours, vo }: UserSummary): Readonly<Record<string, string | number>> {
  return { produsername: exactFilter(user), hours, ...(vo === null || vo === '*' ? {} : { vo }) };
}

function tasksOf({ tasks }: UserSummary): PageTable {
  return taskTable(tasks, { caption: 'Newest tasks' });
}
