import { selectJobs, type PandaDatabase } from '@bigpanda/datastore';
import type { JobAttribute, JobAttributes, JobSelection } from '@bigpanda/model';
import { markup, renderChart, renderFittedTable, tabulateCounts, type Chart, type Markup, type PageTable, type StateCounts } from '@bigpanda/monitor-contract';
import { chartFailureRate, chartStates, type ActivityCounts } from '../../activity/activity-charts.ts';
import { readActivity } from '../../activity/read-activity.ts';
import type { PageRequest } from '../../route/page-request.ts';
import { countStates, renderPartNote, type CountedStates } from '../../selection/counted-states.ts';
import { exactFilter, jobsHref, type JobParameters } from '../../selection/job-address.ts';
import { sumRows, type CountedRow } from '../../view/count-rows.ts';
import { renderStateTiles } from '../../view/state-tiles.ts';
import { subjectHref } from '../../view/subject-href.ts';
import { errorTable, readErrorCounts, type ErrorCount } from '../errors/error-counts.ts';
import { toJobRecord, type JobRecord } from '../job-record.ts';
import { attributesFor, jobTable } from '../jobs/job-table.ts';

/** Attributes that the jobs of something are counted by together. */
export interface SubjectGroup {
  readonly key: string;
  readonly caption: string;
  readonly keys: readonly { readonly attribute: JobAttribute; readonly title: string; readonly hrefOf?: (value: string) => string }[];
}

/** What is read of the jobs of a site, a user or a task. */
export interface SubjectFound {
  readonly groups: readonly CountedStates[];
  readonly errors: readonly ErrorCount[];
  readonly activity: ActivityCounts;
  readonly newest: readonly JobAttributes[];
  /** Attributes that were read of them. */
  readonly read: readonly JobAttribute[];
}

/** What is told of them. */
export interface SubjectSummary {
  readonly states: StateCounts;
  /** By the key of the group; most jobs first. */
  readonly groups: Readonly<Record<string, readonly CountedRow[]>>;
  /** Whether a group lacks the rarest combinations with a state, which are in the states. */
  readonly isPart: boolean;
  readonly errors: readonly ErrorCount[];
  readonly charts: readonly Chart[];
  readonly newest: readonly JobRecord[];
}

const newestJobs = 20;
const bytesOfTable = 40_000;

/** Everything about the jobs of a selection. */
export async function readSubject(database: PandaDatabase, selection: JobSelection, { groups, nowMilliseconds, hours, format }: { readonly groups: readonly SubjectGroup[]; readonly hours: number } & Pick<PageRequest, 'nowMilliseconds' | 'format'>): Promise<SubjectFound> {
  const failed: JobSelection = { ...selection, conditions: [...selection.conditions, { attribute: 'jobStatus', patterns: [{ kind: 'equal', value: 'failed' }] }] };
  const read = attributesFor(format);
  const [counts, errors, activity, { jobs: newest }] = await Promise.all([
    Promise.all(groups.map(({ keys }) => countStates(database, selection, { by: keys.map(({ attribute }) => attribute) }))),
    readErrorCounts(database, failed),
    readActivity(database, selection, { nowMilliseconds, hours }),
    selectJobs(database, selection, { order: { attribute: 'PandaID', direction: 'descending' }, limit: newestJobs, attributes: read }),
  ]);
  return { groups: counts, errors, activity, newest, read };
}

/** The same in sums, tables and pictures. */
export function summariseSubject({ groups, errors, activity, newest, read }: SubjectFound, definitions: readonly SubjectGroup[]): SubjectSummary {
  return {
    states: groups[0]?.states ?? {},
    groups: Object.fromEntries(definitions.map(({ key }, index) => [key, sumRows(groups[index]?.counts ?? [])])),
    isPart: groups.some((group) => group.isPart),
    errors,
    charts: [chartStates(activity), chartFailureRate(activity)],
    newest: newest.map((job) => toJobRecord(job, read)),
  };
}

/** The tables of a summary, the groups first. */
export function subjectTables(summary: SubjectSummary, definitions: readonly SubjectGroup[], parameters: JobParameters): readonly PageTable[] {
  return [
    ...definitions.map(({ key, caption, keys }) => tabulateCounts({
      key, caption, keys: keys.map(({ title }) => title), empty: 'No job matches.',
      rows: (summary.groups[key] ?? []).map(({ values, counts }) => {
        const narrowed = Object.fromEntries(keys.map(({ attribute }, index) => [attribute.toLowerCase(), values[index] === null || values[index] === undefined ? 'NULL' : exactFilter(values[index])]));
        return {
          keys: keys.map(({ attribute, hrefOf }, index) => {
            const value = values[index] ?? null;
            const href = value === null ? undefined : hrefOf?.(value) ?? subjectHref(attribute, value);
            return href === undefined ? value ?? 'unset' : { value, href };
          }),
          counts,
          href: jobsHref({ ...parameters, ...narrowed }),
        };
      }),
    })),
    errorTable(summary.errors, { key: 'errors', caption: 'Errors of failed jobs', parameters: { ...parameters, jobstatus: 'failed' } }),
    jobTable(summary.newest, { caption: 'Newest jobs' }),
  ];
}

/** Tiles, pictures and tables. */
export function renderSubject(summary: SubjectSummary, tables: readonly PageTable[], parameters: JobParameters): Markup {
  return markup`${renderStateTiles(summary.states, parameters)}
<div class="charts">${summary.charts.map(renderChart)}</div>
${tables.map((table) => renderFittedTable(table, bytesOfTable))}
${renderPartNote(summary.isPart)}`;
}
