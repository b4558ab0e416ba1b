import type { JobCondition, JobSelection } from '@bigpanda/model';
import { kindOfTaskColumn, selectJobs, selectTasks, tabulateSelection, taskColumns, type PandaDatabase, type TaskCondition } from '@bigpanda/datastore';
import type { JobCountQuery, JobQuery, PageQuery, PageRow, RowSelection, TaskQuery, VoPlugin } from '@bigpanda/monitor-contract';
import type { StoreSource } from '../plugins/store-source.ts';
import { attributesByName } from '../request/parameters.ts';
import { wrongParameters } from '../route/page-request.ts';
import { sinceHours } from '../selection/time-text.ts';
import { readCondition, readPatterns } from '../selection/value-pattern.ts';
import { toRowRecord } from '../view/row-record.ts';

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
  const options = { order: { attribute: 'PandaID', direction: 'descending' } as const, limit: query.limit ?? mostJobs, withParameters: query.withParameters === true, ...(query.reads === undefined ? {} : { attributes: query.reads }) };
  return (await selectJobs(database, selectionOf(query, nowMilliseconds), options)).jobs;
}

async function readCountRows({ database, nowMilliseconds }: RowSource, query: JobCountQuery): Promise<readonly PageRow[]> {
  const counts = await tabulateSelection(database, selectionOf(query, nowMilliseconds), { by: query.by });
  return counts.map(({ values, count }) => ({ ...Object.fromEntries(query.by.flatMap((name, index) => (values[index] === undefined ? [] : [[name, values[index]]]))), count }));
}

async function readTaskRows({ database, nowMilliseconds }: RowSource, { vo, hours, attributes = {} }: TaskQuery): Promise<readonly PageRow[]> {
  const conditions = Object.entries(attributes).map(([name, text]): TaskCondition => {
    const column = taskColumns.find((known) => known.toLowerCase() === name.toLowerCase());
    const read = column === undefined ? { allowed: 'a column of a task' } : readPatterns(kindOfTaskColumn(column), text);
    if (column === undefined || 'allowed' in read) throw wrongParameters([{ path: name, found: `"${text.slice(0, 60)}"`, allowed: 'allowed' in read ? read.allowed : 'a column of a task' }]);
    return { column, ...read };
  });
  const ofVo: readonly TaskCondition[] = vo === undefined ? [] : [{ column: 'VO', patterns: [{ kind: 'equal', value: vo }] }];
  const tasks = await selectTasks(database, { conditions: [...ofVo, ...conditions], ...(hours === undefined ? {} : { since: sinceHours(nowMilliseconds, hours) }) }, mostTasks);
  return tasks.map(toRowRecord);
}

/** @throws PandaError `PARAMETERS_WRONG` for what the language of filters does not know: it came by the address of a page */
function selectionOf({ vo, hours, attributes = {} }: RowSelection, nowMilliseconds: number): JobSelection {
  const conditions = Object.entries(attributes).map(([name, text]): JobCondition => {
    const attribute = attributesByName.get(name.toLowerCase());
    const read = attribute === undefined ? { allowed: 'an attribute of a job' } : readCondition(attribute, text);
    if ('allowed' in read) throw wrongParameters([{ path: name, found: `"${text.slice(0, 60)}"`, allowed: read.allowed }]);
    return read.condition;
  });
  const ofVo: readonly JobCondition[] = vo === undefined ? [] : [{ attribute: 'VO', patterns: [{ kind: 'equal', value: vo }] }];
  return { conditions: [...ofVo, ...conditions], ...(hours === undefined ? {} : { since: sinceHours(nowMilliseconds, hours) }) };
}
