import { countJobsBy, selectJobs } from '@bigpanda/datastore';
import type { ConfigurationProblem, JobAttribute, JobAttributes, JobCondition, JobSelection } from '@bigpanda/model';
import { markup, type PageFilter } from '@bigpanda/monitor-contract';
import { attributesByName, readParameter } from '../../request/parameters.ts';
import type { CorePage } from '../../route/core-page.ts';
import { wrongParameters, type PageRequest } from '../../route/page-request.ts';
import { readAskedJobs } from '../../selection/job-selection.ts';

/** Where old tables ask. */
export const dataTablesPath = '/api/datatables/';

/** The most bytes of a form. */
export const mostFormBytes = 64 * 1024;

const filters: readonly PageFilter[] = [
  { name: 'secho', title: 'Number that the answer repeats', kind: 'number' },
  { name: 'idisplaystart', title: 'Rows to pass over, at most 9500', kind: 'number' },
  { name: 'idisplaylength', title: 'Rows, at most 500', kind: 'number' },
  { name: 'isortcol_0', title: 'Column to sort by, from 0', kind: 'number' },
  { name: 'ssortdir_0', title: 'Direction', kind: 'choice', choices: ['asc', 'desc'] },
  { name: 'ssearch', title: 'A PandaID, or a part of the name of a job', kind: 'text' },
  { name: 'scolumns', title: 'Attributes of the rows in lower case, parted by commas; or mDataProp_0, mDataProp_1 and so on', kind: 'text' },
];

/** Columns of the rows when none are named. */
const usualColumns: readonly JobAttribute[] = ['PandaID', 'jobStatus', 'computingSite', 'prodUserName', 'jobName', 'prodSourceLabel', 'currentPriority', 'creationTime', 'modificationTime'];

/** The most rows of an answer. Source: panda-bigmon-core 2014-03, `table/views.py` max_display_length. */
const mostRows = 500;
const furthestRow = 10_000;
const defaultHours = 7 * 24;

interface DataTablesAnswer {
  readonly sEcho: number;
  readonly result: 'ok';
  readonly iTotalRecords: number;
  readonly iTotalDisplayRecords: number;
  readonly aaData: readonly (readonly (string | number | null)[])[];
}

/** Rows for DataTables 1.9, whose parameters old pages and scripts send. */
export const dataTablesPage: CorePage<DataTablesAnswer, DataTablesAnswer> = {
  path: dataTablesPath,
  title: 'Rows for DataTables',
  section: 'status',
  help: 'JSON for tables made with DataTables 1.9, by GET or POST: sEcho, iDisplayStart, iDisplayLength, iSortCol_0, sSortDir_0, sSearch, sColumns or mDataProp_N; every attribute of a job is a filter, as in the list of jobs. Parameters that are not known are passed over.',
  filters,
  takesJobAttributes: true,
  takesAnything: true,
  isJson: true,
  read: async ({ database }, request) => {
    const columns = readColumns(request.parameters);
    const { start, length, echo, order } = readTableRequest(request, columns);
    const all = readAskedJobs(request, { defaultHours }).selection;
    const wanted = addSearch(all, readParameter(request.parameters, 'ssearch'));
    const count = async (selection: JobSelection): Promise<number> => {
      const [states] = await countJobsBy(database, selection, { by: ['jobStatus'] });
      return (states?.rest.count ?? 0) + (states?.values ?? []).reduce((sum, value) => sum + value.count, 0);
    };
    const { jobs } = await selectJobs(database, wanted, { order, limit: start + length, attributes: columns });
    return { sEcho: echo, result: 'ok', iTotalRecords: await count(all), iTotalDisplayRecords: await count(wanted), aaData: jobs.slice(start).map((job) => rowOf(job, columns)) };
  },
  summarise: (answer) => answer,
  render: () => markup``,
};

function readColumns(parameters: URLSearchParams): readonly JobAttribute[] {
  const listed = readParameter(parameters, 'scolumns')?.split(',') ?? [];
  const numbered = Array.from({ length: 126 }, (_, index) => readParameter(parameters, `mdataprop_${index}`)).filter((name) => name !== undefined);
  const named = [...(listed.some((name) => name !== '') ? listed : numbered)].filter((name) => !/^\d*$/.test(name));
  const problems = named.filter((name) => !attributesByName.has(name.toLowerCase())).map((name): ConfigurationProblem => ({ path: 'sColumns', found: `"${name.slice(0, 60)}"`, allowed: 'attributes of a job in lower case' }));
  if (problems.length > 0) throw wrongParameters(problems);
  const found = named.flatMap((name) => attributesByName.get(name.toLowerCase()) ?? []);
  return found.length === 0 ? usualColumns : found;
}

interface TableRequest {
  readonly start: number;
  readonly length: number;
  readonly echo: number;
  readonly order: { readonly attribute: JobAttribute; readonly direction: 'ascending' | 'descending' };
}

function readTableRequest({ parameters }: PageRequest, columns: readonly JobAttribute[]): TableRequest {
  const number = (name: string, usual: number): number => {
    const text = readParameter(parameters, name);
    if (text === undefined) return usual;
    if (!/^-?\d{1,9}$/.test(text)) throw wrongParameters([{ path: name, found: `"${text.slice(0, 60)}"`, allowed: 'a whole number' }]);
    return Number(text);
  };
  const wantedLength = number('idisplaylength', 100);
  const column = columns[number('isortcol_0', -1)];
  const isSortable = column !== undefined && column !== 'jobParameters' && column !== 'metadata';
  return {
    start: Math.max(0, Math.min(number('idisplaystart', 0), furthestRow - mostRows)),
    length: wantedLength < 1 ? mostRows : Math.min(wantedLength, mostRows),
    echo: number('secho', 0),
    order: isSortable ? { attribute: column, direction: readParameter(parameters, 'ssortdir_0') === 'desc' ? 'descending' : 'ascending' } : { attribute: 'PandaID', direction: 'descending' },
  };
}

function addSearch(selection: JobSelection, text: string | undefined): JobSelection {
  if (text === undefined) return selection;
  const condition: JobCondition = /^\d{1,15}$/.test(text) ? { attribute: 'PandaID', patterns: [{ kind: 'equal', value: Number(text) }] } : { attribute: 'jobName', patterns: [{ kind: 'like', text: `*${text}*` }] };
  return { ...selection, conditions: [...selection.conditions, condition] };
}

function rowOf(job: JobAttributes, columns: readonly JobAttribute[]): readonly (string | number | null)[] {
  return columns.map((column) => job[column] ?? null);
}
