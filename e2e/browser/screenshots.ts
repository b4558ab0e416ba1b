import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { Browser } from 'playwright-core';
import { bundleMonitor } from '../src/monitor-bundle.ts';
import { TemporaryFolder } from '../src/temporary-folder.ts';
import { startChromium } from './chromium.ts';
import { findPages, listRoutes } from './found-pages.ts';
import { hostileMark, writeHostileRows } from './hostile-rows.ts';
import { makeEmptyDatabase, makeFilledDatabase, startMonitor, storesBeside } from './running-monitor.ts';

const help = `Writes pictures of every page of the monitor: 1440 and 390 pixels wide, light and dark.

  npm run screenshots -- [options]

  --out DIR      where they are written; made anew each time (build/screenshots)
  --jobs N       about how many jobs the day has (1500)
  --only TEXT    only pages whose address has this in it
  --rows KIND    "day" of jobs, "empty" for tables without a row, "hostile" for a day with texts that could break pages (day)
  --path PATH    only this address, such as "/job/17/"; may be given more than once
`;

const rowKinds = ['day', 'empty', 'hostile'];

const { values } = parseArgs({
  options: { out: { type: 'string', default: 'build/screenshots' }, jobs: { type: 'string', default: '1500' }, only: { type: 'string', default: '' }, rows: { type: 'string', default: 'day' }, path: { type: 'string', multiple: true, default: [] }, help: { type: 'boolean' } },
});
if (values.help === true) process.stdout.write(help);
else if (!rowKinds.includes(values.rows)) {
  process.stderr.write(`error: take pictures: --rows "${values.rows}"; wanted ${rowKinds.join(', ')}\n`);
  process.exitCode = 2;
}
else await takePictures({ folder: resolve(values.out), jobCount: Number(values.jobs), only: values.only, rows: values.rows, given: values.path });

interface PictureOptions {
  readonly folder: string;
  readonly jobCount: number;
  readonly only: string;
  readonly rows: string;
  /** Addresses; those that links lead to when there are none. */
  readonly given: readonly string[];
}

async function takePictures({ folder, jobCount, only, rows, given }: PictureOptions): Promise<void> {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  using temporary = new TemporaryFolder();
  await Promise.all([makeRows(temporary.file('panda.db'), rows, jobCount), bundleMonitor()]);
  await using monitor = await startMonitor(temporary.file('panda.db'));
  const browser = await startChromium();
  try {
    for (const { route, path } of given.length > 0 ? given.map((each) => ({ route: each, path: each })) : await listPictured(monitor.address, rows === 'hostile')) {
      if (path === undefined || !path.includes(only)) continue;
      await photograph(browser, { address: monitor.address + path, file: join(folder, route.replaceAll(/[^a-z0-9]+/gi, '-').replaceAll(/^-|-$/g, '') || 'overview') });
      process.stdout.write(`${path.slice(0, 100)}\n`);
    }
  } finally {
    await browser.close();
  }
}

/** One address of each page; of a page about something whose name is hostile, that one where it is wanted. */
async function listPictured(address: string, wantsHostile: boolean): Promise<readonly { readonly route: string; readonly path: string | undefined }[]> {
  const pages = await findPages({ address, routes: await listRoutes(), ...(wantsHostile ? { isWanted: (path: string) => hostileMark.test(path) } : {}) });
  return pages.map(({ route, paths }) => ({ route, path: (wantsHostile ? paths.findLast((path) => hostileMark.test(path.split('?')[0] ?? '')) : undefined) ?? paths[0] }));
}

/** Four pictures of an address: both widths, both colour schemes. */
async function photograph(browser: Browser, { address, file }: { readonly address: string; readonly file: string }): Promise<void> {
  for (const [width, colorScheme] of [[1440, 'light'], [1440, 'dark'], [390, 'light'], [390, 'dark']] as const) {
    const page = await browser.newPage({ viewport: { width, height: 900 }, colorScheme });
    await page.goto(address);
    await page.screenshot({ path: `${file}.${width}.${colorScheme}.png`, fullPage: true });
    await page.close();
  }
}

async function makeRows(path: string, rows: string, jobCount: number): Promise<void> {
  if (rows === 'empty') return makeEmptyDatabase(path);
  await makeFilledDatabase(path, jobCount);
  if (rows !== 'hostile') return;
  writeHostileRows(path);
  for (const store of readdirSync(storesBeside(path))) writeHostileRows(join(storesBeside(path), store));
}
