import { copyFileSync, cpSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startChromium } from '../browser/chromium.ts';
import { findPages, listRoutes } from '../browser/found-pages.ts';
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
  cpSync(folders.day.file('vo'), folders.hostile.file('vo'), { recursive: true });
  for (const store of readdirSync(folders.hostile.file('vo'))) writeHostileRows(join(folders.hostile.file('vo'), store));
});

afterAll(async () => {
  await browser.close();
  for (const one of started) await one[Symbol.asyncDispose]();
  for (const folder of Object.values(folders)) folder[Symbol.dispose]();
});

describe('every page of the core and of each VO, in light and dark, at 1440 and 390 pixels', () => {
  it.each([
    // Where there is no row a parameter changes nothing.
    ['without a row', folders.empty, { isWanted: () => false }],
    ['with a day of jobs', folders.day, {}],
    ['with hostile texts in every field', folders.hostile, { isWanted: (path: string) => hostileMark.test(path) }],
  ] as const)('has nothing that axe finds, that fails, comes from elsewhere or is too wide: %s', async (_, folder, wanted) => {
    const { address } = await start(folder.file('panda.db'));
    const pages = await findPages({ address, routes: await listRoutes(), ...wanted });
    if (folder === folders.day) expect(pages.filter(({ paths }) => paths.length === 0)).toEqual([]);
    // A VO's own columns stand in the list of jobs beside the core's.
    const lists = folder === folders.day ? ['atlas', 'lsst', 'htcondor'].map((vo) => ({ route: '/jobs/', paths: [`/jobs/?vo=${vo}`] })) : [];
    expect(await checkPages(browser, { address, pages: [...pages, ...lists], withStyle: folder === folders.day })).toEqual([]);
  });
});

describe('a page without JavaScript', () => {
  it('lists, filters, leads on and keeps the colours that were chosen', async () => {
    const { address } = await start(folders.day.file('panda.db'));
    const context = await browser.newContext({ javaScriptEnabled: false, colorScheme: 'light' });
    const page = await context.newPage();
    await page.goto(`${address}/jobs/?limit=20`);
    expect(await page.locator('tbody tr').count()).toBe(20);
    const first = await page.locator('tbody th a').first().textContent();
    await page.locator('a[rel="next"]').click();
    expect(await page.locator('tbody th a').first().textContent()).not.toBe(first);
    await page.getByLabel('State').first().selectOption('finished');
    await page.getByRole('button', { name: 'Filter' }).click();
    expect(new Set(await page.locator('tbody .badge').allTextContents())).toEqual(new Set(['finished']));
    await page.locator('tbody th a').first().click();
    expect(await page.locator('h1').textContent()).toMatch(/^Job \d+$/);
    await page.getByRole('button', { name: 'dark' }).click();
    expect(await page.locator('h1').textContent()).toMatch(/^Job \d+$/);
    expect(await page.locator('html').getAttribute('data-theme')).toBe('dark');
    for (const list of ['tasks', 'datasets', 'files', 'workQueues', 'users', 'sites', 'errors', 'incidents', 'logger', 'dash', 'atlas', 'lsst', 'htcondor']) {
      await page.goto(`${address}/${list}/`);
      expect([list, await page.locator('main .table:not(.chart *) tbody tr:not(:has(.empty))').first().isVisible()]).toEqual([list, true]);
    }
    await page.goto(`${address}/activity/`);
    expect(await page.locator('.plot').first().isVisible()).toBe(false);
    await page.getByText('Numbers').first().click();
    expect(await page.locator('.chart tbody tr').first().isVisible()).toBe(true);
    await context.close();
  });
});

describe('a live part of a page', () => {
  it('is read again at its pace, neither while it is paused nor where the focus is, and keeps what was opened', async () => {
    const { address } = await start(folders.day.file('panda.db'));
    const context = await browser.newContext();
    const page = await context.newPage();
    await page.clock.install();
    const asked: string[] = [];
    await page.goto(`${address}/activity/`, { waitUntil: 'networkidle' });
    page.on('request', (request) => { if (!request.url().includes('/static/')) asked.push(request.url()); });
    /** What a minute later had been asked for. */
    const wait = async (): Promise<string[]> => {
      await page.clock.runFor(61_000);
      await page.evaluate('new Promise(requestIdleCallback)');
      return asked.splice(0);
    };
    const answered = (): Promise<unknown> => page.waitForResponse(`${address}/activity/`).then((response) => response.finished());
    const canvas = page.locator('.plot canvas').first();
    expect(await canvas.isVisible()).toBe(true);
    await page.getByText('Numbers').first().click();
    expect([await wait(), await page.evaluate<string>('document.activeElement.textContent')]).toEqual([[], 'Numbers']);
    await page.evaluate('document.activeElement.blur()');
    const [, refreshed] = await Promise.all([answered(), wait()]);
    expect(refreshed).toEqual([`${address}/activity/`]);
    await page.clock.runFor(1000);
    expect([await canvas.isVisible(), await page.locator('.chart details').first().getAttribute('open')]).toEqual([true, '']);
    await page.getByRole('button', { name: 'Pause' }).click();
    expect(await wait()).toEqual([]);
    await page.reload({ waitUntil: 'networkidle' });
    asked.splice(0);
    expect(await wait()).toEqual([]);
    await Promise.all([answered(), page.getByRole('button', { name: 'Resume' }).click()]);
    expect(asked).toEqual([`${address}/activity/`]);
    await context.close();
  });
});
