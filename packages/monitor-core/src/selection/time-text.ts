import { formatUtcTime, isUtcTime } from '@bigpanda/model';
import type { PageParameters } from '@bigpanda/monitor-contract';

/** The longest time that anything looks back: a century. */
export const mostHours = 24 * 366 * 100;

/** A time as PanDA keeps it, from a date with or without hours, minutes and seconds; `undefined` for any other text. */
export function readTime(text: string): string | undefined {
  const parts = /^(\d{4}-\d\d-\d\d)(?:[ T](\d\d)(?::?(\d\d))?(?::?(\d\d))?)?Z?$/.exec(text.trim());
  if (parts === null) return undefined;
  const [, date = '', hours = '00', minutes = '00', seconds = '00'] = parts;
  const time = `${date} ${hours}:${minutes}:${seconds}`;
  return isUtcTime(time) ? time : undefined;
}

/** The time so many hours before now, a century at most. */
export function sinceHours(nowMilliseconds: number, hours: number): string {
  return formatUtcTime(nowMilliseconds - Math.min(hours, mostHours) * 3_600_000);
}

/** The hours of a checked parameter `hours` that has a default: at least one, a century at most. */
export function readHours({ hours }: PageParameters): number {
  return Math.min(Math.max(1, Number(hours)), mostHours);
}
