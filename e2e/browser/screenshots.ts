import { mkdirSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { bundleMonitor } from '../src/monitor-bundle.ts';
import { TemporaryFolder } from '../src/temporary-folder.ts';
import { startChromium } from './chromium.ts';
import { findPages, listRoutes } from './found-pages.ts';
import { makeFilledDatabase, startMonitor } from './running-monitor.ts';

const help = `Writes pictures of every page of the monitor with a day of jobs: 1440 and 390 pixels wide, light and dark.

  npm run screenshots -- [options]

  --out DIR      where they are written; made anew each time (build/screenshots)
  --jobs N       about how many jobs the day has (1500)
  --only TEXT    only pages whose address has this in it
`;

const { values } = parseArgs({ options: { out: { type: 'string', default: 'build/screenshots' }, jobs: { type: 'string', default: '1500' }, only: { type: 'string', default: '' }, help: { type: 'boolean' } } });
if (values.help === true) process.stdout.write(help);
else await takePictures(resolve(values.out), Number(values.jobs), values.only);

async function takePictures(folder: string, jobCount: number, only: string): Promise<void> {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  using temporary = new TemporaryFolder();
  await Promise.all([makeFilledDatabase(temporary.file('panda.db'), jobCount), bundleMonitor()]);
  await using monitor = await startMonitor(temporary.file('panda.db'));
  const browser = await startChromium();
  try {
    for (const { route, paths: [path] } of await findPages({ address: monitor.address, routes: await listRoutes() })) {
      if (path === undefined || !path.includes(only)) continue;
      for (const width of [1440, 390]) {
        for (const colorScheme of ['light', 'dark'] as const) {
          const page = await browser.newPage({ viewport: { width, height: 900 }, colorScheme });
          await page.goto(monitor.address + path);
          const file = `${route.replaceAll(/[^a-z]+/g, '-').replaceAll(/^-|-$/g, '') || 'overview'}.${width}.${colorScheme}.png`;
          await page.screenshot({ path: join(folder, file), fullPage: true });
          await page.close();
        }
      }
      process.stdout.write(`${path}\n`);
    }
  } finally {
    await browser.close();
  }
}
