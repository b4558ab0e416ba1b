import { copyFileSync } from 'node:fs';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startChromium } from '../browser/chromium.ts';
import { findPages } from '../browser/found-pages.ts';
import { hostileMark, writeHostileRows } from '../browser/hostile-rows.ts';
import { checkPages } from '../browser/page-check.ts';
import { makeEmptyDatabase, makeFilledDatabase, startMonitor, type RunningMonitor } from '../browser/running-monitor.ts';
import { bundleMonitor } from '../src/monitor-bundle.ts';
import { TemporaryFolder } from '../src/temporary-folder.ts';

const folders = { empty: new TemporaryFolder(), day: new TemporaryFolder(), hostile: new TemporaryFolder() };
const started: AsyncDisposable[] = [];
let browser: Browser;

async function start(databasePath: string): Promise<RunningMonitor> {
  const monitor = await startMonitor(databasePath);
  started.push(monitor);
  return monitor;
}

beforeAll(async () => {
  [browser] = await Promise.all([startChromium(), bundleMonitor(), makeEmptyDatabase(folders.empty.file('panda.db')), makeFilledDatabase(folders.day.file('panda.db'), 120)]);
  copyFileSync(folders.day.file('panda.db'), folders.hostile.file('panda.db'));
  writeHostileRows(folders.hostile.file('panda.db'));
});

afterAll(async () => {
  await browser.close();
  for (const one of started) await one[Symbol.asyncDispose]();
  for (const folder of Object.values(folders)) folder[Symbol.dispose]();
});

describe('every page of the core and of each VO, in light and dark, at 1440 and 390 pixels', () => {
  it.each([
    ['without a row', folders.empty],
    ['with a day of jobs', folders.day],
    ['with hostile texts in every field', folders.hostile],
  ] as const)('has nothing that axe finds, that fails, comes from elsewhere or is too wide: %s', async (_, folder) => {
    const { address } = await start(folder.file('panda.db'));
    const pages = await findPages(address, (path) => hostileMark.test(path));
    expect(await checkPages(browser, { address, pages, isDarkToo: folder === folders.day })).toEqual([]);
  });
});
