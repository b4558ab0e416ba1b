import type { PageRow } from '@bigpanda/monitor-contract';

/** Jobs of one owner at one schedd in one status. */
export interface OwnerRecord {
  readonly schedd: string;
  /** Empty where it was not told. */
  readonly owner: string;
  readonly status: string;
  readonly jobs: number;
  /** When the schedd last told of one of them; UTC, empty when it is not known. */
  readonly seen: string;
}

/** What the page needs of a row. */
export function toRecord(row: PageRow): OwnerRecord {
  return { schedd: String(row['schedd'] ?? ''), owner: String(row['owner'] ?? ''), status: String(row['status'] ?? 'unknown'), jobs: Number(row['jobs'] ?? 0), seen: String(row['seen'] ?? '') };
}
