import type { TimeCount } from '@bigpanda/datastore';
import { orderStates, type Chart, type ChartSeries } from '@bigpanda/monitor-contract';
import { describeStep, type TimeSteps } from './time-steps.ts';

/** What the pictures are made of: how many jobs changed in each step. */
export interface ActivityCounts {
  readonly steps: TimeSteps;
  readonly byState: readonly TimeCount[];
  /** Of ended jobs only. */
  readonly bySite: readonly TimeCount[];
}

/** How many sites have a layer of their own. */
const shownSites = 7;

const empty = 'No job changed in this time.';

/** Jobs by their state and when they last changed: what ended stands where it ended, what goes on where it was last heard of. */
export function chartStates({ steps, byState }: ActivityCounts): Chart {
  const columns = tabulate(steps, byState);
  const series = orderStates([...columns.keys()]).map((state) => ({ title: state, tone: state, values: columns.get(state) ?? [] }));
  return { title: 'Jobs by state', kind: 'bars', unit: `jobs by when they last changed, per ${describeStep(steps.stepSeconds)}`, times: steps.times, series: series.reverse(), empty };
}

/** Jobs that ended in each step, well or not. */
export function chartThroughput({ steps, byState }: ActivityCounts): Chart {
  const columns = tabulate(steps, byState);
  const series = ['failed', 'finished'].flatMap((state): ChartSeries[] => {
    const values = columns.get(state);
    return values === undefined ? [] : [{ title: state, tone: state, values }];
  });
  return { title: 'Throughput', kind: 'bars', unit: `jobs that ended per ${describeStep(steps.stepSeconds)}`, times: steps.times, series, empty: 'No job ended in this time.' };
}

/** Which part of the jobs that ended in each step failed; nothing where none ended. */
export function chartFailureRate({ steps, byState }: ActivityCounts): Chart {
  const columns = tabulate(steps, byState);
  const values = steps.times.map((_, index) => {
    const [failed, finished] = [columns.get('failed')?.[index] ?? 0, columns.get('finished')?.[index] ?? 0];
    return failed + finished === 0 ? null : Math.round((1000 * failed) / (failed + finished)) / 10;
  });
  const series = values.some((value) => value !== null) ? [{ title: 'failed', tone: 'bad', values }] : [];
  return { title: 'Failure rate', kind: 'line', unit: '% of the jobs that ended', times: steps.times, series, empty: 'No job ended in this time.' };
}

/** Jobs that ended in each step by the site where they ran, those with most jobs first; all others are one layer. */
export function chartSites({ steps, bySite }: ActivityCounts): Chart {
  const columns = [...tabulate(steps, bySite)].map(([title, values]) => ({ title, values, sum: add(values) })).sort((left, right) => right.sum - left.sum || (left.title < right.title ? -1 : 1));
  const [most, rest] = [columns.slice(0, shownSites), columns.slice(shownSites)];
  const series = most.map(({ title, values }, index): ChartSeries => ({ title, values, tone: String(index + 1) }));
  const others: ChartSeries[] = rest.length === 0 ? [] : [{ title: `${rest.length} others`, tone: '8', values: steps.times.map((_, index) => add(rest.map(({ values }) => values[index] ?? 0))) }];
  return { title: 'Sites', kind: 'bars', unit: `jobs that ended per ${describeStep(steps.stepSeconds)}`, times: steps.times, series: [...others, ...series.reverse()], empty: 'No job ended in this time.' };
}

/** A column of counts, one for each step, for each value that occurs. */
function tabulate({ times }: TimeSteps, counts: readonly TimeCount[]): ReadonlyMap<string, readonly number[]> {
  const places = new Map(times.map((time, index) => [time, index]));
  const columns = new Map<string, number[]>();
  for (const { time, value = 'none', count } of counts) {
    const place = places.get(time);
    if (place === undefined) continue;
    const column = columns.get(String(value)) ?? times.map(() => 0);
    column[place] = (column[place] ?? 0) + count;
    columns.set(String(value), column);
  }
  return columns;
}

function add(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}
