import type { JobAttribute, JobSelection } from '@bigpanda/model';
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

/** A day of the sums with jobs of the selection. */
interface FoundDay {
  readonly time: string;
  readonly jobs: number;
}

/** With more jobs than these among all, the first ones of a list are soon found without knowing their days. */
const manyJobs = 20_000;

/** More stretches of days than these are looked for as one. */
const mostStretches = 8;

const dayMilliseconds = 86_400_000;

/**
 * A selection for the tables of ended jobs, in parts, by the days on which the sums know such jobs: a filter that few jobs
 * pass, or none, does not look at all others. The selection itself where the sums cannot tell.
 */
export async function narrowSelection(database: PandaDatabase, selection: JobSelection, part: WantedPart): Promise<readonly JobSelection[]> {
  if (selection.conditions.length === 0) return [selection];
  const { days, beside } = await planCount(database, selection, []);
  if (days.length === 0) return [selection];
  const found = (await countGroups(database, days, { by: [{ column: selectionColumn('modificationTime') }] })).map(({ values: [time], count }) => ({ time: String(time), jobs: count }));
  const isByTime = part.attribute === 'modificationTime';
  if (!isByTime && found.reduce((sum, { jobs }) => sum + jobs, 0) > manyJobs) return [selection];
  return [...beside, ...joinDays(isByTime ? wantedDays(found, part) : found).map((stretch) => ({ ...selection, ...stretch }))];
}

/** Days from the cursor on, until they have as many jobs as are wanted. How many of the cursor's own day are left is not known. */
function wantedDays(found: readonly FoundDay[], { isDescending, cursor, limit }: WantedPart): FoundDay[] {
  const sorted = found.toSorted((left, right) => (left.time < right.time ? -1 : 1) * (isDescending ? -1 : 1));
  const ownDay = typeof cursor?.value === 'string' ? `${cursor.value.slice(0, 10)} 00:00:00` : undefined;
  const wanted: FoundDay[] = [];
  let left = limit;
  for (const day of sorted) {
    if (ownDay !== undefined && (isDescending ? day.time > ownDay : day.time < ownDay)) continue;
    if (left <= 0) break;
    wanted.push(day);
    if (day.time !== ownDay) left -= day.jobs;
  }
  return wanted;
}

/** Days that follow one another as one stretch; the whole of them as one when there are many. */
function joinDays(days: readonly FoundDay[]): { readonly since: string; readonly until: string }[] {
  const stretches: { since: string; until: string }[] = [];
  for (const { time } of days.toSorted((left, right) => (left.time < right.time ? -1 : 1))) {
    const last = stretches.at(-1);
    const until = new Date(Date.parse(`${time.replace(' ', 'T')}Z`) + dayMilliseconds).toISOString().slice(0, 19).replace('T', ' ');
    if (last?.until === time) last.until = until;
    else stretches.push({ since: time, until });
  }
  const [first, last] = [stretches[0], stretches.at(-1)];
  return first === undefined || last === undefined || stretches.length <= mostStretches ? stretches : [{ since: first.since, until: last.until }];
}
