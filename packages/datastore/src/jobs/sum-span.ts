import { formatUtcTime, parseUtcTime } from '@bigpanda/model';

/** Length of the stretches of time that ended jobs are summed up in: a day's jobs in few enough rows, and pictures of a week in steps fine enough. */
export const sumSpanSeconds = 14_400;

/** Which stretch a time is in, counted from 1970; not a number for a text that tells no time. */
export function spanOf(time: string, round: (value: number) => number = Math.floor): number {
  return round(parseUtcTime(time) / 1000 / sumSpanSeconds);
}

/** When a stretch begins. */
export function startOfSpan(span: number): string {
  return formatUtcTime(span * sumSpanSeconds * 1000);
}
