import { countJobsBy, selectJobs, tabulateSelection, type PandaDatabase } from '@bigpanda/datastore';
import { describeErrorCode, errorAttributes, errorComponents, taskBufferCodes, type ErrorComponent, type ErrorComponentName, type JobAttribute, type JobAttributes, type JobSelection } from '@bigpanda/model';
import type { PageTable } from '@bigpanda/monitor-contract';
import { mostCombinations } from '../../selection/counted-states.ts';
import { jobHref, jobsHref, type JobParameters } from '../../selection/job-address.ts';
import { pilotLogHref } from '../job/logs.ts';

/** How many jobs have one error. */
export interface ErrorCount {
  readonly component: ErrorComponentName;
  readonly code: number;
  /** PanDA's words for the code, else what most of the newest jobs reported with it. */
  readonly text: string;
  readonly count: number;
  /** The newest job that has it, and where the output of its pilot can be read; null where it is not among the newest. */
  readonly newest: { readonly pandaId: number; readonly logHref: string | null } | null;
}

/** An error of a group: what it says stands in the list of errors. */
export type GroupedError = Pick<ErrorCount, 'component' | 'code' | 'count'>;

/** The errors of one site, user or task. */
export interface ErrorGroup {
  readonly value: string | null;
  /** Jobs that have an error. */
  readonly jobs: number;
  /** Most jobs first; below them that jobs were retried. */
  readonly errors: readonly GroupedError[];
}

type NamedComponent = ErrorComponent & { readonly name: ErrorComponentName };

/** An error that jobs have. */
interface FoundError {
  readonly component: NamedComponent;
  readonly code: number;
  readonly count: number;
}

const components: readonly NamedComponent[] = errorComponents;
const codes: readonly JobAttribute[] = components.map(({ code }) => code);
const mostCodes = 500;
const shownOfGroup = 3;
/** Characters of what an error says where several stand in a line. */
const mostOfText = 60;

/** The newest jobs that are looked at for the words of errors and one job of each; errors that none of them has, looked for alone; jobs of each of these. */
const [mostNewest, mostRare, fewNewest] = [500, 10, 20];

/** The errors of the jobs of a selection, most jobs first; below them that jobs were retried. */
export async function readErrorCounts(database: PandaDatabase, selection: JobSelection): Promise<ErrorCount[]> {
  const [counts, newest] = await Promise.all([countJobsBy(database, selection, { by: codes, limit: mostCodes }), readNewest(database, selection, mostNewest)]);
  const found = counts.flatMap(({ attribute, values }) => {
    const component = components.find(({ code }) => code === attribute);
    return component === undefined ? [] : values.filter(({ value }) => !isFine(value)).map(({ value, count }): FoundError => ({ component, code: Number(value), count }));
  });
  const jobs = [...newest, ...(await readRare(database, selection, found.filter((error) => !newest.some((job) => hasError(job, error)))))];
  return found.map((error) => describeError(error, jobs)).sort(compareErrors);
}

/** The errors of the jobs of a selection by the values of an attribute, most jobs first; and whether the rarest combinations of values and errors are left out. */
export async function readErrorGroups(database: PandaDatabase, selection: JobSelection, by: JobAttribute): Promise<{ readonly groups: readonly ErrorGroup[]; readonly isPart: boolean }> {
  const found = await tabulateSelection(database, selection, { by: [by, ...codes], limit: mostCombinations + 1 });
  const rows = found.slice(0, mostCombinations);
  const byValue = Map.groupBy(rows.map(({ values: [value, ...found], count }) => ({ value: value === undefined ? null : String(value), found, count })), ({ value }) => value);
  const groups = [...byValue].map(([value, group]) => {
    const withError = group.filter(({ found }) => found.some((code) => !isFine(code)));
    return { value, jobs: withError.reduce((sum, { count }) => sum + count, 0), errors: addErrors(withError) };
  }).filter(({ jobs }) => jobs > 0).sort((left, right) => right.jobs - left.jobs);
  return { groups, isPart: found.length > rows.length };
}

/** Errors as a table; each count leads to its jobs. */
export function errorTable(errors: readonly ErrorCount[], { key, caption, parameters }: { readonly key: string; readonly caption: string; readonly parameters: JobParameters }): PageTable {
  return {
    key, caption,
    columns: [{ key: 'component', title: 'Component' }, { key: 'code', title: 'Code', kind: 'number' }, { key: 'jobs', title: 'Jobs', kind: 'number' }, { key: 'newest', title: 'Newest' }, { key: 'log', title: 'Log' }, { key: 'text', title: 'What it says', kind: 'long' }],
    rows: errors.map(({ component, code, count, text, newest }) => [
      component, code, { value: count, href: jobsHref({ ...parameters, [codeName(component)]: code }) },
      newest === null ? null : { value: newest.pandaId, href: jobHref(newest.pandaId) }, newest === null || newest.logHref === null ? null : { value: 'log', href: newest.logHref }, text,
    ]),
    empty: 'No job has an error.',
  };
}

export interface ErrorGroupOptions {
  readonly key: string;
  readonly caption: string;
  readonly title: string;
  /** What errors say, by component and code. */
  readonly texts: ReadonlyMap<string, string>;
  /** The page about a value. */
  readonly hrefOf: (value: string) => string | undefined;
  /** The jobs of a value, and all of its errors. */
  readonly jobsOf: (value: string) => string;
  readonly errorsOf: (value: string) => string;
}

/** Groups of errors as a table; what heads a row leads to its page, the numbers to its jobs and to all of its errors. */
export function errorGroupTable(groups: readonly ErrorGroup[], { key, caption, title, texts, hrefOf, jobsOf, errorsOf }: ErrorGroupOptions): PageTable {
  return {
    key, caption,
    columns: [{ key, title }, { key: 'jobs', title: 'Jobs', kind: 'number' }, { key: 'kinds', title: 'Different errors', kind: 'number' }, { key: 'errors', title: 'Most often', kind: 'long' }],
    rows: groups.map(({ value, jobs, errors }) => {
      const href = value === null ? undefined : hrefOf(value);
      const shown = errors.slice(0, shownOfGroup).map((error) => describeCount(error, texts)).join('; ');
      return [href === undefined ? value ?? 'unset' : { value, href }, { value: jobs, href: jobsOf(value ?? '') }, { value: errors.length, href: errorsOf(value ?? '') }, shown];
    }),
    empty: 'No job has an error.',
  };
}

function describeCount({ component, code, count }: GroupedError, texts: ReadonlyMap<string, string>): string {
  const text = texts.get(`${component} ${code}`) ?? '';
  return `${count} × ${component} ${code}${text === '' ? '' : ` (${text.length > mostOfText ? `${text.slice(0, mostOfText)}…` : text})`}`;
}

function codeName(component: ErrorComponentName): string {
  return errorComponents.find(({ name }) => name === component)?.code.toLowerCase() ?? '';
}

/** A few jobs with each of the first of some errors. */
async function readRare(database: PandaDatabase, selection: JobSelection, errors: readonly FoundError[]): Promise<readonly JobAttributes[]> {
  const jobs = await Promise.all(errors.slice(0, mostRare).map(({ component, code }) => readNewest(database, { ...selection, conditions: [...selection.conditions, { attribute: component.code, patterns: [{ kind: 'equal', value: code }] }] }, fewNewest)));
  return jobs.flat();
}

async function readNewest(database: PandaDatabase, selection: JobSelection, limit: number): Promise<readonly JobAttributes[]> {
  return (await selectJobs(database, selection, { order: { attribute: 'modificationTime', direction: 'descending' }, limit, attributes: [...errorAttributes, 'pilotID'] })).jobs;
}

function hasError(job: JobAttributes, { component, code }: Pick<FoundError, 'component' | 'code'>): boolean {
  return !isFine(job[component.code]) && Number(job[component.code]) === code;
}

/** Words for an error: PanDA's, else what most of the jobs that have it reported. */
function describeError(error: FoundError, jobs: readonly JobAttributes[]): ErrorCount {
  const { component: { name, diag }, code, count } = error;
  const examples = jobs.filter((job) => hasError(job, error));
  const [newest] = examples;
  const reported = examples.flatMap((job) => (diag === undefined || job[diag] === undefined || job[diag] === '' ? [] : [String(job[diag]).slice(0, 300)]));
  const [[most] = ['']] = [...Map.groupBy(reported, (text) => text)].sort(([, left], [, right]) => right.length - left.length);
  return { component: name, code, text: describeErrorCode(name, code) ?? most, count, newest: newest === undefined ? null : { pandaId: Number(newest.PandaID), logHref: pilotLogHref(newest.pilotID) ?? null } };
}

function addErrors(group: readonly { readonly found: readonly (string | number | undefined)[]; readonly count: number }[]): GroupedError[] {
  const sums = new Map<string, GroupedError>();
  for (const { found, count } of group) {
    for (const [index, { name }] of errorComponents.entries()) {
      const code = found[index];
      if (isFine(code)) continue;
      const id = `${name} ${String(code)}`;
      sums.set(id, { component: name, code: Number(code), count: (sums.get(id)?.count ?? 0) + count });
    }
  }
  return [...sums.values()].sort(compareErrors);
}

/** Most jobs first; that a job was retried is what came of an error, so it stands below every error. */
function compareErrors(left: GroupedError, right: GroupedError): number {
  return Number(tellsRetry(left)) - Number(tellsRetry(right)) || right.count - left.count;
}

function tellsRetry({ component, code }: GroupedError): boolean {
  return component === 'taskBuffer' && (code === taskBufferCodes.retried || code === taskBufferCodes.pilotRetried);
}

function isFine(code: string | number | undefined): boolean {
  return code === undefined || code === '' || Number(code) === 0 || Number.isNaN(Number(code));
}
