import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it } from 'vitest';
import { openDatabase } from '@bigpanda/datastore';
import { sqliteDialect } from '@bigpanda/datastore/dialect/sqlite';
import { jobStates } from '@bigpanda/model';
import { readSiteFile } from '@bigpanda/server';
import { makeDay } from '../demo-data/day.ts';
import { Background } from '../src/background.ts';
import { checkoutRoot, node } from '../src/checkout.ts';
import { freePort } from '../src/free-port.ts';
import { mustRun } from '../src/run.ts';
import { TemporaryFolder } from '../src/temporary-folder.ts';

const end = Date.UTC(2014, 2, 7, 12);
const tables = ['jobsactive4', 'jobsarchived4', 'jobsdefined4', 'jobswaiting4', 'filestable4', 'jobparamstable', 'jobs_statuslog', 'pandalog', 'jedi_tasks', 'jedi_job_retry_history', 'schedconfig', 'users'];

/** What the server draws, and no seed decides. */
const drawn = ['GUID', 'VUID'];

type Rows = readonly Readonly<Record<string, unknown>>[];

/** The rows of a day, by table. */
async function makeRows(seed: number, path: string): Promise<ReadonlyMap<string, Rows>> {
  const database = await openDatabase(sqliteDialect, { path }, end);
  await makeDay({ database, sites: readSiteFile(`${checkoutRoot}/e2e/demo-data/sites.toml`), seed, end, jobCount: 150 });
  await database.close();
  using file = new DatabaseSync(path, { readOnly: true });
  return new Map(tables.map((table) => [table, file.prepare(`select * from ${table}`).all().map((row) => Object.fromEntries(Object.entries(row).filter(([column]) => !drawn.includes(column))))]));
}

describe('makeDay', () => {
  it('makes the same day of the same seed and end: every state, tries again, errors of pilots, files with sizes, each step in the log', async () => {
    using folder = new TemporaryFolder();
    const [day, again] = [await makeRows(3, folder.file('one.db')), await makeRows(3, folder.file('two.db'))];
    for (const table of tables) expect(again.get(table), table).toEqual(day.get(table));
    const jobs = [...day].filter(([table]) => table.startsWith('jobsa') || table.startsWith('jobsd') || table.startsWith('jobsw')).flatMap(([, rows]) => rows);
    expect(new Set(jobs.map((job) => job['JOBSTATUS']))).toEqual(new Set(jobStates));
    expect(new Set(jobs.map((job) => job['VO']))).toEqual(new Set(['atlas', 'lsst', 'htcondor']));
    expect(jobs.length).toBeGreaterThan(150);
    expect(jobs.filter((job) => Number(job['PILOTERRORCODE']) > 1000).length).toBeGreaterThan(5);
    expect(day.get('jedi_job_retry_history')?.length).toBeGreaterThan(0);
    expect(day.get('filestable4')?.filter((file) => file['STATUS'] === 'ready' && Number(file['FSIZE']) > 0).length).toBeGreaterThan(50);
    expect(day.get('jobs_statuslog')?.length).toBeGreaterThan(jobs.length * 3);
    const times = jobs.map((job) => String(job['MODIFICATIONTIME'])).sort();
    expect([times.at(0) ?? '', times.at(-1) ?? ''].every((time) => time >= '2014-03-06 12:00:00' && time <= '2014-03-07 12:00:00')).toBe(true);
  });
});

describe('npm run demo', () => {
  it('tells where server and monitor answer, stops by Ctrl-C, and writes only below its folder', async () => {
    using folder = new TemporaryFolder();
    const before = await mustRun('git', ['-C', checkoutRoot, 'status', '--porcelain']);
    const [serverPort, monitorPort] = [await freePort(), await freePort()];
    await using demo = new Background(node, ['ci/bootstrap.mjs', 'demo', '--jobs', '20', '--folder', folder.path, '--server-port', String(serverPort), '--monitor-port', String(monitorPort)], { cwd: checkoutRoot });
    await demo.waitFor(/Ctrl-C stops both/, 120);
    expect(demo.output).toContain(`http://127.0.0.1:${monitorPort}/`);
    expect(await (await fetch(`http://127.0.0.1:${serverPort}/server/panda/isAlive`)).text()).toBe('alive=yes');
    expect(await (await fetch(`http://127.0.0.1:${monitorPort}/lsst/?json`)).text()).toContain('LSST'.toLowerCase());
    expect(await demo.stop()).toBe(0);
    expect(await mustRun('git', ['-C', checkoutRoot, 'status', '--porcelain'])).toBe(before);
  });
});
