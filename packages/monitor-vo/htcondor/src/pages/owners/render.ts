import { markup, renderPageTable, tabulateCounts, type CountRow, type PageTable } from '@bigpanda/monitor-contract';
import { statusTones } from '../../store/job-status.ts';
import type { CountedName, OwnerSummary } from './summary.ts';

/** The tables of the page: schedds and owners, linked to their jobs. */
export function listTables({ schedds, owners }: OwnerSummary): readonly PageTable[] {
  const empty = 'No schedd has told of a job yet.';
  return [
    tabulateCounts({ key: 'schedds', caption: 'Jobs by schedd and status', keys: ['Schedd', { key: 'seen', title: 'Told last, UTC', kind: 'time' }], rows: schedds.map((one) => toRow('schedd', one, [one.seen])), tones: statusTones, empty }),
    tabulateCounts({ key: 'owners', caption: 'Jobs by owner and status', keys: ['Owner'], rows: owners.map((one) => toRow('owner', one, [])), tones: statusTones, empty }),
  ];
}

function toRow(parameter: string, { name, counts }: CountedName, more: readonly string[]): CountRow {
  if (name === '') return { keys: ['not told', ...more], counts };
  const href = `/htcondor/?${parameter}=${encodeURIComponent(name)}`;
  return { keys: [{ value: name, href }, ...more], counts, href, stateParameter: 'status' };
}

/** The summary as HTML. */
export function render(summary: OwnerSummary): string {
  return markup`${listTables(summary).map(renderPageTable)}`.toString();
}
