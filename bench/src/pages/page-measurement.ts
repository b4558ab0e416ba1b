import type { BenchMonitor } from './bench-monitor.ts';
import type { MeasuredPage } from './page-addresses.ts';

/** The least that a page, the same page without rows, and its statements alone took; milliseconds. */
export interface LeastTimes {
  readonly page: number;
  readonly empty: number;
  readonly sql: number;
}

/** What a page takes; the median of the rounds where nothing else is said. */
export interface PageMeasurement extends MeasuredPage {
  readonly database: string;
  readonly milliseconds: number;
  /** The same page on tables without rows. */
  readonly emptyMilliseconds: number;
  /** The statements of the page alone. */
  readonly sqlMilliseconds: number;
  readonly least: LeastTimes;
  readonly statements: number;
  readonly sizeBytes: number;
}

/** The most that a page may take, and be. */
export const pageLimits = { ratio: 1.5, milliseconds: 1_000, sizeBytes: 200_000 } as const;

/**
 * A page that takes less than this beyond the ratio is quick, not over it. Where the statements take 2 ms, the ratio tells how
 * long 80 kB of HTML take to write (2 to 4 ms), and what else the machine did meanwhile, not whether the page's work grows
 * with the tables; nobody notices a hundredth of a second. What is more than that on a page of any length is over.
 */
export const noticedMilliseconds = 10;

/** How often each is measured: quick ones, whose times differ most, more often. */
export const pageRounds = { least: 9, most: 25, milliseconds: 4_000 } as const;

const warmUps = 2;

/** Measures a page, in turn with its statements alone and with the same page without rows; after two rounds to warm up. */
export async function measurePage(full: BenchMonitor, empty: BenchMonitor, { page, database, emptyAddress = page.address }: { readonly page: MeasuredPage; readonly database: string; readonly emptyAddress?: string }): Promise<PageMeasurement> {
  const { statements, status, sizeBytes, text } = await full.get(page.address);
  if (status !== 200) throw new Error(`measure page: "${page.address}" answered ${status}: ${text.slice(0, 200)}`);
  const times: Record<'page' | 'empty' | 'sql', number[]> = { page: [], empty: [], sql: [] };
  let spent = 0;
  for (let round = 0; round < pageRounds.least + warmUps || (round < pageRounds.most + warmUps && spent < pageRounds.milliseconds); round += 1) {
    const measured = { page: (await full.get(page.address)).milliseconds, sql: await full.runDirectly(statements), empty: (await empty.get(emptyAddress)).milliseconds };
    if (round < warmUps) continue;
    for (const key of ['page', 'sql', 'empty'] as const) times[key].push(measured[key]);
    spent += measured.page + measured.sql + measured.empty;
  }
  return { ...page, database, milliseconds: median(times.page), emptyMilliseconds: median(times.empty), sqlMilliseconds: median(times.sql), least: { page: Math.min(...times.page), empty: Math.min(...times.empty), sql: Math.min(...times.sql) }, statements: statements.length, sizeBytes };
}

/** A page's own time, over that of its statements: of the least times, because what else the machine does only ever adds to one or the other. */
export function ratioOf({ least: { page, empty, sql } }: PageMeasurement): number {
  return Math.max(0, page - empty) / sql;
}

/** Whether a page is over the ratio by so little that nobody notices. */
export function isQuick(page: PageMeasurement): boolean {
  const { least } = page;
  return ratioOf(page) > pageLimits.ratio && least.page - least.empty - pageLimits.ratio * least.sql < noticedMilliseconds;
}

/** What of a page is beyond the limits. */
export function judgePage(page: PageMeasurement): string[] {
  return [
    ...(ratioOf(page) > pageLimits.ratio && !isQuick(page) ? [`${ratioOf(page).toFixed(2)} times its statements, at most ${pageLimits.ratio}`] : []),
    ...(page.milliseconds > pageLimits.milliseconds ? [`${page.milliseconds.toFixed(0)} ms, at most ${pageLimits.milliseconds} ms`] : []),
    ...(page.sizeBytes > pageLimits.sizeBytes ? [`${page.sizeBytes} bytes, at most ${pageLimits.sizeBytes} bytes`] : []),
  ];
}

/** A line of the table. */
export function renderPage(page: PageMeasurement): string {
  const cells = [page.database.padEnd(8), page.kind.padEnd(9), (page.sizeBytes / 1000).toFixed(0).padStart(4), ...[page.milliseconds, page.emptyMilliseconds, page.sqlMilliseconds].map((value) => value.toFixed(1).padStart(8)), ratioOf(page).toFixed(2).padStart(6), String(page.statements).padStart(5), (judgePage(page).length > 0 ? 'over' : isQuick(page) ? 'quick' : 'ok').padEnd(7)];
  return `${cells.join(' ')} ${page.address.length > 80 ? `${page.address.slice(0, 77)}...` : page.address}`;
}

/** The heading of the table. */
export const pageHeading = 'database kind        kB  page ms empty ms   sql ms  ratio stmts verdict address';

function median(all: readonly number[]): number {
  return all.toSorted((left, right) => left - right)[Math.floor(all.length / 2)] ?? Number.NaN;
}
