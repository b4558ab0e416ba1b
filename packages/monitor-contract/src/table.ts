import type { StateTones } from './html/state-badge.ts';
import type { StateCounts } from './html/state-counts.ts';

/** A value of a row: what SQL and JSON both know. */
export type RowValue = string | number | null;

/** A cell of a table: its value, linked where a page of this monitor tells more. */
export type PageCell = RowValue | { readonly value: RowValue; /** Address below the root, such as `/jobs/?vo=x`; or with `https://` on another host, which is told nothing of this page. */ readonly href: string };

/** How cells of a column are written; `text` when absent. A `message` longer than a line is folded. Times are `YYYY-MM-DD HH:MM:SS` in UTC, durations seconds, shares from 0 to 1. */
export type CellKind = 'text' | 'long' | 'message' | 'number' | 'time' | 'state' | 'duration' | 'bytes' | 'share';

/** A column of a table as data. */
export interface PageColumn {
  /** Heading of the column in the CSV: a word without blanks. */
  readonly key: string;
  readonly title: string;
  readonly kind?: CellKind;
  /** Shows the title as the badge of a job state. */
  readonly isState?: boolean;
  /** How the rows are sorted by this column now. */
  readonly sorted?: 'ascending' | 'descending';
  /** Address of the page sorted by this column. */
  readonly sortHref?: string;
}

/** A table as data: its HTML and its CSV are made from it. */
export interface PageTable {
  /** Its name in `?csv=NAME`: lower-case letters, digits and `-`. */
  readonly key: string;
  /** Says what the table holds; shown above it and read first by a screen reader. */
  readonly caption: string;
  readonly columns: readonly PageColumn[];
  /** Cells in the order of the columns; the first one heads its row. */
  readonly rows: readonly (readonly PageCell[])[];
  /** Jobs by state of each row, drawn as a bar before the states. */
  readonly stateShares?: readonly StateCounts[];
  /** Words of the VO's own for states, each with the job state whose colour it takes. */
  readonly tones?: StateTones;
  /** Shown instead of rows when there are none. */
  readonly empty?: string;
}

/** The value of a cell, without its link. */
export function valueOfCell(cell: PageCell | undefined): RowValue {
  if (cell === undefined || cell === null) return null;
  return typeof cell === 'object' ? cell.value : cell;
}
