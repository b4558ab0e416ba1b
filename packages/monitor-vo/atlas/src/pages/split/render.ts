import { exactFilter, markup, renderFittedTable, tabulateCounts, type CountRow, type PageTable } from '@bigpanda/monitor-contract';
import { jobsHref } from '../../activity.ts';
import type { CountedGroup } from '../../counted-group.ts';
import type { SplitSummary } from './summary.ts';

/** Of a table that the page holds: about 80 users with jobs in every state. */
const bytesOfTable = 150_000;

/** How the two pages differ. */
const words = {
  production: { processing: 'Step', party: 'Working group', attribute: 'workinggroup' },
  analysis: { processing: 'Kind of processing', party: 'User', attribute: 'produsername' },
} as const;

/** The tables of a page: what the jobs do, and for whom. */
export function listTables({ activity, hours, processings, parties }: SplitSummary): readonly PageTable[] {
  const { processing, party, attribute } = words[activity];
  const empty = `No job of ATLAS ${activity} ${Number(hours ?? 0) > 0 ? 'changed in these hours. More hours, or 0 for all times, may show some.' : 'is known.'}`;
  const toRow = (name: string, { name: value, counts }: CountedGroup): CountRow => {
    if (value === '') return { keys: ['not told'], counts };
    const href = jobsHref({ jobtype: activity, hours: hours === '0' ? undefined : hours, [name]: exactFilter(value) });
    return { keys: [{ value, href }], counts, href };
  };
  return [
    tabulateCounts({ key: 'processing', caption: `Jobs by ${processing.toLowerCase()} and state`, keys: [processing], rows: processings.map((group) => toRow('processingtype', group)), empty }),
    tabulateCounts({ key: 'parties', caption: `Jobs by ${party.toLowerCase()} and state`, keys: [party], rows: parties.map((group) => toRow(attribute, group)), empty }),
  ];
}

/** The summary as HTML. */
export function render(summary: SplitSummary): string {
  return markup`${listTables(summary).map((table) => renderFittedTable(table, bytesOfTable))}`.toString();
}
