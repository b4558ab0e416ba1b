import { ReleaseError } from '@bigpanda/release-model';

const daySeconds = 86_400;
/** As gpg counts (gpg(1), "Expire-Date"). */
const unitSeconds: Readonly<Record<string, number>> = { d: daySeconds, w: 7 * daySeconds, m: 30 * daySeconds, y: 365 * daySeconds };
/** A key's lifetime has 4 bytes (RFC 9580 section 5.2.3.13). */
const longestSeconds = 0xffffffff;

/**
 * How long a key lasts: `90d`, `26w`, `18m`, `2y`, a day such as `2029-01-31` (until its beginning in UTC), or `never` (undefined).
 * @throws ReleaseError `LIFETIME_INVALID`
 */
export function parseLifetime(text: string, nowSeconds: number): number | undefined {
  if (text === 'never') return undefined;
  const seconds = parseDuration(text) ?? parseDay(text, nowSeconds);
  if (seconds !== undefined && seconds > 0 && seconds <= longestSeconds) return seconds;
  throw new ReleaseError('LIFETIME_INVALID', `read how long a key lasts: "${text}" is no time ahead of at most 136 years`, { exitStatus: 2, hint: 'Give one such as 2y, 18m, 90d, 2029-01-31 or never.' });
}

function parseDuration(text: string): number | undefined {
  const match = /^(\d{1,6})([dwmy])$/.exec(text);
  return match === null ? undefined : Number(match[1]) * (unitSeconds[match[2] ?? ''] ?? Number.NaN);
}

function parseDay(text: string, nowSeconds: number): number | undefined {
  const time = /^\d{4}-\d\d-\d\d$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : Number.NaN;
  // Date.parse turns February 30 into a day of March.
  return Number.isNaN(time) || !new Date(time).toISOString().startsWith(text) ? undefined : time / 1000 - nowSeconds;
}
