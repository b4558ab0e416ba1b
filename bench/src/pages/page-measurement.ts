import type { BenchMonitor } from './bench-monitor.ts';
import type { MeasuredPage } from './page-addresses.ts';

/** What a page takes. */
export interface PageMeasurement extends MeasuredPage {
  readonly database: string;
  readonly milliseconds: number;
  /** The same page on tables without rows. */
  readonly emptyMilliseconds: number;
  /** The statements of the page alone. */
  readonly sqlMilliseconds: number;
  readonly statements: number;
  readonly sizeBytes: number;
}

/** The most that a page may take, and be. */
export const pageLimits = { ratio: 1.5, milliseconds: 1_000, sizeBytes: 200_000 } as const;

/** How often each is measured. */
export const pageRounds = 5;

/** Measures a page, in turn with the same page without rows and with its statements alone; the median of each after one round to warm up. */
export async function measurePage(full: BenchMonitor, empty: BenchMonitor, { page, database, emptyAddress = page.address }: { readonly page: MeasuredPage; readonly database: string; readonly emptyAddress?: string }): Promise<PageMeasurement> {
  const { statements, status, sizeBytes, text } = await full.get(page.address);
  if (status !== 200) throw new Error(`measure page: "${page.address}" answered ${status}: ${text.slice(0, 200)}`);
  const times: Record<'page' | 'empty' | 'sql', number[]> = { page: [], empty: [], sql: [] };
  for (let round = 0; round <= pageRounds; round += 1) {
    times.page.push((await full.get(page.address)).milliseconds);
    times.sql.push(await full.runDirectly(statements));
    times.empty.push((await empty.get(emptyAddress)).milliseconds);
  }
  const median = (all: readonly number[]): number => all.slice(1).toSorted((left, right) => left - right)[Math.floor(pageRounds / 2)] ?? Number.NaN;
  return { ...page, database, milliseconds: median(times.page), emptyMilliseconds: median(times.empty), sqlMilliseconds: median(times.sql), statements: statements.length, sizeBytes };
}

/** A page's own time, over that of its statements. */
export function ratioOf({ milliseconds, emptyMilliseconds, sqlMilliseconds }: PageMeasurement): number {
  return Math.max(0, milliseconds - emptyMilliseconds) / sqlMilliseconds;
}

/** What of a page is beyond the limits. */
export function judgePage(page: PageMeasurement): string[] {
  const name = `${page.database} ${page.address}`;
  return [
    ...(ratioOf(page) > pageLimits.ratio ? [`${name}: ${ratioOf(page).toFixed(2)} times its statements, at most ${pageLimits.ratio}`] : []),
    ...(page.milliseconds > pageLimits.milliseconds ? [`${name}: ${page.milliseconds.toFixed(0)} ms, at most ${pageLimits.milliseconds} ms`] : []),
    ...(page.sizeBytes > pageLimits.sizeBytes ? [`${name}: ${page.sizeBytes} bytes, at most ${pageLimits.sizeBytes} bytes`] : []),
  ];
}

/** A line of the table. */
export function renderPage(page: PageMeasurement): string {
  const cells = [page.database.padEnd(7), page.kind.padEnd(9), ...[page.milliseconds, page.emptyMilliseconds, page.sqlMilliseconds].map((value) => value.toFixed(1).padStart(8)), ratioOf(page).toFixed(2).padStart(6), String(page.statements).padStart(5), (page.sizeBytes / 1000).toFixed(0).padStart(6)];
  return `${cells.join(' ')}  ${page.address.length > 80 ? `${page.address.slice(0, 77)}...` : page.address}`;
}

/** The heading of the table. */
export const pageHeading = 'database kind       page ms empty ms   sql ms  ratio  stmts     kB  address';
