import { markup, trustMarkup, writeValue, type Markup, type MarkupValue } from './markup.ts';

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

/** A table with caption and header cells that scrolls sideways in itself where the screen is narrow. */
export function renderTable({ caption, columns, rows, empty = 'Nothing to show.', isDense = false }: DataTable): Markup {
  const head = columns.map((column) => markup`<th scope="col"${column.isNumeric === true ? markup` class="number"` : ''}${column.sorted === undefined ? '' : markup` aria-sort="${column.sorted}"`}>${column.title}</th>`);
  const body = rows.length > 0 ? renderRows(rows, columns) : markup`<tr><td class="empty" colspan="${columns.length}">${empty}</td></tr>`;
  return markup`<div class="table" role="region" aria-label="${caption}" tabindex="0"><table${isDense ? markup` class="dense"` : ''}><caption>${caption}</caption><thead><tr>${head}</tr></thead><tbody>${body}</tbody></table></div>
`;
}

/** Written without a template for each cell: a table has thousands. */
function renderRows(rows: DataTable['rows'], columns: readonly TableColumn[]): Markup {
  const opened = columns.map(({ isNumeric }, index) => `<${index === 0 ? 'th scope="row"' : 'td'}${isNumeric === true ? ' class="number"' : ''}>`);
  let html = '';
  for (const cells of rows) {
    html += '<tr>';
    for (let index = 0; index < cells.length; index += 1) html += `${opened[index] ?? '<td>'}${writeValue(cells[index])}${index === 0 ? '</th>' : '</td>'}`;
    html += '</tr>\n';
  }
  return trustMarkup(html);
}
