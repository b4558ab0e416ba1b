import { groupCounts, type CountedGroup } from '../../counted-group.ts';
import type { SplitRecord } from './record.ts';

export interface SplitSummary {
  readonly activity: 'production' | 'analysis';
  /** As the address says. */
  readonly hours?: string;
  /** Most jobs first, then by name. */
  readonly processings: readonly CountedGroup[];
  /** Working groups of production, users of analysis, most jobs first. */
  readonly parties: readonly CountedGroup[];
}

/** Jobs of an activity by what they do and for whom. */
export function summarise(records: readonly SplitRecord[], shown: Pick<SplitSummary, 'activity' | 'hours'>): SplitSummary {
  const wanted = records.filter((record) => record.activity === shown.activity);
  return { ...shown, processings: groupCounts(wanted, (record) => record.processing), parties: groupCounts(wanted, (record) => record.party) };
}
