import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { isPickleTuple, readPickle } from '@bigpanda/model';
import { readStatusHistory } from '@bigpanda/datastore';
import { makeJob, startServer } from './server-under-test.ts';

const pickledJobs = (name: string): Buffer => readFileSync(new URL(`./fixtures/pickle/${name}.pickle`, import.meta.url));
const percentEncode = (bytes: Buffer): string => [...bytes].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join('');
const form = { 'content-type': 'application/x-www-form-urlencoded' };

describe('isAlive', () => {
  it('answers alive=yes to GET and POST', async () => {
    const server = await startServer();
    expect(await (await server.request('/server/panda/isAlive')).text()).toBe('alive=yes');
    expect(await server.post('isAlive', {})).toBe('alive=yes');
  });
});

describe('an unknown method', () => {
  it('is forbidden with status 200', async () => {
    const response = await (await startServer()).request('/server/panda/dropTables');
    expect(response.status).toBe(200);
    expect(await response.text()).toBe('False : dropTables is forbidden');
  });
});

describe('getFile', () => {
  it('sends on to a place in the cache whatever the name, half a character of JSON included', async () => {
    const server = await startServer();
    const ask = async (fileName: string): Promise<string | null> => (await server.request('/server/panda/getFile', { method: 'POST', body: JSON.stringify({ fileName }), headers: { 'content-type': 'application/json' } })).headers.get('location');
    expect([await ask('a b/c'), await ask('x\ud800'), await ask('//evil.test'), await ask('a\r\nX: 1')]).toEqual(['/cache/a%20b/c', '/cache/x%EF%BF%BD', '/cache///evil.test', '/cache/a%0D%0AX%3A%201']);
  });
});

describe('submitJobs', () => {
  it.each(['jobs-2014.protocol0', 'jobs-2014.protocol2', 'jobs-head.protocol0', 'jobs-head.protocol2'])('takes the jobs that Python pickled in %s', async (name) => {
    const server = await startServer();
    const response = await server.request('/server/panda/submitJobs', { method: 'POST', headers: form, body: `toPending=None&jobs=${percentEncode(pickledJobs(name))}` });
    const reply = readPickle(Buffer.from(await response.arrayBuffer()));
    if (!Array.isArray(reply)) throw new Error('no list');
    expect(reply.map((item) => isPickleTuple(item) && item.items)).toEqual([[1, 2, 'job 1'], [2, 2, 'job 2']]);
  });

  it('answers with the jobset for jobs of users and with the name for others', async () => {
    const server = await startServer();
    expect(await server.submit(makeJob({ prodSourceLabel: 'user', jobsetID: 9 }), makeJob({ prodSourceLabel: 'managed' }))).toEqual([[1, 1, { jobsetID: 9 }], [2, 1, 'job.1']]);
  });

  it('writes a reply that Python reads', async () => {
    const server = await startServer();
    const reply = await server.post('submitJobs', { jobs: pickledJobs('jobs-2014.protocol0').toString('latin1') });
    expect(execFileSync('python3', ['-c', 'import pickle, sys; print(pickle.loads(sys.stdin.buffer.read()))'], { input: reply, encoding: 'utf8' }).trim()).toBe("[(1, 2, 'job 1'), (2, 2, 'job 2')]");
  });

  it('activates a job that waits for nothing, and lets production input be brought to the site', async () => {
    const server = await startServer();
    const waiting = { ...makeJob({ prodSourceLabel: 'managed' }), files: [{ lfn: 'in', type: 'input', prodDBlock: 'data' }] };
    await server.submit(makeJob(), waiting, { attributes: makeJob().attributes, files: [] });
    const histories = await Promise.all([1, 2, 3].map((id) => readStatusHistory(server.database, id)));
    expect(histories.map((history) => history.map((change) => change.state))).toEqual([['defined', 'activated'], ['defined', 'assigned'], ['defined', 'activated']]);
    expect(await server.database.sql.selectFrom('datasets').select(['NAME', 'TYPE', 'NUMBERFILES']).execute()).toEqual([{ NAME: 'data_dis2', TYPE: 'dispatch', NUMBERFILES: 1 }]);
  });

  it('takes nothing of what is the server\'s own from a submitter', async () => {
    const server = await startServer();
    await server.submit(makeJob({ PandaID: 77, jobStatus: 'finished', commandToPilot: 'x' }));
    expect(await server.postForFields('getJob', { siteName: 'SITE', prodSourceLabel: 'user' })).toMatchObject({ StatusCode: '0', PandaID: '1' });
  });

  it.each([
    ['a pickle that would run code', "cos\nsystem\n(S'id'\ntR.", 'class "os system" is not allowed'],
    ['a pickle that is cut off', '(lp0\n', 'wanted'],
    ['JSON that is none', '[1,', 'is not JSON'],
    ['a list of something else', '[1]', 'a job that is no list'],
  ])('refuses %s with status 500 and a text', async (_, jobs, text) => {
    const server = await startServer();
    const response = await server.request('/server/panda/submitJobs', { method: 'POST', body: new URLSearchParams({ jobs }) });
    expect(response.status).toBe(500);
    expect(await response.text()).toContain(text);
    expect(await server.post('isAlive', {})).toBe('alive=yes');
  });
});

describe('getJob', () => {
  it('hands out the job with every field a pilot of 2014 reads', async () => {
    const server = await startServer();
    await server.submit(makeJob());
    const reply = await server.postForFields('getJob', { siteName: 'SITE', prodSourceLabel: 'user', node: 'wn1', computingElement: 'ce1', mem: '2000', diskSpace: '10', timeout: '60' });
    const fields = [
      'PandaID', 'prodSourceLabel', 'swRelease', 'homepackage', 'transformation', 'jobName', 'jobDefinitionID', 'cloud', 'inFiles', 'dispatchDblock', 'dispatchDBlockToken',
      'dispatchDBlockTokenForOut', 'outFiles', 'destinationDblock', 'destinationDBlockToken', 'prodDBlockToken', 'realDatasets', 'realDatasetsIn', 'fileDestinationSE', 'logFile', 'logGUID',
      'jobPars', 'attemptNr', 'GUID', 'checksum', 'fsize', 'scopeIn', 'scopeOut', 'scopeLog', 'destinationSE', 'prodUserID', 'maxCpuCount', 'minRamCount', 'maxDiskCount', 'cmtConfig',
      'processingType', 'transferType', 'currentPriority', 'taskID', 'coreCount', 'nSent',
    ];
    expect(Object.keys(reply)).toEqual(expect.arrayContaining(fields));
    expect(reply).toMatchObject({ StatusCode: '0', PandaID: '1', outFiles: 'job.1.log.tgz', logFile: 'job.1.log.tgz', logGUID: 'guid-1', jobPars: '--a "b=c&d" é', swRelease: 'NULL', nSent: '1' });
  });

  it('answers status code 20 when there is none', async () => {
    expect(await (await startServer()).post('getJob', { siteName: 'SITE' })).toBe('StatusCode=20');
  });

  it('answers in JSON when asked to', async () => {
    const server = await startServer();
    await server.submit(makeJob());
    expect(JSON.parse(await server.post('getJob', { siteName: 'SITE', prodSourceLabel: 'user' }, { accept: 'application/json' }))).toMatchObject({ StatusCode: 0, PandaID: 1, cloud: 'NULL' });
  });

  it('gives no job twice to pilots that ask at once', async () => {
    const server = await startServer();
    await server.submit(...Array.from({ length: 30 }, () => makeJob()));
    const replies = await Promise.all(Array.from({ length: 40 }, () => server.postForFields('getJob', { siteName: 'SITE', prodSourceLabel: 'user' })));
    const ids = replies.flatMap((reply) => reply['PandaID'] ?? []);
    expect(ids).toHaveLength(30);
    expect(new Set(ids).size).toBe(30);
    expect(replies.filter((reply) => reply['StatusCode'] === '20')).toHaveLength(10);
  });

  it('fails with a text when the site is missing', async () => {
    const response = await (await startServer()).request('/server/panda/getJob');
    expect([response.status, await response.text()]).toEqual([500, 'ERROR : read parameters: "siteName" is missing']);
  });
});

describe('updateJob', () => {
  it('takes a job from sent to the archive, with every state in its history', async () => {
    const server = await startServer();
    await server.submit(makeJob({ attemptNr: 1 }));
    await server.post('getJob', { siteName: 'SITE', prodSourceLabel: 'user' });
    for (const state of ['starting', 'running', 'running', 'finished']) {
      server.clock.milliseconds += 60_000;
      expect(await server.post('updateJob', { jobId: '1', state, attemptNr: '1', cpuConsumptionTime: '12', batchID: 'b1', pilotErrorCode: 'None', nEvents: 'many', xml: '{"job.1.log.tgz":{"guid":"g2","fsize":5,"adler32":"0a"}}' })).toBe('StatusCode=0&command=NULL');
    }
    expect(await readStatusHistory(server.database, 1)).toMatchObject([
      { state: 'defined' }, { state: 'activated' }, { state: 'sent', time: '2014-03-07 12:00:00' }, { state: 'starting' }, { state: 'running', time: '2014-03-07 12:02:00' }, { state: 'holding', time: '2014-03-07 12:04:00' }, { state: 'finished' },
    ]);
    const [state] = JSON.parse(await server.post('getJobStatus', { ids: '[1]' }, { accept: 'application/json' }));
    expect(state).toEqual(expect.arrayContaining(['finished', 'b1', 12, '2014-03-07 12:04:00']));
    expect(state.at(-1)[0]).toEqual(expect.arrayContaining(['g2', 5, 'ad:0a', 'ready', null]));
  });

  it('refuses another attempt, an unknown job and a job that has ended by a command', async () => {
    const server = await startServer();
    await server.submit(makeJob({ attemptNr: 2 }));
    await server.post('getJob', { siteName: 'SITE', prodSourceLabel: 'user' });
    expect(await server.post('updateJob', { jobId: '1', state: 'running', attemptNr: '1' })).toBe('StatusCode=0&command=badattemptnr');
    expect(await server.post('updateJob', { jobId: '9', state: 'running' })).toBe('StatusCode=0&command=tobekilled');
    await server.post('updateJob', { jobId: '1', state: 'failed', attemptNr: '2' });
    expect(await server.post('updateJob', { jobId: '1', state: 'running', attemptNr: '2' })).toBe('StatusCode=0&command=tobekilled');
  });

  it('refuses a report on a job that no pilot has', async () => {
    const server = await startServer();
    await server.submit(makeJob());
    expect(await server.postForFields('updateJob', { jobId: '1', state: 'finished' })).toMatchObject({ StatusCode: '30', errorDialog: 'a pilot may not move a job from "activated" to "finished"' });
    expect(await server.postForFields('updateJob', { jobId: '1', state: 'exploded' })).toMatchObject({ StatusCode: '30' });
  });
});

describe('getJobStatus', () => {
  it('answers in the order of the ids, with None for an unknown one, in a pickle that Python reads', async () => {
    const server = await startServer();
    await server.submit(makeJob(), makeJob({ jobName: 'second' }));
    const reply = await server.post('getJobStatus', { ids: '(lp0\nI2\naL99L\naI1\na.' });
    const program = `
import pickle, sys, types
for name in ('pandaserver', 'pandaserver.taskbuffer', 'pandaserver.taskbuffer.JobSpec', 'pandaserver.taskbuffer.FileSpec'):
    sys.modules[name] = types.ModuleType(name)
class Spec(object):
    def __setstate__(self, state): self.state = state
sys.modules['pandaserver.taskbuffer.JobSpec'].JobSpec = type('JobSpec', (Spec,), {})
sys.modules['pandaserver.taskbuffer.FileSpec'].FileSpec = type('FileSpec', (Spec,), {})
jobs = pickle.loads(sys.stdin.buffer.read())
print([job and (job.state[0], job.state[18], job.state[19], job.state[49], job.state[-1][0].state[3]) for job in jobs])`;
    expect(execFileSync('python3', ['-c', program], { input: reply, encoding: 'utf8', env: { ...process.env, PYTHONIOENCODING: 'utf8' } }).trim()).toBe(
      `[(2, 'activated', 'second', '--a "b=c&d" é', 'job.1.log.tgz'), None, (1, 'activated', 'job.1', '--a "b=c&d" é', 'job.1.log.tgz')]`,
    );
  });

  it('reads ids from a query string', async () => {
    const server = await startServer();
    await server.submit(makeJob());
    const response = await server.request('/server/panda/getJobStatus?ids=1,2&no_pickle=True');
    expect(await response.json()).toMatchObject([{ 0: 1 }, null]);
  });
});

describe('a request body', () => {
  it('may be gzipped JSON without saying so', async () => {
    const server = await startServer();
    await server.submit(makeJob());
    const body = gzipSync(JSON.stringify({ siteName: 'SITE', prodSourceLabel: 'user', mem: 4000, node: null }));
    expect(await (await server.request('/server/panda/getJob', { method: 'POST', body, headers: { accept: 'application/json', ...form } })).json()).toMatchObject({ StatusCode: 0 });
  });

  it('may be multipart', async () => {
    const server = await startServer();
    const body = new FormData();
    body.set('siteName', 'SITE');
    expect(await (await server.request('/server/panda/getJob', { method: 'POST', body })).text()).toBe('StatusCode=20');
  });

  it('is refused when it is too large, also after inflation', async () => {
    const server = await startServer();
    const large = await server.request('/server/panda/submitJobs', { method: 'POST', body: 'x'.repeat(1_000_001), headers: { 'content-length': '1000001' } });
    expect(large.status).toBe(413);
    const bomb = await server.request('/server/panda/submitJobs', { method: 'POST', body: gzipSync('0'.repeat(2_000_001)) });
    expect([bomb.status, await bomb.text()]).toEqual([413, 'ERROR : inflate request body: more than 2000000 bytes']);
  });

  it('is refused with a text when it is broken', async () => {
    const server = await startServer();
    const broken = [gzipSync('a=b').subarray(0, 12), '{"a":', '{'];
    for (const body of broken) expect((await server.request('/server/panda/getJob', { method: 'POST', body, headers: form })).status).toBe(400);
    expect((await server.request('/server/panda/getJob', { method: 'POST', body: 'x', headers: { 'content-type': 'multipart/form-data; boundary=y' } })).status).toBe(400);
  });

  it('is refused when it holds more than 1,000 parameters, and so is a query string', async () => {
    const server = await startServer();
    const body = await server.request('/server/panda/getJob', { method: 'POST', body: 'a=1&'.repeat(200_000), headers: form });
    expect([body.status, await body.text()]).toEqual([400, 'ERROR : read parameters: more than 1000']);
    expect((await server.request(`/server/panda/getJob?${'a&'.repeat(1_001)}`)).status).toBe(400);
  });

  it('is refused in an encoding that is neither gzip nor identity', async () => {
    const server = await startServer();
    const post = (encoding: string): Promise<Response> => server.request('/server/panda/getJob', { method: 'POST', body: gzipSync('siteName=SITE'), headers: { ...form, 'content-encoding': encoding } });
    const refused = await post('br');
    expect([refused.status, await refused.text()]).toEqual([415, 'ERROR : read request body: its Content-Encoding is "br", wanted "gzip" or "identity"']);
    expect(await (await post('gzip')).text()).toBe('StatusCode=20');
  });
});

describe('a verb other than GET and POST', () => {
  it.each(['DELETE', 'HEAD', 'OPTIONS', 'PATCH', 'PUT'])('%s runs no function', async (method) => {
    const server = await startServer();
    await server.submit(makeJob());
    for (const path of ['/server/panda/getJob?siteName=SITE&prodSourceLabel=user', '/api/v1/pilot/acquire_jobs?site_name=SITE&prod_source_label=user']) {
      const response = await server.request(path, { method });
      expect([response.status, response.headers.get('allow')]).toEqual([405, 'GET, POST']);
    }
    expect(await server.post('getJob', { siteName: 'SITE', prodSourceLabel: 'user' })).toContain('PandaID=1');
  });
});
