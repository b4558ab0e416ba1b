import { formatUtcTime } from '@bigpanda/model';

/** Stretches of the same length that cover a time up to now. */
export interface TimeSteps {
  readonly stepSeconds: number;
  /** Where each begins, `YYYY-MM-DD hh:mm:ss` in UTC, oldest first; the last one is not over. */
  readonly times: readonly string[];
}

/** Length of a step for so many hours at most: about 40 steps in a picture, each a whole part of a day. */
const lengths: readonly (readonly [hours: number, seconds: number])[] = [[6, 600], [24, 1800], [72, 7200], [168, 14_400]];

const daySeconds = 86_400;

/** The steps of the last hours; the first one holds the time so many hours ago. */
export function planTimeSteps(hours: number, nowMilliseconds: number): TimeSteps {
  const stepSeconds = lengths.find(([most]) => hours <= most)?.[1] ?? daySeconds;
  const align = (seconds: number): number => seconds - (seconds % stepSeconds);
  const now = Math.floor(nowMilliseconds / 1000);
  const [first, last] = [align(now - hours * 3600), align(now)];
  const times = Array.from({ length: (last - first) / stepSeconds + 1 }, (_, index) => formatUtcTime((first + index * stepSeconds) * 1000));
  return { stepSeconds, times };
}

/** The length of a step in words, as what stands after "per" or "each". */
export function describeStep(stepSeconds: number): string {
  const minutes = stepSeconds / 60;
  if (minutes < 60) return `${minutes} minutes`;
  const hours = minutes / 60;
  return hours === 1 ? 'hour' : hours === 24 ? 'day' : `${hours} hours`;
}
