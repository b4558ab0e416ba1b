import { fileURLToPath } from 'node:url';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { insertTask } from '@bigpanda/datastore';
import { audience, startIssuer, startProgram, type TokenIssuer } from '@bigpanda/program/testing';
import { listPages, loadPlugins, type FoundPlugin } from '../src/index.ts';
import { makeJob, startMonitor, temporaryFolder, type MonitorUnderTest } from './monitor-under-test.ts';

const proxy = '10.0.0.5';
const ann = { 'x-client-dn': '/DC=org/CN=Ann Smith 12', 'x-client-groups': '/lsst/Role=NULL/Capability=NULL, shifters' };
const bob = { 'x-client-dn': '/DC=org/CN=Bob', 'x-client-groups': '/other' };
const identity = { proxy: { addresses: [proxy] } };
/** Pages that are made for the check of every address, with something for each part that stands for something. */
const fill = (path: string): string => path.replace(/:pandaid|:jeditaskid/g, '1').replace(/:[^/]+/g, 'SITE_1');

let plugins: FoundPlugin[];
let issuer: TokenIssuer;
beforeAll(async () => {
  plugins = await loadPlugins(new URL('../../monitor-vo/', import.meta.url));
  issuer = await startIssuer();
});
afterAll(() => { issuer.stop(); });

async function startFilled(settings: object, address = proxy): Promise<MonitorUnderTest> {
  const monitor = startMonitor(plugins, undefined, { settings, address });
  const database = await monitor.fill(makeJob({ VO: 'lsst', computingSite: 'SITE_SECRET', jobName: 'job_SECRET', prodUserName: 'user_SECRET', jediTaskID: 1, cloud: 'SECRET' }), makeJob({ VO: 'other', computingSite: 'SITE_SEEN' }));
  await insertTask(database, { row: { TASKNAME: 'task_SECRET', STATUS: 'running', USERNAME: 'user_SECRET', VO: 'lsst' }, parameters: '', datasets: [], maxAttempt: 1 }, { jediTaskId: 1, datasetId: 1, fileId: 1, time: '2014-03-07 11:00:00' });
  return monitor;
}

const statusOf = async (monitor: MonitorUnderTest, path: string, headers: Readonly<Record<string, string>> = {}): Promise<number> => (await monitor.get(path, headers)).status;

/** The same with what is nowhere; only numbers are of a job and of a task. */
const fillAbsent = (path: string): string => path.replace(/:pandaid|:jeditaskid/g, '1').replace(/:[^/]+/g, 'SITE_NONE');

/** What somebody outside a VO may be answered: its own pages are closed, and what there is none of for them is not found. */
function statusesOfOthers(path: string, form: string): readonly number[] {
  if (path.startsWith('/lsst/')) return [403];
  return path.includes(':') || path === '/my/' || form === '?csv' ? [200, 404] : [200];
}

describe('the list of who may read', () => {
  it('closes every page, in every form, and every static file, and tells those outside nothing of what there is', async () => {
    const monitor = await startFilled({ identity, access: { read: ['group:shifters', 'name:Robot 1'] } });
    const paths = [...listPages(plugins).map((page) => fill(page.path)), '/static/monitor.css', '/static/colours/lsst.css', '/theme/?theme=dark', '/nothing/', '/jobs'];
    const outside = [{}, bob, { accept: 'application/json' }, { 'hx-request': 'true' }];
    for (const [index, path] of paths.entries()) {
      const mark = path.includes('?') ? '&' : '?';
      for (const [place, form] of [path, `${path}${mark}json`, `${path}${mark}csv`].entries()) {
        const answer = await monitor.get(form, outside[(index + place) % outside.length]);
        expect([form, answer.status]).toEqual([form, 403]);
        expect(await answer.text()).not.toMatch(/SECRET|under test|Jobs<|LSST/);
      }
    }
    expect(await statusOf(monitor, '/jobs/', ann)).toBe(200);
    expect(await statusOf(monitor, '/static/monitor.css', ann)).toBe(200);
    expect(await statusOf(monitor, '/jobs/', { 'x-client-dn': 'Robot 1' })).toBe(200);
    expect((await monitor.get('/static/monitor.css', ann)).headers.get('cache-control')).toBe('private, max-age=300');
    const { headers } = await monitor.get('/jobs/', ann);
    expect([headers.get('cache-control'), headers.get('vary')]).toEqual(['private, no-cache', 'Accept, Cookie, x-client-dn, x-client-groups']);
  });

  it('believes the headers of a proxy from its address only, and once each', async () => {
    const settings = { identity, access: { read: ['known'] } };
    expect(await statusOf(await startFilled(settings), '/', ann)).toBe(200);
    expect(await statusOf(await startFilled(settings, '192.0.2.1'), '/', ann)).toBe(403);
    expect(await statusOf(await startFilled(settings), '/', { ...ann, 'x-client-dn': '/DC=org/CN=Ann/CN=limited proxy' })).toBe(401);
    expect(await statusOf(await startFilled(settings), '/', { ...ann, 'X-Client-DN': '/DC=org/CN=Bob' })).toBe(401);
  });

  it('takes tokens of the issuers that are named, and asks for one', async () => {
    const monitor = await startFilled({ identity: { tokens: [{ issuer: issuer.url, audience }] }, access: { read: ['group:lsst'] } });
    const answerTo = async (token: string): Promise<number> => statusOf(monitor, '/jobs/?json', { authorization: `Bearer ${token}` });
    const asked = await monitor.get('/jobs/?json');
    expect([asked.status, asked.headers.get('www-authenticate'), await asked.json()]).toEqual([401, 'Bearer', { error: 'a token is wanted' }]);
    expect(await answerTo(await issuer.sign())).toBe(200);
    expect(await answerTo(await issuer.sign({ groups: ['other'] }))).toBe(403);
    for (const claims of [{ exp: 1 }, { aud: 'https://elsewhere.test' }, { iss: 'https://elsewhere.test' }]) expect(await answerTo(await issuer.sign(claims))).toBe(401);
    expect(await answerTo(`${(await issuer.sign()).slice(0, -4)}AAAA`)).toBe(401);
    issuer.answerWith(500);
    const other = await startFilled({ identity: { tokens: [{ issuer: issuer.url, audience }] }, access: { read: ['known'] } });
    expect(await statusOf(other, '/', { authorization: `Bearer ${await issuer.sign()}` })).toBe(503);
    issuer.answerWith(200);
  });
});

describe('the readers of a VO', () => {
  it('alone see its pages, and its jobs and tasks on no page and in no form', async () => {
    const monitor = await startFilled({ identity, access: { vos: { LSST: ['group:lsst'] } } });
    for (const { path } of listPages(plugins)) {
      for (const form of ['', '?json', '?csv']) {
        const answer = await monitor.get(`${fillAbsent(path)}${form}`, bob);
        expect([path, form, statusesOfOthers(path, form).includes(answer.status) || answer.status]).toEqual([path, form, true]);
        const text = await answer.text();
        expect([path, form, /SECRET|href="\/lsst\/[^"?]*"/.exec(text)?.[0]]).toEqual([path, form, undefined]);
      }
    }
  });

  it('alone find, list and count its jobs and tasks', async () => {
    const monitor = await startFilled({ identity, access: { vos: { LSST: ['group:lsst'] } } });
    expect(await statusOf(monitor, '/job/1/', bob)).toBe(404);
    expect(await statusOf(monitor, '/job/1/', ann)).toBe(200);
    expect(await monitor.getText('/jobs/?hours=24')).not.toContain('SECRET');
    expect(await (await monitor.get('/jobs/', ann)).text()).toContain('job_SECRET');
    expect(await (await monitor.get('/', ann)).text()).toContain('href="/lsst/"');
    for (const [path, secret] of [
      ['/search/?json&q=SECRET', 'user_SECRET'], ['/search/?json&q=1', '"/job/1/"'], ['/search/?json&q=1', 'task_SECRET'], ['/api/datatables/?sSearch=SECRET', 'job_SECRET'],
      ['/site/SITE_SECRET/?json', 'user_SECRET'], ['/user/user_SECRET/?json', 'job_SECRET'], ['/user/user_SECRET/?json', 'task_SECRET'], ['/task/1/?json', 'task_SECRET'], ['/tasks/?json', 'task_SECRET'],
      ['/dash/?json', 'SITE_SECRET'], ['/dash/?json', '"total":2'], ['/activity/?json', ',2,'],
      ...['vo=lsst', 'vo=l*', 'computingsite=SITE_SECRET', 'jobname=*SECRET*', 'produsername=!x'].map((selected) => [`/jobs/?${selected}&json`, 'job_SECRET'] as const),
    ] as const) {
      const [seen, hidden] = await Promise.all([ann, bob].map(async (headers) => (await monitor.get(path, headers)).text()));
      expect([path, seen?.includes(secret), hidden?.includes(secret)]).toEqual([path, true, false]);
    }
  });
});

describe('the readers of pages', () => {
  it('alone see them, and their entries in the menu', async () => {
    const monitor = await startFilled({ identity, access: { pages: { '/jobs/': ['known'], '/job/': ['known'], '/errors/': ['group:shifters'] } } });
    expect(await Promise.all(['/jobs/', '/jobs/?json', '/job/2/', '/', '/JOBS/', '//jobs/', '/%6aobs/', '/./jobs/'].map((path) => statusOf(monitor, path)))).toEqual([403, 403, 403, 200, 404, 404, 403, 403]);
    expect(await monitor.getText('/')).not.toContain('<li><a href="/jobs/"');
    expect(await statusOf(monitor, '/jobs/', bob)).toBe(200);
    expect(await statusOf(monitor, '/errors/', bob)).toBe(403);
    expect(await statusOf(monitor, '/errors/', ann)).toBe(200);
  });

  it('must be of pages that exist', async () => {
    const folder = temporaryFolder();
    const file = join(folder, 'bigpandamon.toml');
    writeFileSync(file, `listen = "127.0.0.1:0"\ndatabase.path = "${join(folder, 'panda.db')}"\n[identity.proxy]\naddresses = ["10.0.0.5"]\n[access.pages]\n"/erors/" = ["known"]\n`);
    const program = startProgram(new URL('../src/main.ts', import.meta.url), ['--config', file, '--plugins', fileURLToPath(new URL('../../monitor-vo/', import.meta.url))]);
    onTestFinished(() => { program.stop('SIGKILL'); });
    expect(await program.ended).toMatchObject({ status: 2, stderr: expect.stringContaining('access.pages./erors/: found no page whose path begins so') });
  });
});
