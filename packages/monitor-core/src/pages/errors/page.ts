import type { JobAttribute } from '@bigpanda/model';
import { markup, renderChart, renderFittedTable, type Chart, type Markup, type PageTable } from '@bigpanda/monitor-contract';
import { keptParameters, readParameter } from '../../request/parameters.ts';
import { chartFailureRate, chartThroughput, type ActivityCounts } from '../../activity/activity-charts.ts';
import { readActivity } from '../../activity/read-activity.ts';
import type { CorePage } from '../../route/core-page.ts';
import { addressOf, exactFilter, jobsHref } from '../../selection/job-address.ts';
import { readAskedJobs, type ActiveFilter, type AskedJobs } from '../../selection/job-selection.ts';
import { renderPartNote } from '../../selection/counted-states.ts';
import { selectionForm } from '../../selection/selection-form.ts';
import { selectionFilters } from '../../selection/selection-filters.ts';
import { subjectHref } from '../../view/subject-href.ts';
import { renderActiveFilters } from '../jobs/drill-down.ts';
import { errorGroupTable, errorTable, readErrorCounts, readErrorGroups, type ErrorCount, type ErrorGroup } from './error-counts.ts';

const hours = 12;

/** Of the tables that a page holds: about 200 errors, and 50 sites, users or tasks. */
const bytesOfErrors = 70_000;
const bytesOfGroups = 25_000;

/** By what errors are told. */
const groupings = [
  { key: 'sites', attribute: 'computingSite', title: 'Site' },
  { key: 'users', attribute: 'prodUserName', title: 'User' },
  { key: 'tasks', attribute: 'jediTaskID', title: 'Task' },
] as const;

interface ErrorsFound {
  readonly asked: AskedJobs;
  readonly errors: readonly ErrorCount[];
  readonly groups: readonly { readonly groups: readonly ErrorGroup[]; readonly isPart: boolean }[];
  readonly activity: ActivityCounts;
}

interface ErrorsSummary {
  readonly parameters: Readonly<Record<string, string>>;
  readonly active: readonly ActiveFilter[];
  readonly window: string;
  readonly errors: readonly ErrorCount[];
  /** Whether sites, users or tasks lack the rarest combinations with errors. */
  readonly isPart: boolean;
  readonly sites: readonly ErrorGroup[];
  readonly users: readonly ErrorGroup[];
  readonly tasks: readonly ErrorGroup[];
  readonly charts: readonly Chart[];
}

/** Errors of failed jobs, by site, user and task. */
export const errorsPage: CorePage<ErrorsFound, ErrorsSummary> = {
  path: '/errors/',
  title: 'Errors',
  section: 'errors',
  menu: 'Errors',
  help: `Errors of failed jobs: which ones, and at which sites, of which users and tasks. A job may have errors of more than one component.

Without a filter of time, jobs that changed in the last 12 hours are counted; every attribute of a job is a filter of the address, as in the list of jobs. Codes of PanDA's own components are told in PanDA's words, others in what most of the newest jobs reported.`,
  filters: selectionFilters,
  takesJobAttributes: true,
  read: async ({ database }, request) => {
    const asked = readAskedJobs(request, { defaultHours: hours });
    const failed = readParameter(request.parameters, 'jobstatus') === undefined ? { ...asked.selection, conditions: [...asked.selection.conditions, { attribute: 'jobStatus', patterns: [{ kind: 'equal', value: 'failed' }] } as const] } : asked.selection;
    const [errors, groups, activity] = await Promise.all([
      readErrorCounts(database, failed),
      Promise.all(groupings.map(({ attribute }) => readErrorGroups(database, failed, attribute))),
      readActivity(database, asked.selection, { nowMilliseconds: request.nowMilliseconds, hours }),
    ]);
    return { asked, errors, groups, activity };
  },
  summarise: ({ asked, errors, groups: grouped, activity }, request) => ({
    parameters: keptParameters(request.parameters),
    active: asked.active,
    window: asked.window,
    errors,
    isPart: grouped.some(({ isPart }) => isPart),
    sites: grouped[0]?.groups ?? [],
    users: grouped[1]?.groups ?? [],
    tasks: (grouped[2]?.groups ?? []).filter(({ value }) => value !== null),
    charts: [chartFailureRate(activity), chartThroughput(activity)],
  }),
  formOf: ({ parameters }) => selectionForm('/errors/', parameters, hours),
  tables: listTables,
  render: renderErrors,
};

function listTables(summary: ErrorsSummary): PageTable[] {
  const parameters = { jobstatus: 'failed', ...summary.parameters };
  const texts = new Map(summary.errors.map(({ component, code, text }) => [`${component} ${code}`, text]));
  return [
    errorTable(summary.errors, { key: 'errors', caption: `Errors of jobs ${summary.window}`, parameters }),
    ...groupings.map(({ key, attribute, title }) => errorGroupTable(summary[key], {
      texts, key, title, caption: `Errors by ${title.toLowerCase()}`,
      hrefOf: (value) => subjectHref(attribute, value),
      jobsOf: (value) => jobsHref({ ...parameters, ...only(attribute, value) }),
      errorsOf: (value) => addressOf('/errors/', { ...summary.parameters, ...only(attribute, value) }),
    })),
  ];
}

function only(attribute: JobAttribute, value: string): Readonly<Record<string, string>> {
  return { [attribute.toLowerCase()]: value === '' ? 'NULL' : exactFilter(value) };
}

function renderErrors(summary: ErrorsSummary, [all, ...groups]: readonly PageTable[]): Markup {
  return markup`${renderActiveFilters('/errors/', summary)}
<div class="charts">${summary.charts.map(renderChart)}</div>
${all === undefined ? '' : renderFittedTable(all, bytesOfErrors)}
${summary.errors.length === 0 ? '' : groups.map((group) => renderFittedTable(group, bytesOfGroups))}
${renderPartNote(summary.isPart)}`;
}
