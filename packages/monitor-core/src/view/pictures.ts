import { formatUtcTime, parseUtcTime, type JobSelection } from '@bigpanda/model';
import type { TimeCount } from '@bigpanda/datastore';
import { orderStates, type Chart } from '@bigpanda/monitor-contract';

/** A stretch of time that pictures show, in steps. */
export interface TimeFrame {
  readonly since: string;
  readonly until: string;
  readonly stepSeconds: number;
}

const dayHours = 24;

/** The frame of a selection: its window, or the hours before now, in 24 to 60 steps. */
export function frameOf({ since, until }: JobSelection, { nowMilliseconds, hours }: { readonly nowMilliseconds: number; readonly hours: number }): TimeFrame {
  const end = until ?? formatUtcTime(nowMilliseconds);
  const shown = since === undefined ? hours : Math.max(1, (parseUtcTime(end) - parseUtcTime(since)) / 3_600_000);
  const stepSeconds = shown <= 6 ? 600 : shown <= 2 * dayHours ? 3600 : shown <= 14 * dayHours ? 6 * 3600 : Math.ceil(shown / dayHours / 60) * 86_400;
  return { since: since ?? formatUtcTime(parseUtcTime(end) - hours * 3_600_000), until: end, stepSeconds };
}

/** Jobs by state and by when they last changed. */
export function drawStates(counts: readonly TimeCount[], frame: TimeFrame): Chart {
  const times = timesOf(frame);
  const states = orderStates(counts.map(({ value }) => String(value ?? 'unknown')));
  return {
    title: 'Jobs by state and time of their last change', kind: 'area', unit: 'jobs', times,
    series: states.map((state) => ({ title: state, tone: state, values: valuesAt(times, counts.filter(({ value }) => String(value ?? 'unknown') === state)) })),
    empty: 'No job changed in this time.',
  };
}

/** Jobs that ended, by how. */
export function drawThroughput(counts: readonly TimeCount[], frame: TimeFrame): Chart {
  const times = timesOf(frame);
  const ended = ['finished', 'failed'].filter((state) => counts.some(({ value }) => value === state));
  return {
    title: 'Jobs that ended', kind: 'bars', unit: 'jobs', times,
    series: ended.map((state) => ({ title: state, tone: state, values: valuesAt(times, counts.filter(({ value }) => value === state)) })),
    empty: 'No job ended in this time.',
  };
}

/** How many of a hundred jobs that ended have failed. */
export function drawFailureRate(counts: readonly TimeCount[], frame: TimeFrame): Chart {
  const times = timesOf(frame);
  const of = (state: string): number[] => valuesAt(times, counts.filter(({ value }) => value === state));
  const [finished, failed] = [of('finished'), of('failed')];
  const values = times.map((_, step) => {
    const all = (finished[step] ?? 0) + (failed[step] ?? 0);
    return all === 0 ? null : Math.round((1000 * (failed[step] ?? 0)) / all) / 10;
  });
  return { title: 'Failed of the jobs that ended', kind: 'line', unit: '%', times, series: values.every((value) => value === null) ? [] : [{ title: 'failed', tone: 'bad', values }], empty: 'No job ended in this time.' };
}

function timesOf({ since, until, stepSeconds }: TimeFrame): string[] {
  const stepMilliseconds = stepSeconds * 1000;
  const first = Math.floor(parseUtcTime(since) / stepMilliseconds) * stepMilliseconds;
  const last = Math.min(parseUtcTime(until), first + 400 * stepMilliseconds);
  return Array.from({ length: Math.max(1, Math.floor((last - first) / stepMilliseconds) + 1) }, (_, step) => formatUtcTime(first + step * stepMilliseconds));
}

function valuesAt(times: readonly string[], counts: readonly TimeCount[]): number[] {
  const byTime = new Map<string, number>();
  for (const { time, count } of counts) byTime.set(time, (byTime.get(time) ?? 0) + count);
  return times.map((time) => byTime.get(time) ?? 0);
}
