import type { PublishRecord } from '@bigpanda/release-model';

/** What was done, in the word of the verb that does it; for a promotion with the channel it came from, where only one gave the snapshot out. */
export function describeAction({ action = 'add', number = 0, channel, snapshot }: PublishRecord, records: readonly PublishRecord[]): string {
  if (action === 'collect') return 'gc';
  if (action !== 'promote') return action;
  const sources = new Set(records.filter((each) => (each.number ?? 0) < number && each.channel !== channel && each.snapshot.digest === snapshot.digest).map((each) => each.channel));
  const [source] = sources;
  return sources.size === 1 && source !== undefined ? `promote from ${source}` : action;
}
