import { countJobsBy, tabulateSelection, type PandaDatabase } from '@bigpanda/datastore';
import { describeErrorCode, errorComponents, taskBufferCodes, type ErrorComponent, type ErrorComponentName, type JobAttribute, type JobSelection } from '@bigpanda/model';
import type { PageTable } from '@bigpanda/monitor-contract';
import { jobsHref, type JobParameters } from '../../selection/job-address.ts';

/** How many jobs have one error. */
export interface ErrorCount {
  readonly component: ErrorComponentName;
  readonly code: number;
  /** PanDA's words for the code, else what most of the jobs reported with it. */
  readonly text: string;
  readonly count: number;
}

/** The errors of one site, user or task. */
export interface ErrorGroup {
  readonly value: string | null;
  /** Jobs that have an error. */
  readonly jobs: number;
  /** Most jobs first; below them that jobs were retried. */
  readonly errors: readonly Omit<ErrorCount, 'text'>[];
}

type NamedComponent = ErrorComponent & { readonly name: ErrorComponentName };

const components: readonly NamedComponent[] = errorComponents;
const codes: readonly JobAttribute[] = components.map(({ code }) => code);
const mostCodes = 500;
const mostTexts = 1000;
const mostCombinations = 10_000;
const shownOfGroup = 4;

/** The errors of the jobs of a selection, most jobs first; below them that jobs were retried. */
export async function readErrorCounts(database: PandaDatabase, selection: JobSelection): Promise<ErrorCount[]> {
  const counts = await countJobsBy(database, selection, { by: codes, limit: mostCodes });
  const found = await Promise.all(counts.map(async ({ attribute, values }) => {
    const component = components.find(({ code }) => code === attribute);
    const failed = values.filter(({ value }) => !isFine(value));
    return component === undefined || failed.length === 0 ? [] : describeCounts(component, failed, await readTexts(database, selection, component));
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
    columns: [{ key: 'component', title: 'Component' }, { key: 'code', title: 'Code', kind: 'number' }, { key: 'jobs', title: 'Jobs', kind: 'number' }, { key: 'text', title: 'What it says', kind: 'long' }],
    rows: errors.map(({ component, code, count, text }) => [component, code, { value: count, href: jobsHref({ ...parameters, [codeName(component)]: code }) }, text]),
    empty: 'No job has an error.',
  };
}

/** Groups of errors as a table; what heads a row leads to its page, the number to its jobs. */
export function errorGroupTable(groups: readonly ErrorGroup[], options: { readonly key: string; readonly caption: string; readonly title: string; readonly hrefOf: (value: string) => string | undefined; readonly jobsOf: (value: string) => string }): PageTable {
  return {
    key: options.key, caption: options.caption,
    columns: [{ key: options.key, title: options.title }, { key: 'jobs', title: 'Jobs', kind: 'number' }, { key: 'errors', title: 'Errors', kind: 'long' }],
    rows: groups.map(({ value, jobs, errors }) => {
      const href = value === null ? undefined : options.hrefOf(value);
      const shown = errors.slice(0, shownOfGroup).map(({ component, code, count }) => `${component} ${code} × ${count}`).join(', ');
      return [href === undefined ? value ?? 'unset' : { value, href }, { value: jobs, href: options.jobsOf(value ?? '') }, `${shown}${errors.length > shownOfGroup ? `, and ${errors.length - shownOfGroup} more` : ''}`];
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

function describeCounts({ name }: NamedComponent, values: readonly { readonly value: string | number | undefined; readonly count: number }[], texts: ReadonlyMap<string, string>): ErrorCount[] {
  return values.map(({ value, count }) => {
    const code = Number(value);
    return { component: name, code, text: describeErrorCode(name, code) ?? describeExit(name, code) ?? texts.get(String(value)) ?? '', count };
  });
}

/** Words for the exit code of a program that a signal ended. Source: POSIX.1-2017, Shell Command Language, 2.8.2; 128 + number as bash has it. */
export function describeExit(component: ErrorComponentName, code: number): string | undefined {
  return component === 'trans' && code > 128 && code < 160 ? `ended by signal ${code - 128}` : undefined;
}

function addErrors(group: readonly { readonly found: readonly (string | number | undefined)[]; readonly count: number }[]): Omit<ErrorCount, 'text'>[] {
  const sums = new Map<string, Omit<ErrorCount, 'text'>>();
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
function compareErrors(left: Omit<ErrorCount, 'text'>, right: Omit<ErrorCount, 'text'>): number {
  return Number(tellsRetry(left)) - Number(tellsRetry(right)) || right.count - left.count;
}

function tellsRetry({ component, code }: Omit<ErrorCount, 'text'>): boolean {
  return component === 'taskBuffer' && (code === taskBufferCodes.retried || code === taskBufferCodes.pilotRetried);
}

function isFine(code: string | number | undefined): boolean {
  return code === undefined || code === '' || Number(code) === 0 || Number.isNaN(Number(code));
}
