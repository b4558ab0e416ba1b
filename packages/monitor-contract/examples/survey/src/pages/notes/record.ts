import type { PageRow } from '@bigpanda/monitor-contract';

/** A note about a site. */
export interface NoteRecord {
  readonly site: string;
  readonly author: string;
  readonly text: string;
  /** UTC, `YYYY-MM-DD hh:mm:ss`. */
  readonly written: string;
}

/** What the page needs of a row of the own table; its columns by their names, unset ones null. */
export function toRecord(row: PageRow): NoteRecord {
  return { site: String(row['site'] ?? ''), author: String(row['author'] ?? ''), text: String(row['text'] ?? ''), written: String(row['written'] ?? '') };
}
