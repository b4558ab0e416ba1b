import type { PageParameters } from '@bigpanda/monitor-contract';
import type { CondorRecord } from './record.ts';

/** How many jobs stand on a page. */
export const rowsPerPage = 100;

export interface CondorSummary {
  /** Jobs of this page in the order asked for. */
  readonly jobs: readonly Omit<CondorRecord, 'found'>[];
  /** Jobs on all pages together; 0 also when the page is behind the last one. */
  readonly found: number;
  readonly page: number;
  /** What the address says, without the page. */
  readonly selection: PageParameters;
}

/** The jobs of a page. */
export function summarise(records: readonly CondorRecord[], { page = '1', ...selection }: PageParameters): CondorSummary {
  return { jobs: records.map(({ found: _found, ...job }) => job), found: records[0]?.found ?? 0, page: Math.max(1, Number(page)), selection };
}
