import type { AttributeCounts } from '@bigpanda/datastore';
import type { JobField, StateCounts } from '@bigpanda/monitor-contract';
import { keptParameters } from '../../request/parameters.ts';
import type { PageRequest } from '../../route/page-request.ts';
import type { ActiveFilter } from '../../selection/job-selection.ts';
import { toJobRecord, type JobRecord } from '../job-record.ts';
import { countedAttributes } from './dimensions.ts';
import type { JobListFound } from './page.ts';

/** Jobs of a selection counted by the values of one attribute, most first. */
export interface DrillDown {
  /** Lower-case name of the attribute. */
  readonly attribute: string;
  readonly title: string;
  readonly values: readonly { readonly value: string | number | null; readonly count: number }[];
  /** Further values, and the jobs that have them. */
  readonly rest: { readonly values: number; readonly count: number };
}

export interface JobListSummary {
  /** Parameters of the address that choose jobs, by name. */
  readonly parameters: Readonly<Record<string, string>>;
  readonly active: readonly ActiveFilter[];
  /** The window of time in words. */
  readonly window: string;
  readonly limit: number;
  /** What the jobs are sorted by, in lower case, with `-` in front from the greatest. */
  readonly sortby: string;
  /** All jobs of the selection, on every page together. */
  readonly total: number;
  readonly states: StateCounts;
  readonly counts: readonly DrillDown[];
  /** Places of the pages beside; null where there is none. */
  readonly next: string | null;
  readonly previous: string | null;
  /** What the plug-in of the VO adds. */
  readonly moreColumns: readonly JobField[];
  readonly moreFilters: readonly JobField[];
  /** The key that PanDA's clients read. Whole in the JSON; what the table shows of them in a page. */
  readonly jobs: readonly JobRecord[];
}

/** What a page of the job list tells. */
export function summariseJobList({ asked, limit, order, counts, page, read, moreColumns, moreFilters }: JobListFound, request: PageRequest): JobListSummary {
  const states = counts.find(({ attribute }) => attribute === 'jobStatus');
  return {
    parameters: keptParameters(request.parameters),
    active: asked.active,
    window: asked.window,
    limit,
    sortby: `${order.direction === 'descending' ? '-' : ''}${order.attribute.toLowerCase()}`,
    total: states === undefined ? 0 : states.rest.count + states.values.reduce((sum, { count }) => sum + count, 0),
    states: Object.fromEntries((states?.values ?? []).map(({ value, count }) => [String(value ?? 'unknown'), count])),
    counts: drillDowns(counts),
    next: page.next ?? null,
    previous: page.previous ?? null,
    moreColumns,
    moreFilters,
    jobs: page.jobs.map((job) => toJobRecord(job, read)),
  };
}

/** Counts with the titles of their attributes; without those that tell nothing. */
export function drillDowns(counts: readonly AttributeCounts[]): DrillDown[] {
  return counts.flatMap(({ attribute, values, rest }) => {
    const title = countedAttributes.find((dimension) => dimension.attribute === attribute)?.title ?? attribute;
    const isSaying = values.length > 1 || values.some(({ value }) => value !== undefined);
    return isSaying ? [{ attribute: attribute.toLowerCase(), title, values: values.map(({ value, count }) => ({ value: value ?? null, count })), rest }] : [];
  });
}
