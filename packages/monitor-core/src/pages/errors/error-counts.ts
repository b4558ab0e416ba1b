import { tabulateSelection, type PandaDatabase } from '@bigpanda/datastore';
import { describeErrorCode, errorComponents, type ErrorComponent, type ErrorComponentName, type JobAttribute, type JobSelection } from '@bigpanda/model';
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
  /** Most jobs first. */
  readonly errors: readonly Omit<ErrorCount, 'text'>[];
}

const codes: readonly JobAttribute[] = errorComponents.map(({ code }) => code);
const mostTexts = 2000;
const mostCombinations = 10_000;
const shownOfGroup = 4;

/** The errors of the jobs of a selection, most jobs first. */
export async function readErrorCounts(database: PandaDatabase, selection: JobSelection): Promise<ErrorCount[]> {
  const counts = await Promise.all(errorComponents.map((component: ErrorComponent & { readonly name: ErrorComponentName }) => readComponent(database, selection, component)));
  return counts.flat().sort((left, right) => right.count - left.count);
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

async function readComponent(database: PandaDatabase, selection: JobSelection, component: ErrorComponent & { readonly name: ErrorComponentName }): Promise<ErrorCount[]> {
  const condition = { attribute: component.code, patterns: [{ kind: 'equal', value: 0 }, { kind: 'unset' }], isNegated: true } as const;
  const rows = await tabulateSelection(database, { ...selection, conditions: [...selection.conditions, condition] }, { by: [component.code, ...(component.diag === undefined ? [] : [component.diag])], limit: mostTexts });
  const byCode = Map.groupBy(rows.filter(({ values: [code] }) => !isFine(code)), ({ values: [code] }) => Number(code));
  return [...byCode].map(([code, group]) => ({
    component: component.name, code,
    text: describeErrorCode(component.name, code) ?? describeExit(component.name, code) ?? String(group.find(({ values }) => values[1] !== undefined)?.values[1] ?? '').slice(0, 300),
    count: group.reduce((sum, { count }) => sum + count, 0),
  })).filter(({ code }) => !Number.isNaN(code));
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
  return [...sums.values()].sort((left, right) => right.count - left.count);
}

function isFine(code: string | number | undefined): boolean {
  return code === undefined || code === '' || Number(code) === 0 || Number.isNaN(Number(code));
}
