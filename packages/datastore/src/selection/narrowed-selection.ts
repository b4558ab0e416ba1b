import type { JobAttribute, JobCondition, JobSelection } from '@bigpanda/model';
import { spanOf, startOfSpan } from '../jobs/sum-span.ts';
import type { PandaDatabase } from '../panda-database.ts';
import { planCount } from './count-sources.ts';
import { countGroups } from './grouped-counts.ts';
import { selectionColumn } from './selection-column.ts';
import type { JobCursor } from './job-cursor.ts';

/** What of a selection's jobs, in which order, is wanted. */
export interface WantedPart {
  readonly attribute: JobAttribute;
  readonly isDescending: boolean;
  readonly cursor: JobCursor | undefined;
  readonly limit: number;
}

/** A part of a selection, for the tables of ended jobs. */
export interface EndedPart {
  readonly selection: JobSelection;
  /** Few jobs are of its time: they are to be found by that, whatever the order of the list. */
  readonly isFoundByTime: boolean;
}

/** A stretch of the sums with jobs of the selection. */
interface FoundSpan {
  readonly span: number;
  readonly jobs: number;
}

/** With more jobs than these among all, the first ones of a list are soon found in the order of their PandaIDs. */
const manyJobs = 1_000;

/** So many jobs of a time are put in order sooner than found in the order of their PandaIDs. */
const jobsOfTime = 50_000;

/** Jobs in more of the sums' stretches than these are not looked for by time, unless they are wanted by time. */
const manySpans = 42;

/** More times, of stretches that follow one another, than these are looked for as one. */
const mostTimes = 8;

/** Attributes with an index of their own: a filter by their values looks at no other jobs. */
const indexed: ReadonlySet<JobAttribute> = new Set(['PandaID', 'jediTaskID', 'prodUserName', 'jobsetID']);

/**
 * A selection for the tables of ended jobs, in parts, by the times at which the sums know such jobs: a filter that few
 * jobs pass, or none, does not look at all others. The selection itself where the sums cannot tell, or need not.
 */
export async function narrowSelection(database: PandaDatabase, selection: JobSelection, part: WantedPart): Promise<readonly EndedPart[]> {
  const whole = { selection, isFoundByTime: false };
  const { conditions, since, until } = selection;
  if ((conditions.length === 0 && since === undefined && until === undefined) || conditions.some(isIndexed)) return [whole];
  const { sums, beside } = await planCount(database, selection, []);
  const isByTime = part.attribute === 'modificationTime';
  if (sums.length === 0) return [{ selection, isFoundByTime: !isByTime && await isShort(database, selection) }];
  const found = (await countGroups(database, sums, { by: [{ column: selectionColumn('modificationTime') }] })).map(({ values: [time], count }) => ({ span: spanOf(String(time)), jobs: count }));
  const jobs = found.reduce((sum, one) => sum + one.jobs, 0);
  if (conditions.length === 0) return [{ selection, isFoundByTime: !isByTime && jobs < jobsOfTime }];
  if (!isByTime && (found.length > manySpans || jobs > manyJobs)) return [{ selection, isFoundByTime: await isShort(database, selection) }];
  return [...beside, ...joinSpans(isByTime ? wantedSpans(found, part) : found).map((time) => ({ ...selection, ...time }))].map((narrow) => ({ selection: narrow, isFoundByTime: !isByTime }));
}

/** Whether a selection's time is known to have few ended jobs, whatever else it wants of them. */
async function isShort(database: PandaDatabase, { since, until }: JobSelection): Promise<boolean> {
  if (since === undefined && until === undefined) return false;
  const { sums } = await planCount(database, { conditions: [], ...(since === undefined ? {} : { since }), ...(until === undefined ? {} : { until }) }, []);
  if (sums.length === 0) return false;
  const [all] = await countGroups(database, sums, { by: [] });
  return (all?.count ?? 0) < jobsOfTime;
}

function isIndexed({ attribute, patterns, isNegated }: JobCondition): boolean {
  return isNegated !== true && indexed.has(attribute) && patterns.every(({ kind }) => kind === 'equal');
}

/** Stretches from the cursor on, until they have as many jobs as are wanted. How many of the cursor's own are left is not known. */
function wantedSpans(found: readonly FoundSpan[], { isDescending, cursor, limit }: WantedPart): FoundSpan[] {
  const own = typeof cursor?.value === 'string' ? spanOf(cursor.value) : undefined;
  const wanted: FoundSpan[] = [];
  let left = limit;
  for (const one of found.toSorted((before, after) => (before.span - after.span) * (isDescending ? -1 : 1))) {
    if (own !== undefined && (isDescending ? one.span > own : one.span < own)) continue;
    if (left <= 0) break;
    wanted.push(one);
    if (one.span !== own) left -= one.jobs;
  }
  return wanted;
}

/** Stretches that follow one another as one time; the whole of them as one when there are many. */
function joinSpans(spans: readonly FoundSpan[]): { readonly since: string; readonly until: string }[] {
  const times: { first: number; last: number }[] = [];
  for (const { span } of spans.toSorted((before, after) => before.span - after.span)) {
    const open = times.at(-1);
    if (open?.last === span - 1) open.last = span;
    else times.push({ first: span, last: span });
  }
  const [first, last] = [times[0], times.at(-1)];
  const joined = first === undefined || last === undefined || times.length <= mostTimes ? times : [{ first: first.first, last: last.last }];
  return joined.map((time) => ({ since: startOfSpan(time.first), until: startOfSpan(time.last + 1) }));
}
