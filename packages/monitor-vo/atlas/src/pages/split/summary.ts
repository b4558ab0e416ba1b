import { groupCounts, type CountedGroup } from '../../counted-group.ts';
import type { WorkRecord } from './record.ts';

export interface WorkSummary {
  readonly activity: 'production' | 'analysis';
  /** As the address says. */
  readonly hours?: string;
  /** Most jobs first, then by name. */
  readonly processings: readonly CountedGroup[];
  /** Working groups of production, users of analysis, most jobs first. */
  readonly parties: readonly CountedGroup[];
}

/** Jobs of an activity by what they do and for whom. */
export function summarise(records: readonly WorkRecord[], shown: Pick<WorkSummary, 'activity' | 'hours'>): WorkSummary {
  const wanted = records.filter((record) => record.activity === shown.activity);
  return { ...shown, processings: groupCounts(wanted, (record) => record.processing), parties: groupCounts(wanted, (record) => record.party) };
}
