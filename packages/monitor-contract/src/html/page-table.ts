import { valueOfCell, type CellKind, type PageCell, type PageColumn, type PageTable, type RowValue } from '../table.ts';
import { renderTable, type TableColumn } from './data-table.ts';
import { markup, trustMarkup, writeValue, type Markup, type MarkupValue } from './markup.ts';
import { renderShareBar } from './share-bar.ts';
import { renderStateBadge, type StateTones } from './state-badge.ts';

/** More columns of states than these do not fit beside one another with their names written across. */
const mostWideStates = 8;

/** Characters of a message that stand in a line of a wide window. */
const mostOfMessage = 120;

const numberKinds: ReadonlySet<CellKind> = new Set(['number', 'duration', 'bytes', 'share']);

// A table has thousands of cells: what never changes is made once, the others without a template.
const zero = markup`<span class="zero">0</span>`;
const [named, elsewhere] = [' class="name"', ' rel="noreferrer noopener external"'];

/** How each kind of cell is written. */
const formats: Readonly<Record<CellKind, (value: string | number, tones: StateTones) => MarkupValue>> = {
  text: (value) => value,
  long: (value) => trustMarkup(`<span class="long">${writeValue(value)}</span>`),
  message: (value) => renderMessage(String(value)),
  number: (value) => (value === 0 ? zero : value),
  time: (value) => trustMarkup(`<span class="time">${writeValue(value)}</span>`),
  state: (value, tones) => renderStateBadge(String(value), tones),
  duration: (value) => formatDuration(Number(value)),
  bytes: (value) => formatBytes(Number(value)),
  share: (value) => `${(100 * Number(value)).toFixed(1)} %`,
};

/** A table of data as HTML. */
export function renderPageTable({ caption, columns, rows, stateShares = [], tones = {}, empty }: PageTable): Markup {
  const place = columns.findIndex((column) => column.isState === true);
  const insert = <Cell>(cells: readonly Cell[], cell: Cell): readonly Cell[] => (stateShares.length === 0 || place < 0 ? cells : cells.toSpliced(place, 0, cell));
  return renderTable({
    caption,
    columns: insert<TableColumn>(columns.map((column) => headingOf(column, tones)), { title: markup`<span class="unseen">share of each state</span>` }),
    rows: rows.map((cells, row) => insert<MarkupValue>(columns.map((column, index) => renderCell(cells[index] ?? null, column.kind ?? 'text', tones)), renderShareBar(stateShares[row] ?? {}, tones))),
    ...(empty === undefined ? {} : { empty }),
    isDense: columns.filter(({ isState }) => isState === true).length > mostWideStates,
  });
}

function headingOf({ title, isState, kind, sortHref, sorted }: PageColumn, tones: StateTones): TableColumn {
  const text = isState === true ? renderStateBadge(title, tones) : title;
  return {
    title: sortHref === undefined ? text : markup`<a class="sort" href="${sortHref}">${text}</a>`,
    isNumeric: numberKinds.has(kind ?? 'text'),
    ...(sorted === undefined ? {} : { sorted }),
  };
}

function renderCell(cell: PageCell, kind: CellKind, tones: StateTones): MarkupValue {
  const value = valueOfCell(cell);
  if (value === null || value === '') return '';
  const text = formatCell(value, kind, tones);
  if (cell === null || typeof cell !== 'object') return text;
  return trustMarkup(`<a${kind === 'text' ? named : ''}${cell.href.startsWith('/') ? '' : elsewhere} href="${writeValue(cell.href)}">${writeValue(text)}</a>`);
}

function formatCell(value: RowValue, kind: CellKind, tones: StateTones): MarkupValue {
  return formats[kind](value ?? '', tones);
}

/** A long text shows its beginning, and the rest when it is opened. */
function renderMessage(text: string): Markup {
  const characters = Array.from(text);
  if (characters.length <= mostOfMessage) return markup`<span class="long">${text}</span>`;
  return markup`<details class="message"><summary>${characters.slice(0, mostOfMessage - 20).join('')}…</summary><p class="text">${text}</p></details>`;
}

/** Seconds as `hh:mm:ss`, with days in front where there are some. */
export function formatDuration(seconds: number): string {
  if (!Number.isFinite(seconds)) return '';
  const whole = Math.abs(Math.round(seconds));
  const days = Math.floor(whole / 86_400);
  const clock = [Math.floor(whole / 3600) % 24, Math.floor(whole / 60) % 60, whole % 60].map((part) => String(part).padStart(2, '0')).join(':');
  return `${seconds < 0 ? '-' : ''}${days === 0 ? '' : `${days} d `}${clock}`;
}

/** Bytes in the unit that leaves one to three digits before the point, by powers of 1000. */
export function formatBytes(bytes: number): string {
  if (!Number.isFinite(bytes)) return '';
  const units = ['B', 'kB', 'MB', 'GB', 'TB', 'PB'];
  const power = bytes < 1 ? 0 : Math.min(units.length - 1, Math.floor(Math.log10(bytes) / 3));
  return `${power === 0 ? bytes : (bytes / 1000 ** power).toFixed(1)} ${units[power] ?? 'B'}`;
}
