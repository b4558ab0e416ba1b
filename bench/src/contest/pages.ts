import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDatabase, openDatabaseReadOnly, selectJobs, sumUpEndedJobs, type DatabaseSettings } from '@bigpanda/datastore';
import type { Benchmark, MeasuredContest } from '../benchmark.ts';
import { mariadbDatabases, sqliteDatabases, type BenchDatabases } from '../dispatch/bench-database.ts';
import { startBenchMonitor, type BenchMonitor } from '../pages/bench-monitor.ts';
import { fillPages } from '../pages/fill-pages.ts';
import { listMeasuredPages, type SampleNames } from '../pages/page-addresses.ts';
import { judgePage, measurePage, pageHeading, pageLimits, pageRounds, renderPage, type PageMeasurement } from '../pages/page-measurement.ts';
import { sampleQueues, sampleTasks } from '../pages/sample-site.ts';

/** Jobs of the tables; the environment may ask for fewer, to try the bench itself. */
const counts = { ended: Number(process.env['BENCH_ENDED'] ?? 1_000_000), active: Number(process.env['BENCH_ACTIVE'] ?? 100_000), queues: 100, users: 200 };

/** When the sample ends, which is the monitor's time too. */
const nowMilliseconds = Date.parse('2026-11-22T12:00:00Z');

const rowsPerPage = 100;
const [placeAddress, place] = ['/jobs/?days=all&sortby=-modificationtime', 1_000];

/**
 * The monitor's pages with a million jobs that have ended and 100,000 that have not, on SQLite and on MariaDB: a page's time,
 * less that of the same page without rows, beside its SQL statements alone. Every page must keep to the limits of
 * time and size, and the 1,000th page of a list to the time of the first.
 */
export const benchmark: Benchmark = {
  peer: 'the statements of the pages alone',
  runs: pageRounds,
  direction: 'lower',
  prepare: async (): Promise<MeasuredContest> => {
    const folder = await mkdtemp(join(tmpdir(), 'bench-pages-'));
    process.stdout.write(`${pageHeading}\n`);
    const pages: PageMeasurement[] = [];
    const failures: string[] = [];
    for (const [name, open] of [['sqlite', async () => sqliteDatabases()], ['mariadb', mariadbDatabases]] as const) {
      await using databases = await open();
      const measured = await measureAll(databases, { name, folder });
      pages.push(...measured.pages);
      failures.push(...measured.failures);
    }
    const sum = (times: (page: PageMeasurement) => number): number => pages.reduce((total, page) => total + times(page), 0);
    return {
      seconds: { ours: sum((page) => Math.max(0, page.milliseconds - page.emptyMilliseconds)) / 1000, theirs: sum((page) => page.sqlMilliseconds) / 1000 },
      note: () => `pages=${pages.length} slowest=${Math.max(...pages.map((page) => page.milliseconds)).toFixed(0)}ms largest=${(Math.max(...pages.map((page) => page.sizeBytes)) / 1000).toFixed(0)}kB`,
      failures: () => failures,
      [Symbol.asyncDispose]: () => rm(folder, { recursive: true }),
    };
  },
};

async function measureAll(databases: BenchDatabases, { name, folder }: { readonly name: string; readonly folder: string }): Promise<{ readonly pages: readonly PageMeasurement[]; readonly failures: readonly string[] }> {
  const [fullSettings, emptySettings] = [await databases.make(), await databases.make()];
  for (const settings of [fullSettings, emptySettings]) await (await openDatabase(databases.dialect, settings, nowMilliseconds)).close();
  await fill(databases, fullSettings, name);
  await using full = await startBenchMonitor(databases.dialect, fullSettings, { nowMilliseconds, folder });
  await using empty = await startBenchMonitor(databases.dialect, emptySettings, { nowMilliseconds, folder });
  const pages: PageMeasurement[] = [];
  const failures: string[] = [];
  for (const page of listMeasuredPages(sampleNames())) {
    const measured = await measurePage(full, empty, { page, database: name });
    process.stdout.write(`${renderPage(measured)}\n`);
    pages.push(measured);
    failures.push(...judgePage(measured));
  }
  const far = await measurePlace(databases, fullSettings, { full, empty, name });
  process.stdout.write(`${renderPage(far)}\n`);
  const near = pages.find(({ address }) => address === placeAddress)?.milliseconds ?? Number.NaN;
  const growth = far.milliseconds / near;
  process.stdout.write(`pages-place database=${name} page=${place} ratio=${growth.toFixed(2)} first=${near.toFixed(1)}ms far=${far.milliseconds.toFixed(1)}ms\n`);
  return { pages: [...pages, far], failures: [...failures, ...judgePage(far), ...(growth <= pageLimits.ratio ? [] : [`${name} page ${place}: ${growth.toFixed(2)} times the first, at most ${pageLimits.ratio}`])] };
}

async function fill(databases: BenchDatabases, settings: DatabaseSettings, name: string): Promise<void> {
  const database = await openDatabase(databases.dialect, settings, nowMilliseconds);
  const start = performance.now();
  await fillPages(database, counts, nowMilliseconds);
  const filled = performance.now();
  const spans = await sumUpEndedJobs(database, nowMilliseconds, { maxSpans: 1_000 });
  process.stdout.write(`pages-fill database=${name} jobs=${counts.ended + counts.active} seconds=${((filled - start) / 1000).toFixed(0)} spans=${spans} secondsPerSpan=${((performance.now() - filled) / 1000 / spans).toFixed(3)}\n`);
  await database.close();
}

/** The page so far into the list, by the place that the page before tells. */
async function measurePlace({ dialect }: BenchDatabases, settings: DatabaseSettings, { full, empty, name }: { readonly full: BenchMonitor; readonly empty: BenchMonitor; readonly name: string }): Promise<PageMeasurement> {
  const database = await openDatabaseReadOnly(dialect, settings);
  let cursor: string | undefined;
  const steps = 9;
  for (let step = 0; step < steps; step += 1) {
    const { next } = await selectJobs(database, { conditions: [] }, { order: { attribute: 'modificationTime', direction: 'descending' }, limit: ((place - 1) * rowsPerPage) / steps, attributes: [], ...(cursor === undefined ? {} : { cursor }) });
    cursor = next;
  }
  await database.close();
  return measurePage(full, empty, { page: { kind: 'place', address: `${placeAddress}&cursor=${cursor ?? ''}` }, database: name });
}

/** A queue of middling size, a user and a task of it. */
function sampleNames(): SampleNames {
  const tasks = sampleTasks({ jobs: counts.ended + counts.active, users: counts.users, queues: counts.queues, seconds: 30 * 86_400 });
  const task = tasks.findLast((some) => some.jobs > 500 && some.startSeconds < 29 * 86_400) ?? tasks[0];
  const user = tasks.findLast((some) => some.label === 'user')?.user;
  const queue = sampleQueues(counts.queues)[task?.queues[0] ?? 0];
  if (task === undefined || user === undefined || queue === undefined) throw new Error('choose names of the sample: it has no task of a user');
  return { site: queue.name, user, task: task.id };
}
