import { countJobsBy, selectJobs, type AttributeCounts, type JobOrder, type JobPage } from '@bigpanda/datastore';
import { isPandaError, type ConfigurationProblem, type JobAttribute } from '@bigpanda/model';
import type { JobField, PageFilter } from '@bigpanda/monitor-contract';
import { listLoaded } from '../../plugins/found-plugin.ts';
import { attributesByName, readParameter } from '../../request/parameters.ts';
import type { CorePage } from '../../route/core-page.ts';
import { wrongParameters, type PageRequest } from '../../route/page-request.ts';
import { readAskedJobs, type AskedJobs } from '../../selection/job-selection.ts';
import { selectionFilters } from '../../selection/selection-filters.ts';
import { countedAttributes } from './dimensions.ts';
import { attributesFor } from './job-table.ts';
import { mostValues } from './drill-down.ts';
import { jobListTables, renderJobList } from './render.ts';
import { summariseJobList, type JobListSummary } from './summary.ts';

/** Which rows of the list an address asks for, and how many. */
const listFilters: readonly PageFilter[] = [
  { name: 'limit', title: 'Rows of a page', kind: 'number' },
  { name: 'display_limit', title: 'Rows of a page', kind: 'number' },
  { name: 'sortby', title: 'Sorted by, with "-" in front from the greatest', kind: 'text' },
  { name: 'cursor', title: 'Place in the list, as links to the next page tell it', kind: 'text' },
  { name: 'counts', title: 'Values of each attribute that are counted', kind: 'number' },
  { name: 'dump', title: 'Tells the parameters of jobs too', kind: 'choice', choices: ['parameters'] },
];

const defaultLimit = 100;
const mostRows = 1000;
const mostRowsOfTwins = 10_000;
const mostRowsWithParameters = 200;

/** Values of each attribute that are counted. */
const usualValues = 12;
const mostValuesOfTwins = 10_000;

/** Hours of the window that holds when the address tells none. */
export const defaultHours = 7 * 24;

/** Orders of BigPanDAmon by their names there. Source: panda-bigmon-core, `core/views.py` jobList. */
const oldOrders: Readonly<Record<string, string>> = {
  'time-ascending': 'modificationtime', 'time-descending': '-modificationtime', 'create-ascending': 'creationtime', 'create-descending': '-creationtime',
  statetime: '-statechangetime', priority: '-currentpriority', attemptnr: '-attemptnr',
};

/** What the list reads. */
export interface JobListFound {
  readonly asked: AskedJobs;
  readonly limit: number;
  readonly order: JobOrder;
  readonly counts: readonly AttributeCounts[];
  readonly page: JobPage;
  /** Attributes that were read of the jobs. */
  readonly read: readonly JobAttribute[];
  readonly moreColumns: readonly JobField[];
  readonly moreFilters: readonly JobField[];
}

/** The list of jobs. */
export const jobListPage: CorePage<JobListFound, JobListSummary> = {
  path: '/jobs/',
  title: 'Jobs',
  section: 'jobs',
  menu: 'Jobs',
  help: `Jobs that match filters. Every attribute of a job is a filter by its name in lower case, such as computingsite, produsername, cloud, jeditaskid; also as site, user, status and task.

A filter is a text with * for any text; | between texts means or; ! in front means not; NULL stands for unset; FROM..TO for numbers and times. A \\ in front of one of these characters lets it stand for itself.

Without a filter of time, jobs that changed in the last 7 days are listed, except where a filter names a task, a job set or a job; days=all lists those of all times. Counts by attribute lead deeper; a filter is taken away by the cross beside it.`,
  filters: [...selectionFilters, ...listFilters],
  takesJobAttributes: true,
  read: async ({ database }, request) => {
    const asked = readAskedJobs(request, { defaultHours });
    const { limit, order, cursor, withParameters, values } = readListing(request);
    const plugin = listLoaded(request.plugins).find(({ name }) => asked.active.some((filter) => filter.name === 'vo' && filter.value === name));
    const moreColumns = plugin?.jobColumns ?? [];
    const read = attributesFor(request.format, moreColumns);
    const options = { order, limit, withParameters, attributes: read, ...(cursor === undefined ? {} : { cursor }) };
    const [page, counts] = await Promise.all([
      guardCursor(() => selectJobs(database, asked.selection, options)),
      countJobsBy(database, asked.selection, { by: countedAttributes.map(({ attribute }) => attribute), limit: values }),
    ]);
    return { asked, limit, order, counts, page, read, moreColumns, moreFilters: plugin?.jobFilters ?? [] };
  },
  summarise: summariseJobList,
  tables: jobListTables,
  render: renderJobList,
};

interface Listing {
  readonly limit: number;
  readonly order: JobOrder;
  readonly cursor: string | undefined;
  readonly withParameters: boolean;
  /** Of each attribute that jobs are counted by. */
  readonly values: number;
}

function readListing({ parameters, format }: PageRequest): Listing {
  const problems: ConfigurationProblem[] = [];
  const withParameters = readParameter(parameters, 'dump') === 'parameters';
  const limit = Number(readParameter(parameters, 'limit') ?? readParameter(parameters, 'display_limit') ?? defaultLimit);
  if (limit === 0) problems.push({ path: 'limit', found: '"0"', allowed: `a whole number from 1; more than ${mostRows} counts as ${mostRows}` });
  const wanted = readParameter(parameters, 'sortby') ?? '-pandaid';
  const order = readOrder(wanted);
  if (order === undefined) problems.push({ path: 'sortby', found: `"${wanted.slice(0, 60)}"`, allowed: 'an attribute of a job in lower case, with "-" in front from the greatest; not jobparameters or metadata' });
  if (problems.length > 0 || order === undefined) throw wrongParameters(problems);
  const values = Math.max(1, Number(readParameter(parameters, 'counts') ?? usualValues));
  return { values: Math.min(values, format === 'html' ? mostValues : mostValuesOfTwins), limit: Math.min(limit, withParameters ? mostRowsWithParameters : format === 'html' ? mostRows : mostRowsOfTwins), order, cursor: readParameter(parameters, 'cursor'), withParameters };
}

function readOrder(text: string): JobOrder | undefined {
  const name = oldOrders[text.toLowerCase()] ?? text.toLowerCase();
  const isDescending = name.startsWith('-');
  const attribute = attributesByName.get(isDescending ? name.slice(1) : name);
  return attribute === undefined || attribute === 'jobParameters' || attribute === 'metadata' ? undefined : { attribute, direction: isDescending ? 'descending' : 'ascending' };
}

/** A place that is none of this list is the fault of the address. */
async function guardCursor<Result>(select: () => Promise<Result>): Promise<Result> {
  try {
    return await select();
  } catch (error) {
    if (isPandaError(error) && error.code === 'CURSOR_INVALID') throw wrongParameters([{ path: 'cursor', found: 'no place in this list', allowed: 'what a link to the next page tells, with the same sortby' }]);
    throw error;
  }
}
