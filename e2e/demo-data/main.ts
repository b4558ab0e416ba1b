import { fileURLToPath } from 'node:url';
import { openDatabase } from '@bigpanda/datastore';
import { sqliteDialect } from '@bigpanda/datastore/dialect/sqlite';
import { isPandaError } from '@bigpanda/model';
import { bigpandamon } from '@bigpanda/monitor-core';
import { formatFailure, runProgram } from '@bigpanda/program';
import { pandaServer, readSiteFile } from '@bigpanda/server';
import { bundleMonitor } from '../src/monitor-bundle.ts';
import { makeDay } from './day.ts';
import { makeDemoFolder, type DemoFolder } from './demo-folder.ts';
import { demoHelp, readDemoOptions, type DemoOptions } from './demo-options.ts';
import { fillOwnStores } from './own-stores.ts';
import { checkPorts } from './free-ports.ts';

const packages = new URL('../../packages/', import.meta.url);
const sitesPath = fileURLToPath(new URL('sites.toml', import.meta.url));

try {
  const options = readDemoOptions(process.argv.slice(2), Date.now());
  if (options === undefined) process.stdout.write(demoHelp);
  else process.exitCode = await demonstrate(options);
} catch (error) {
  process.stderr.write(formatFailure('demo', error));
  process.exitCode = isPandaError(error) ? error.exitStatus : 70;
}

/** Makes the day, then answers until Ctrl-C, or until one of the two programs fails; the greater exit status of the two programs. */
async function demonstrate(options: DemoOptions): Promise<number> {
  await checkPorts({ 'server-port': options.serverPort, 'monitor-port': options.monitorPort });
  const files = makeDemoFolder(options, sitesPath);
  await Promise.all([fill(files, options), bundleMonitor()]);
  const programs = [
    runProgram(pandaServer, ['--config', files.serverConfiguration], new URL('server/src/', packages)),
    runProgram(bigpandamon, ['--config', files.monitorConfiguration, '--plugins', fileURLToPath(new URL('monitor-vo', packages))], new URL('monitor-core/src/', packages)),
  ];
  void announce(options, Promise.race(programs));
  void Promise.race(programs).then((status) => { if (status !== 0) process.kill(process.pid, 'SIGTERM'); });
  return Math.max(...(await Promise.all(programs)));
}

async function fill({ database: path, stores }: DemoFolder, { seed, end, jobCount }: DemoOptions): Promise<void> {
  const database = await openDatabase(sqliteDialect, { path }, end);
  const note = (hour: number): void => { process.stderr.write(`\rMaking a day of about ${jobCount} jobs: ${String(hour).padStart(2)} of 24 hours${hour === 23 ? '\n' : ''}`); };
  try {
    const states = await makeDay({ database, sites: readSiteFile(sitesPath), seed, end, jobCount, note });
    await fillOwnStores({ database, folder: stores, end });
    process.stdout.write(`Jobs: ${Object.entries(states).map(([state, count]) => `${count} ${state}`).join(', ')}\n`);
  } finally {
    await database.close();
  }
}

/** Tells the addresses once both answer. */
async function announce({ serverPort, monitorPort, folder }: DemoOptions, ended: Promise<number>): Promise<void> {
  const addresses = [`http://127.0.0.1:${serverPort}`, `http://127.0.0.1:${monitorPort}`];
  const state = { isOver: false };
  void ended.then(() => { state.isOver = true; });
  for (const address of addresses) {
    while (!state.isOver && !(await fetch(`${address}/healthz`).then((answer) => answer.ok, () => false))) await new Promise((resolve) => setTimeout(resolve, 50));
  }
  if (!state.isOver) process.stdout.write(`\nMonitor  ${addresses[1]}/\nServer   ${addresses[0]}/server/panda/isAlive\nFiles    ${folder}\nCtrl-C stops both.\n`);
}
