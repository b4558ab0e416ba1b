import { type JobAttribute } from '@bigpanda/model';
import { markup, renderChart, renderFittedTable, renderLivePart, sumCounts, tabulateCounts, type Chart, type CountRow, type Markup, type PageCell, type PageColumn, type PageFilter, type PageTable, type StateCounts } from '@bigpanda/monitor-contract';
import { keptParameters } from '../../request/parameters.ts';
import { chartFailureRate, chartStates, type ActivityCounts } from '../../activity/activity-charts.ts';
import { readActivity } from '../../activity/read-activity.ts';
import type { CorePage } from '../../route/core-page.ts';
import type { PageRequest } from '../../route/page-request.ts';
import { exactFilter, jobsHref } from '../../selection/job-address.ts';
import { readAskedJobs, type ActiveFilter, type AskedJobs } from '../../selection/job-selection.ts';
import { countStates, renderPartNote, type CountedStates } from '../../selection/counted-states.ts';
import { selectionForm } from '../../selection/selection-form.ts';
import { attributeAliases, selectionFilters } from '../../selection/selection-filters.ts';
import { failurePercent } from '../../view/failure-share.ts';
import { sortTable } from '../../view/sorted-table.ts';
import { renderStateTiles } from '../../view/state-tiles.ts';
import { sumRows, type CountedRow } from '../../view/count-rows.ts';
import { renderActiveFilters } from '../jobs/drill-down.ts';

/** A column that jobs are counted by. */
export interface CountKey {
  readonly attribute: JobAttribute;
  readonly title: string;
  /** The page about a value, where the page's own filters hold. */
  readonly hrefOf?: (value: string, fixed: Readonly<Record<string, string>>) => string | undefined;
}

/** Of the table that a page holds: about 60 rows with jobs in every state. */
const bytesOfTable = 140_000;

/** A page that counts jobs by some attributes and by state. */
export interface CountPageOptions {
  readonly path: string;
  readonly title: string;
  readonly section: string;
  readonly menu?: string;
  readonly help: string;
  readonly keys: readonly CountKey[];
  /** Hours of the window that holds when the address tells none. */
  readonly hours: number;
  /** Filters that hold for the page as such, from the parts of its path. */
  readonly fixedOf?: (path: Readonly<Record<string, string>>) => Readonly<Record<string, string>>;
  readonly titleOf?: (fixed: Readonly<Record<string, string>>) => string;
  readonly filters?: readonly PageFilter[];
}

/** The share of failures stands before the states, so that it is seen first. */
const failureColumn: PageColumn = { key: 'failed_percent', title: 'Failed %', kind: 'number' };

interface CountFound {
  readonly asked: AskedJobs;
  readonly counted: CountedStates;
  readonly activity: ActivityCounts;
}

/** What a page of counts tells. */
export interface CountSummary {
  /** Filters that hold for the page as such. */
  readonly fixed: Readonly<Record<string, string>>;
  readonly path: string;
  readonly parameters: Readonly<Record<string, string>>;
  readonly active: readonly ActiveFilter[];
  readonly window: string;
  readonly total: number;
  readonly states: StateCounts;
  /** Most jobs first. */
  readonly rows: readonly CountedRow[];
  /** Whether the rows lack the rarest combinations with a state, which are in the total and the states. */
  readonly isPart: boolean;
  readonly charts: readonly Chart[];
}

/** A page of counts as a value. */
export function makeCountPage(options: CountPageOptions): CorePage<CountFound, CountSummary> {
  const { path, title, section, menu, help, keys, hours, fixedOf = nothingFixed, titleOf, filters = [] } = options;
  const widened = (request: PageRequest): PageRequest => ({ ...request, parameters: new URLSearchParams([...Object.entries(fixedOf(request.path)).map(([name, value]): [string, string] => [name, exactOf(name, value)]), ...request.parameters]) });
  return {
    path, title, section, help,
    ...(menu === undefined ? {} : { menu }),
    filters: [...selectionFilters, sortFilter, ...filters],
    takesJobAttributes: true,
    read: async ({ database }, request) => {
      const asked = readAskedJobs(widened(request), { defaultHours: hours });
      const [counted, activity] = await Promise.all([
        countStates(database, asked.selection, { by: keys.map(({ attribute }) => attribute) }),
        readActivity(database, asked.selection, { nowMilliseconds: request.nowMilliseconds, hours }),
      ]);
      return { asked, counted, activity };
    },
    summarise: (found, request) => summariseCounts(found, { fixed: fixedOf(request.path), path: pathOf(path, request.path), parameters: freeParameters(request, fixedOf(request.path)) }),
    titleOf: (summary) => titleOf?.(summary.fixed) ?? title,
    formOf: (summary) => selectionForm(summary.path, summary.parameters, hours),
    tables: (summary) => [countTable(summary, keys)],
    render: renderCounts,
  };
}

const sortFilter: PageFilter = { name: 'sortby', title: 'Sorted by a column of the table, with "-" in front from the greatest', kind: 'text', isHidden: true };

function nothingFixed(): Readonly<Record<string, string>> {
  return {};
}

/** The parameters of an address without those that say otherwise of what holds for the page as such: they are passed over. */
function freeParameters({ parameters }: PageRequest, fixed: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(keptParameters(parameters)).filter(([name]) => fixed[attributeAliases[name] ?? name] === undefined));
}

/** Kinds of jobs are words of the address; everything else is a value of an attribute. */
function exactOf(name: string, value: string): string {
  return name === 'jobtype' ? value : exactFilter(value);
}

function pathOf(pattern: string, parts: Readonly<Record<string, string>>): string {
  return pattern.replace(/:(\w+)/g, (_, name: string) => encodeURIComponent(parts[name] ?? ''));
}

function summariseCounts({ asked, counted: { counts, states, isPart }, activity }: CountFound, address: Pick<CountSummary, 'fixed' | 'path' | 'parameters'>): CountSummary {
  return {
    ...address,
    active: asked.active.filter(({ name }) => address.fixed[name] === undefined),
    window: asked.window,
    total: sumCounts(states),
    states,
    rows: sumRows(counts),
    isPart,
    charts: [chartStates(activity), chartFailureRate(activity)],
  };
}

/** The filters of the page's jobs, for the list of jobs. */
function jobParameters({ fixed, parameters: { sortby: _order, ...parameters } }: CountSummary): Readonly<Record<string, string>> {
  return { ...Object.fromEntries(Object.entries(fixed).map(([name, value]) => [name, exactOf(name, value)])), ...parameters };
}

function countTable(summary: CountSummary, keys: readonly CountKey[]): PageTable {
  const parameters = jobParameters(summary);
  const rows = summary.rows.map(({ values, counts }): CountRow => {
    const narrowed = Object.fromEntries(keys.map(({ attribute }, index) => [attribute.toLowerCase(), values[index] === null ? 'NULL' : exactFilter(values[index] ?? '')]));
    return { keys: [...keys.map((key, index) => keyCell(key, values[index] ?? null, summary.fixed)), failurePercent(counts)], counts, href: jobsHref({ ...parameters, ...narrowed }) };
  });
  const table = tabulateCounts({ key: 'counts', caption: `${summary.total} jobs ${summary.window}`, keys: [...keys.map(({ title }) => title), failureColumn], rows, empty: 'No job matches.' });
  return sortTable(table, { path: summary.path, parameters: summary.parameters, sortby: summary.parameters['sortby'] });
}

function keyCell({ hrefOf }: CountKey, value: string | null, fixed: Readonly<Record<string, string>>): PageCell {
  if (value === null) return 'unset';
  const href = hrefOf?.(value, fixed);
  return href === undefined ? value : { value, href };
}

function renderCounts(summary: CountSummary, tables: readonly PageTable[]): Markup {
  return markup`${renderActiveFilters(summary.path, summary)}
${renderLivePart({ id: 'counts', seconds: 60 }, markup`${renderStateTiles(summary.states, jobParameters(summary))}
<div class="charts">${summary.charts.map(renderChart)}</div>
${tables.map((table) => renderFittedTable(table, bytesOfTable))}
${renderPartNote(summary.isPart)}`)}
`;
}
