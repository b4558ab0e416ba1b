import { formatUtcTime } from '@bigpanda/model';
import { listJobs, listTasks, tabulateJobs, type JobFilter, type PandaDatabase } from '@bigpanda/datastore';
import type { JobCountQuery, JobQuery, PageQuery, PageRow, RowSelection, TaskQuery, VoPlugin } from '@bigpanda/monitor-contract';
import type { StoreSource } from '../plugins/store-source.ts';
import { attributesByName } from '../request/parameters.ts';

/** The most jobs and tasks that a page of a plug-in gets. */
const mostJobs = 10_000;
const mostTasks = 1000;

export interface RowSource {
  readonly database: PandaDatabase;
  readonly stores: StoreSource;
  readonly nowMilliseconds: number;
}

/** The rows that a page of a plug-in asks for. */
export async function readRows(source: RowSource, plugin: VoPlugin, query: PageQuery): Promise<readonly PageRow[]> {
  switch (query.from) {
    case 'jobs': return readJobRows(source, query);
    case 'jobCounts': return readCountRows(source, query);
    case 'tasks': return readTaskRows(source, query);
    case 'store': return source.stores.select(plugin, query);
  }
}

async function readJobRows({ database, nowMilliseconds }: RowSource, query: JobQuery): Promise<readonly PageRow[]> {
  return listJobs(database, filterOf(query, nowMilliseconds), { limit: query.limit ?? mostJobs, withParameters: query.withParameters === true });
}

async function readCountRows({ database, nowMilliseconds }: RowSource, query: JobCountQuery): Promise<readonly PageRow[]> {
  const tallies = await tabulateJobs(database, filterOf(query, nowMilliseconds), query.by);
  const sums = new Map<string, PageRow>();
  for (const { values, count } of tallies) {
    const key = JSON.stringify(values);
    sums.set(key, { ...Object.fromEntries(query.by.flatMap((name, index) => (values[index] === undefined ? [] : [[name, values[index]]]))), count: Number(sums.get(key)?.['count'] ?? 0) + count });
  }
  return [...sums.values()];
}

async function readTaskRows({ database, nowMilliseconds }: RowSource, { vo, hours }: TaskQuery): Promise<readonly PageRow[]> {
  const tasks = await listTasks(database, hours === undefined ? {} : { changedSince: sinceHours(nowMilliseconds, hours) }, mostTasks);
  return tasks.filter((task) => vo === undefined || task.VO === vo).map((task) => Object.fromEntries(Object.entries(task).map(([name, value]) => [name.toLowerCase(), value])));
}

function filterOf({ vo, hours, attributes = {} }: RowSelection, nowMilliseconds: number): JobFilter {
  const named = Object.fromEntries(Object.entries(attributes).flatMap(([name, text]) => {
    const attribute = attributesByName.get(name.toLowerCase());
    return attribute === undefined ? [] : [[attribute, text]];
  }));
  return { attributes: { ...named, ...(vo === undefined ? {} : { VO: vo }) }, ...(hours === undefined ? {} : { changedSince: sinceHours(nowMilliseconds, hours) }) };
}

function sinceHours(nowMilliseconds: number, hours: number): string {
  return formatUtcTime(nowMilliseconds - hours * 3_600_000);
}
