import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { listQueues } from '@bigpanda/datastore';
import { keepSites, readSiteFile } from '../src/index.ts';
import { makeJob, startServer, temporaryFolder, type ServerUnderTest } from './server-under-test.ts';

const json = { accept: 'application/json' };
const upload = async (server: ServerUnderTest, name: string, content: Uint8Array): Promise<string> => {
  const body = new FormData();
  body.set('file', new File([Buffer.from(content)], name));
  return (await server.request('/server/panda/putFile', { method: 'POST', body })).text();
};
const siteFile = (text: string): string => {
  const file = join(temporaryFolder(), 'sites.toml');
  writeFileSync(file, text);
  return file;
};
const sites = `
[queues.ANALY_X]
type = "analysis"
cloud = "US"
vos = ["lsst"]
maxmemory = 4000
allowdirectaccess = true
queuedata = { copytools = { gs = {} } }
[queues.PROD]
status = "test"
type = "production"
[clouds.US]
tier1 = "BNL"
`;

describe('putFile', () => {
  it('keeps a sandbox that pilots can fetch, and finds it again by size and checksum', async () => {
    const server = await startServer();
    const content = gzipSync('x'.repeat(5000));
    expect(await upload(server, 'sources.1.tar.gz', content)).toBe('True');
    const fetched = await server.request('/cache/sources.1.tar.gz');
    expect(Buffer.from(await fetched.arrayBuffer()).equals(content)).toBe(true);
    const checkSum = String(content.readUInt32LE(content.length - 8));
    expect(await server.post('checkSandboxFile', { fileSize: String(content.length), checkSum })).toBe('FOUND:localhost:sources.1.tar.gz');
    expect(await server.post('checkSandboxFile', { fileSize: String(content.length), checkSum: '1' })).toBe('NOTFOUND');
    expect(await server.post('touchFile', { filename: 'sources.1.tar.gz' })).toBe('True');
    expect(await server.post('touchFile', { filename: '../p.db' })).toBe('False');
  });

  it('never overwrites, keeps the limits, and takes no name that leads elsewhere', async () => {
    const server = await startServer();
    await upload(server, 'a.tgz', Buffer.from('first'));
    expect(await upload(server, 'a.tgz', Buffer.from('second'))).toBe('ERROR : Cannot overwrite file');
    expect(await (await server.request('/cache/a.tgz')).text()).toBe('first');
    expect(await upload(server, 'b.tgz', Buffer.alloc(10_001))).toBe('ERROR : File size exceeds 10000 bytes, found 10001');
    expect(await upload(server, 'sources.b.tgz', Buffer.alloc(10_001))).toBe('True');
    for (const name of ['/home/ann/work/c.tgz', '../../d.tgz', 'sub/sources.e.tgz']) {
      expect(await upload(server, name, Buffer.from(name))).toBe('True');
      expect(await (await server.request(`/cache/${name.split('/').at(-1) ?? ''}`)).text()).toBe(name);
    }
    for (const name of ['../', '/etc/', '..', 'a/..', '.hidden', 'a/.b', 'a..b', 'x'.repeat(300), 'a\nb']) expect(await upload(server, name, Buffer.from('x'))).toMatch(/^ERROR : Invalid file name/);
    expect(await server.post('putFile', { file: 'no file' })).toBe('ERROR : no file was sent');
    for (const path of ['/cache/..%2fpanda.db', '/cache/%2e%2e/panda.db', '/cache/none']) expect((await server.request(path)).status).toBe(404);
  });
});

describe('sites', () => {
  it('come from a file, and are told to clients, factories and pilots', async () => {
    const server = await startServer();
    await keepSites(server.database, readSiteFile(siteFile(sites)), '2014-03-07 12:00:00');
    await keepSites(server.database, readSiteFile(siteFile(sites)), '2014-03-07 12:00:00');
    expect((await listQueues(server.database)).map((queue) => queue.NICKNAME)).toEqual(['ANALY_X', 'PROD']);
    expect(Object.keys(JSON.parse(await server.post('getSiteSpecs', {}, json)))).toEqual(['ANALY_X']);
    expect(JSON.parse(await server.post('getSiteSpecs', { siteType: 'all' }, json))).toMatchObject({ ANALY_X: { cloud: 'US', maxmemory: 4000, allowdirectaccess: true, status: 'online' }, PROD: { type: 'production', status: 'test' } });
    expect(JSON.parse(await server.post('getCloudSpecs', {}, json))).toMatchObject({ US: { tier1: 'BNL', sites: ['ANALY_X'] } });
    expect(await (await server.request('/cache/schedconfig/ANALY_X.all.json')).json()).toMatchObject({ nickname: 'ANALY_X', maxmemory: 4000, copytools: { gs: {} } });
    expect(await (await server.request('/cache/agis_ddmendpoints.json')).json()).toEqual({ DISK: { type: 'DATADISK' } });
    expect((await server.request('/cache/schedconfig/OTHER.all.json')).status).toBe(404);
  });

  it('are refused with every problem of the file', () => {
    expect(() => readSiteFile(siteFile('[queues.A]\nmaxmemry = 5\nspeed = 1'))).toThrow(expect.objectContaining({ code: 'CONFIGURATION_INVALID', exitStatus: 2, problems: [expect.objectContaining({ path: 'queues.A.maxmemry' }), expect.objectContaining({ path: 'queues.A.speed' })] }));
    expect(() => readSiteFile(siteFile('[queues.A]\nmaxmemory = "lots"\nmaxtime = 1.5\ncorecount = true'))).toThrow(expect.objectContaining({ problems: ['"lots"', '1.5', 'true'].map((found) => expect.objectContaining({ found, allowed: 'a whole number' })) }));
    expect(() => readSiteFile(siteFile('[queues.A]\ntype = "fast"\n[queues."A B"]'))).toThrow(expect.objectContaining({ problems: [expect.objectContaining({ path: 'queues.A.type', found: '"fast"' }), expect.objectContaining({ path: 'queues.A B', found: '"A B"', allowed: expect.stringContaining('a name of at most 60') })] }));
    expect(() => readSiteFile(siteFile('queues = 5'))).toThrow(expect.objectContaining({ code: 'CONFIGURATION_INVALID' }));
  });
});

describe('statistics', () => {
  it('count jobs by cloud, by site and by label; merging is left out for factories', async () => {
    const server = await startServer();
    await server.submit(makeJob({ cloud: 'US' }), makeJob({ cloud: 'US', prodSourceLabel: 'managed' }), makeJob({ cloud: 'US' }));
    await server.database.sql.updateTable('jobsactive4').set({ JOBSTATUS: 'merging' }).where('PANDAID', '=', 3).execute();
    expect(JSON.parse(await server.post('getJobStatistics', {}, json))).toEqual({ US: { activated: 2, merging: 1 } });
    expect(JSON.parse(await server.post('getJobStatisticsPerSite', {}, json))).toEqual({ SITE: { assigned: 0, activated: 2, running: 0, finished: 0, failed: 0 } });
    expect(JSON.parse(await server.post('getJobStatisticsPerSite', { readArchived: 'False', jobType: 'analysis' }, json))).toEqual({ SITE: { assigned: 0, activated: 1, running: 0 } });
    expect(JSON.parse(await server.post('getJobStatisticsWithLabel', { site: 'SITE' }, json))).toEqual({ SITE: { panda: { activated: 1, merging: 1 }, managed: { activated: 1 } } });
  });
});

describe('functions of pilots', () => {
  it('answer a modern pilot', async () => {
    const server = await startServer();
    await server.submit(makeJob());
    expect(JSON.parse(await server.post('getResourceTypes', {}))).toMatchObject({ StatusCode: 0, ResourceTypes: [{ resource_name: 'SCORE' }, {}, {}, {}] });
    expect(await server.post('updateWorkerPilotStatus', { site: 'SITE', workerID: '5', harvesterID: 'h', status: 'started' })).toBe('StatusCode=0');
    expect(await server.post('updateWorkerPilotStatus', { site: 'SITE', workerID: '5', harvesterID: 'h', status: 'finished' })).toBe('StatusCode=0');
    expect(await server.database.sql.selectFrom('harvester_workers').select(['PILOTSTATUS', 'PILOTSTARTTIME', 'PILOTENDTIME']).execute()).toEqual([{ PILOTSTATUS: 'finished', PILOTSTARTTIME: '2014-03-07 12:00:00', PILOTENDTIME: '2014-03-07 12:00:00' }]);
    expect(await server.post('getStatus', { ids: '1 7' })).toBe('StatusCode=0&status=activated%2Bnotfound&attemptNr=0%2B0');
    await server.post('getJob', { siteName: 'SITE', prodSourceLabel: 'user' });
    expect(JSON.parse(await server.post('updateJobsInBulk', { jobList: JSON.stringify([{ jobId: 1, state: 'running' }, { jobId: 8, state: 'running' }, {}]) }))).toEqual([true, ['StatusCode=0&command=NULL', 'StatusCode=0&command=tobekilled', expect.stringContaining('StatusCode=30')]]);
    expect(await server.post('genPilotToken', { schedulerid: 's' })).toMatch(/^StatusCode=0&token=\S{32}$/);
    const node = await server.request('/api/v1/pilot/update_worker_node', { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ site: 'SITE', host_name: 'wn', cpu_model: 'x', n_logical_cpus: 8 }) });
    expect(await node.json()).toEqual({ success: true, message: '', data: null });
  });
});
