import type { StateCounts } from '@bigpanda/monitor-contract';

/** Failed of the jobs that ended well or not, from 0 to 1; null where none did. */
export function failureShare(counts: StateCounts): number | null {
  const failed = counts['failed'] ?? 0;
  const ended = failed + (counts['finished'] ?? 0);
  return ended === 0 ? null : failed / ended;
}

/** The same in hundredths with one decimal, as tables show it. */
export function failurePercent(counts: StateCounts): number | null {
  const share = failureShare(counts);
  return share === null ? null : Math.round(1000 * share) / 10;
}
