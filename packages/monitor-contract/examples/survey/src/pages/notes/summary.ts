import type { NoteRecord } from './record.ts';

export interface NoteSummary {
  /** Newest first. */
  readonly notes: readonly NoteRecord[];
}

/** The notes as they were read. */
export function summarise(records: readonly NoteRecord[]): NoteSummary {
  return { notes: [...records] };
}
