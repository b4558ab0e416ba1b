import { formatUtcTime, isUtcTime } from '@bigpanda/model';

/** A time as PanDA keeps it, from a date with or without hours, minutes and seconds; `undefined` for any other text. */
export function readTime(text: string): string | undefined {
  const parts = /^(\d{4}-\d\d-\d\d)(?:[ T](\d\d)(?::?(\d\d))?(?::?(\d\d))?)?Z?$/.exec(text.trim());
  if (parts === null) return undefined;
  const [, date = '', hours = '00', minutes = '00', seconds = '00'] = parts;
  const time = `${date} ${hours}:${minutes}:${seconds}`;
  return isUtcTime(time) ? time : undefined;
}

/** The time so many hours before now. */
export function sinceHours(nowMilliseconds: number, hours: number): string {
  return formatUtcTime(nowMilliseconds - hours * 3_600_000);
}
