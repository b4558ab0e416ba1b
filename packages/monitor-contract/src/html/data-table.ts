import { markup, type Markup, type MarkupValue } from './markup.ts';

/** A column: its heading, and whether its cells are numbers, which stand at the right. */
export interface TableColumn {
  readonly title: MarkupValue;
  readonly isNumeric?: boolean;
  /** How the rows are sorted by this column now. */
  readonly sorted?: 'ascending' | 'descending';
}

export interface DataTable {
  /** Says what the table holds; shown above it and read first by a screen reader. */
  readonly caption: string;
  readonly columns: readonly TableColumn[];
  /** Cells in the order of the columns; the first one heads its row. */
  readonly rows: readonly (readonly MarkupValue[])[];
  /** Shown instead of rows when there are none. */
  readonly empty?: string;
  /** Has many narrow columns: headings of states stand upright, so that all of them fit. */
  readonly isDense?: boolean;
}

// Made once: a table has thousands of cells.
const [plain, numeric] = [markup``, markup` class="number"`];

/** A table with caption and header cells that scrolls sideways in itself where the screen is narrow. */
export function renderTable({ caption, columns, rows, empty = 'Nothing to show.', isDense = false }: DataTable): Markup {
  const head = columns.map((column) => markup`<th scope="col"${numberClass(column)}${column.sorted === undefined ? '' : markup` aria-sort="${column.sorted}"`}>${column.title}</th>`);
  const body = rows.length > 0 ? rows.map((cells) => renderRow(cells, columns)) : markup`<tr><td class="empty" colspan="${columns.length}">${empty}</td></tr>`;
  return markup`<div class="table" role="region" aria-label="${caption}" tabindex="0"><table${isDense ? markup` class="dense"` : ''}><caption>${caption}</caption><thead><tr>${head}</tr></thead><tbody>${body}</tbody></table></div>
`;
}

function renderRow(cells: readonly MarkupValue[], columns: readonly TableColumn[]): Markup {
  const rendered = cells.map((cell, index) => (index === 0 ? markup`<th scope="row"${numberClass(columns[index])}>${cell}</th>` : markup`<td${numberClass(columns[index])}>${cell}</td>`));
  return markup`<tr>${rendered}</tr>
`;
}

function numberClass(column: TableColumn | undefined): Markup {
  return column?.isNumeric === true ? numeric : plain;
}
