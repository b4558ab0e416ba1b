import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDatabase, openDatabaseReadOnly, selectJobs, sumUpEndedJobs, type PandaDatabase } from '@bigpanda/datastore';
import type { Benchmark, MeasuredContest } from '../benchmark.ts';
import { startBenchMonitor, type BenchMonitor } from '../pages/bench-monitor.ts';
import { fillFiles, sampleDataset } from '../pages/fill-files.ts';
import { fillPages, fillVersion } from '../pages/fill-pages.ts';
import { openKeptDatabases, type DatabaseName, type KeptDatabases } from '../pages/kept-databases.ts';
import { listMeasuredPages, type SampleNames } from '../pages/page-addresses.ts';
import { isQuick, judgePage, measurePage, noticedMilliseconds, pageHeading, pageLimits, pageRounds, renderPage, type PageMeasurement } from '../pages/page-measurement.ts';
import { sampleQueues, sampleTasks } from '../pages/sample-site.ts';

/** Jobs of the tables; the environment may ask for fewer, to try the bench itself. */
const counts = { ended: Number(process.env['BENCH_ENDED'] ?? 1_000_000), active: Number(process.env['BENCH_ACTIVE'] ?? 100_000), queues: 100, users: 200 };

/** What is measured; the environment may ask for less, while one page is worked on. */
const [wantedDatabases, wantedPages] = [process.env['BENCH_DATABASE'] ?? '', process.env['BENCH_PAGE'] ?? ''];

/** Where the databases stay from one run to the next: to fill them takes longer than to measure. */
const keptFolder = join(import.meta.dirname, '../../../build/bench-pages');

/** When the sample ends, which is the monitor's time too. */
const nowMilliseconds = Date.parse('2026-11-22T12:00:00Z');

/** A monitor that has run for a while has its code compiled. */
const warmUpRounds = 3;

const rowsPerPage = 100;
const [placeAddress, place] = ['/jobs/?days=all&sortby=-modificationtime', 1_000];

interface MeasuredPages {
  readonly pages: readonly PageMeasurement[];
  readonly failures: readonly string[];
}

/**
 * The monitor's pages with a million jobs that have ended and 100,000 that have not, on SQLite and on MariaDB: a page's time,
 * less that of the same page without rows, beside its SQL statements alone. Every page must keep to the limits of
 * time and size, and the 1,000th page of a list to the time of the first.
 */
export const benchmark: Benchmark = {
  peer: 'the statements of the pages alone',
  runs: pageRounds.most,
  direction: 'lower',
  prepare: async (): Promise<MeasuredContest> => {
    const folder = await mkdtemp(join(tmpdir(), 'bench-pages-'));
    process.stdout.write(`${pageHeading}\n`);
    const pages: PageMeasurement[] = [];
    const failures: string[] = [];
    for (const name of (['sqlite', 'mariadb'] as const).filter((known) => known.includes(wantedDatabases))) {
      await using databases = await openKeptDatabases(name, { folder: join(keptFolder, `${name}-${fillVersion}-${counts.ended}-${counts.active}`), nowMilliseconds, fills: [{ marker: 'filled', fill: (database) => fill(database, name) }, { marker: 'filled-files', fill: fillFiles }] });
      await sumUp(databases);
      const measured = await measureAll(databases, folder);
      pages.push(...measured.pages);
      failures.push(...measured.failures);
    }
    process.stdout.write(`ms: medians; ratio: of the least times; quick: over the ratio of ${pageLimits.ratio}, by less than ${noticedMilliseconds} ms\n`);
    const sum = (times: (page: PageMeasurement) => number): number => pages.reduce((total, page) => total + times(page), 0);
    return {
      seconds: { ours: sum(({ least }) => Math.max(0, least.page - least.empty)) / 1000, theirs: sum(({ least }) => least.sql) / 1000 },
      note: () => `pages=${pages.length} over=${failures.length} quick=${pages.filter(isQuick).length} slowest=${Math.max(...pages.map((page) => page.milliseconds)).toFixed(0)}ms largest=${(Math.max(...pages.map((page) => page.sizeBytes)) / 1000).toFixed(0)}kB`,
      failures: () => failures,
      [Symbol.asyncDispose]: () => rm(folder, { recursive: true }),
    };
  },
};

async function measureAll(databases: KeptDatabases, folder: string): Promise<MeasuredPages> {
  await using full = await startBenchMonitor(databases.dialect, databases.full, { nowMilliseconds, folder });
  await using empty = await startBenchMonitor(databases.dialect, databases.empty, { nowMilliseconds, folder });
  const pages: PageMeasurement[] = [];
  const wanted = listMeasuredPages(sampleNames()).filter(({ address }) => address.includes(wantedPages));
  for (let round = 0; round < warmUpRounds; round += 1) for (const { address } of wanted) await full.get(address);
  for (const page of wanted) {
    const measured = await measurePage(full, empty, { page, database: databases.name });
    process.stdout.write(`${renderPage(measured)}\n`);
    pages.push(measured);
  }
  const far = placeAddress.includes(wantedPages) ? await measurePlace(databases, { full, empty }) : { pages: [], failures: [] };
  return { pages: [...pages, ...far.pages], failures: [...[...pages, ...far.pages].flatMap((page) => judgePage(page).map((problem) => `${page.database} ${page.address}: ${problem}`)), ...far.failures] };
}

async function fill(database: PandaDatabase, name: DatabaseName): Promise<void> {
  const start = performance.now();
  await fillPages(database, counts, nowMilliseconds);
  process.stdout.write(`pages-fill database=${name} jobs=${counts.ended + counts.active} seconds=${((performance.now() - start) / 1000).toFixed(0)}\n`);
}

/** Sums up what is not summed up yet, as the server does. */
async function sumUp({ name, dialect, full }: KeptDatabases): Promise<void> {
  const database = await openDatabase(dialect, full, nowMilliseconds);
  const start = performance.now();
  const spans = await sumUpEndedJobs(database, nowMilliseconds, { maxSpans: 1_000 });
  if (spans > 0) process.stdout.write(`pages-sums database=${name} spans=${spans} secondsPerSpan=${((performance.now() - start) / 1000 / spans).toFixed(3)}\n`);
  await database.close();
}

/** The page so far into the list, by the place that the page before tells, beside the first one. */
async function measurePlace({ name, dialect, full: settings }: KeptDatabases, { full, empty }: { readonly full: BenchMonitor; readonly empty: BenchMonitor }): Promise<MeasuredPages> {
  const database = await openDatabaseReadOnly(dialect, settings);
  let cursor: string | undefined;
  const steps = 9;
  for (let step = 0; step < steps; step += 1) {
    const { next } = await selectJobs(database, { conditions: [] }, { order: { attribute: 'modificationTime', direction: 'descending' }, limit: ((place - 1) * rowsPerPage) / steps, attributes: [], ...(cursor === undefined ? {} : { cursor }) });
    cursor = next;
  }
  await database.close();
  const [first, far] = [await measurePage(full, empty, { page: { kind: 'place', address: placeAddress }, database: name }), await measurePage(full, empty, { page: { kind: 'place', address: `${placeAddress}&cursor=${cursor ?? ''}` }, database: name })];
  const growth = far.least.page / first.least.page;
  process.stdout.write(`${[first, far].map(renderPage).join('\n')}\npages-place database=${name} page=${place} ratio=${growth.toFixed(2)} first=${first.least.page.toFixed(1)}ms far=${far.least.page.toFixed(1)}ms\n`);
  return { pages: [first, far], failures: growth <= pageLimits.ratio ? [] : [`${name} page ${place}: ${growth.toFixed(2)} times the first, at most ${pageLimits.ratio}`] };
}

/** A queue of middling size, a user and a task of it. */
function sampleNames(): SampleNames {
  const tasks = sampleTasks({ jobs: counts.ended + counts.active, users: counts.users, queues: counts.queues, seconds: 30 * 86_400 });
  const task = tasks.findLast((some) => some.jobs > 500 && some.startSeconds < 29 * 86_400) ?? tasks[0];
  const user = tasks.findLast((some) => some.label === 'user')?.user;
  const queue = sampleQueues(counts.queues)[task?.queues[0] ?? 0];
  if (task === undefined || user === undefined || queue === undefined) throw new Error('choose names of the sample: it has no task of a user');
  return { site: queue.name, user, task: task.id, dataset: sampleDataset(task.id) };
}
