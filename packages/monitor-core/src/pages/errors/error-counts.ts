import { countJobsBy, selectJobs, tabulateSelection, type PandaDatabase } from '@bigpanda/datastore';
import { describeErrorCode, errorComponents, taskBufferCodes, type ErrorComponent, type ErrorComponentName, type JobAttribute, type JobSelection } from '@bigpanda/model';
import type { PageTable } from '@bigpanda/monitor-contract';
import { jobHref, jobsHref, type JobParameters } from '../../selection/job-address.ts';
import { pilotLogHref } from '../job/logs.ts';

/** How many jobs have one error. */
export interface ErrorCount {
  readonly component: ErrorComponentName;
  readonly code: number;
  /** PanDA's words for the code, else what most of the jobs reported with it. */
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

const components: readonly NamedComponent[] = errorComponents;
const codes: readonly JobAttribute[] = components.map(({ code }) => code);
const mostCodes = 500;
const mostTexts = 1000;
const mostCombinations = 10_000;
const shownOfGroup = 4;

/** The newest jobs that are looked at for one of each error. */
const mostExamples = 300;

/** The errors of the jobs of a selection, most jobs first; below them that jobs were retried. */
export async function readErrorCounts(database: PandaDatabase, selection: JobSelection): Promise<ErrorCount[]> {
  const counts = await countJobsBy(database, selection, { by: codes, limit: mostCodes });
  const newest = counts.some(({ values }) => values.some(({ value }) => !isFine(value))) ? await readNewest(database, selection) : new Map<string, never>();
  const found = await Promise.all(counts.map(async ({ attribute, values }) => {
    const component = components.find(({ code }) => code === attribute);
    const failed = values.filter(({ value }) => !isFine(value));
    return component === undefined || failed.length === 0 ? [] : describeCounts(component, failed, { texts: await readTexts(database, selection, component), newest });
  }));
  return found.flat().sort(compareErrors);
}

/** The errors of the jobs of a selection by the values of an attribute, most jobs first. */
export async function readErrorGroups(database: PandaDatabase, selection: JobSelection, by: JobAttribute): Promise<ErrorGroup[]> {
  const rows = await tabulateSelection(database, selection, { by: [by, ...codes], limit: mostCombinations });
  const groups = Map.groupBy(rows.map(({ values: [value, ...found], count }) => ({ value: value === undefined ? null : String(value), found, count })), ({ value }) => value);
  return [...groups].map(([value, group]) => {
    const withError = group.filter(({ found }) => found.some((code) => !isFine(code)));
    return { value, jobs: withError.reduce((sum, { count }) => sum + count, 0), errors: addErrors(withError) };
  }).filter(({ jobs }) => jobs > 0).sort((left, right) => right.jobs - left.jobs);
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
  /** The page about a value. */
  readonly hrefOf: (value: string) => string | undefined;
  /** The jobs of a value, and all of its errors. */
  readonly jobsOf: (value: string) => string;
  readonly errorsOf: (value: string) => string;
}

/** Groups of errors as a table; what heads a row leads to its page, the numbers to its jobs and to all of its errors. */
export function errorGroupTable(groups: readonly ErrorGroup[], { key, caption, title, hrefOf, jobsOf, errorsOf }: ErrorGroupOptions): PageTable {
  return {
    key, caption,
    columns: [{ key, title }, { key: 'jobs', title: 'Jobs', kind: 'number' }, { key: 'kinds', title: 'Different errors', kind: 'number' }, { key: 'errors', title: 'Most often', kind: 'long' }],
    rows: groups.map(({ value, jobs, errors }) => {
      const href = value === null ? undefined : hrefOf(value);
      const shown = errors.slice(0, shownOfGroup).map(({ component, code, count }) => `${component} ${code} × ${count}`).join(', ');
      return [href === undefined ? value ?? 'unset' : { value, href }, { value: jobs, href: jobsOf(value ?? '') }, { value: errors.length, href: errorsOf(value ?? '') }, shown];
    }),
    empty: 'No job has an error.',
  };
}

function codeName(component: ErrorComponentName): string {
  return errorComponents.find(({ name }) => name === component)?.code.toLowerCase() ?? '';
}

/** What most of the jobs with a code reported, by code. */
async function readTexts(database: PandaDatabase, selection: JobSelection, { code, diag }: ErrorComponent): Promise<ReadonlyMap<string, string>> {
  if (diag === undefined) return new Map();
  const condition = { attribute: code, patterns: [{ kind: 'equal', value: 0 }, { kind: 'unset' }], isNegated: true } as const;
  const rows = await tabulateSelection(database, { ...selection, conditions: [...selection.conditions, condition] }, { by: [code, diag], limit: mostTexts });
  const texts = new Map<string, string>();
  for (const { values: [found, text] } of rows) if (text !== undefined && !texts.has(String(found))) texts.set(String(found), String(text).slice(0, 300));
  return texts;
}

type NewestJobs = ReadonlyMap<string, NonNullable<ErrorCount['newest']>>;

/** The newest job with each error, by component and code. */
async function readNewest(database: PandaDatabase, selection: JobSelection): Promise<NewestJobs> {
  const { jobs } = await selectJobs(database, selection, { order: { attribute: 'PandaID', direction: 'descending' }, limit: mostExamples, attributes: [...codes, 'pilotID'] });
  const newest = new Map<string, NonNullable<ErrorCount['newest']>>();
  for (const job of jobs) {
    for (const { name, code } of components) {
      const id = `${name} ${Number(job[code])}`;
      if (!isFine(job[code]) && !newest.has(id)) newest.set(id, { pandaId: Number(job.PandaID), logHref: pilotLogHref(job.pilotID) ?? null });
    }
  }
  return newest;
}

function describeCounts({ name }: NamedComponent, values: readonly { readonly value: string | number | undefined; readonly count: number }[], { texts, newest }: { readonly texts: ReadonlyMap<string, string>; readonly newest: NewestJobs }): ErrorCount[] {
  return values.map(({ value, count }) => {
    const code = Number(value);
    return { component: name, code, text: describeErrorCode(name, code) ?? describeExit(name, code) ?? texts.get(String(value)) ?? '', count, newest: newest.get(`${name} ${code}`) ?? null };
  });
}

/** Words for the exit code of a program that a signal ended. Source: POSIX.1-2017, Shell Command Language, 2.8.2; 128 + number as bash has it. */
export function describeExit(component: ErrorComponentName, code: number): string | undefined {
  return component === 'trans' && code > 128 && code < 160 ? `ended by signal ${code - 128}` : undefined;
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
