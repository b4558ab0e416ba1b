/** Text of a time in UTC as PanDA keeps it: `YYYY-MM-DD HH:MM:SS`. */
export function formatUtcTime(timeMilliseconds: number): string {
  return new Date(timeMilliseconds).toISOString().slice(0, 19).replace('T', ' ');
}

/** Whether a text is a time as PanDA keeps it, `YYYY-MM-DD HH:MM:SS`. */
export function isUtcTime(text: string): boolean {
  if (!/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/.test(text)) return false;
  const time = Date.parse(`${text.replace(' ', 'T')}Z`);
  return !Number.isNaN(time) && formatUtcTime(time) === text;
}

/** The time that a text as PanDA keeps it tells, in milliseconds since 1970; not a number for any other text. */
export function parseUtcTime(text: string): number {
  return isUtcTime(text) ? Date.parse(`${text.replace(' ', 'T')}Z`) : Number.NaN;
}
