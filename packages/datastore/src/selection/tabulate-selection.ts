import type { JobAttribute, JobSelection } from '@bigpanda/model';
import type { PandaDatabase } from '../panda-database.ts';
import { planCount } from './count-sources.ts';
import { countGroups, type CombinationCount } from './grouped-counts.ts';
import { sortableColumn } from './selection-column.ts';

export interface TabulateOptions {
  readonly by: readonly JobAttribute[];
  /** Combinations that are told; 10,000 when absent. */
  readonly limit?: number;
}

const defaultLimit = 10_000;

/**
 * Jobs of a selection counted by combinations of values of some attributes, most first; those beyond `limit` are left out.
 * @throws PandaError `ATTRIBUTE_UNKNOWN`
 */
export async function tabulateSelection(database: PandaDatabase, selection: JobSelection, { by, limit = defaultLimit }: TabulateOptions): Promise<CombinationCount[]> {
  const parts = by.map((attribute) => ({ column: sortableColumn(attribute) }));
  const { jobs, sums } = await planCount(database, selection, by);
  return countGroups(database, [...jobs, ...sums], { by: parts, limit });
}
