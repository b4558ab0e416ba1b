import { describe, expect, it } from 'vitest';
import { insertDatasets, insertTask, writePandaLog, writeQueueVos } from '@bigpanda/datastore';
import type { FoundPlugin } from '../src/index.ts';
import { makeJob, startMonitor, type MonitorChoice, type MonitorUnderTest } from './monitor-under-test.ts';

const time = '2014-03-07 12:30:00';

describe('files, datasets and work queues', () => {
  const file = (lfn: string, type: string, dataset: string) => ({ lfn, type, dataset, status: 'ready', fsize: 5, GUID: 'g', destinationDBlock: `${dataset}_sub1` });

  async function startWithFiles(): Promise<MonitorUnderTest> {
    const own = startMonitor([], undefined, { settings: { identity: { proxy: { addresses: ['10.0.0.5'] } }, access: { vos: { y: ['group:y'] } } }, address: '10.0.0.5' });
    const [first, second] = [makeJob({ VO: 'x', workQueue_ID: 1 }), makeJob({ VO: 'y', workQueue_ID: 9 })];
    const database = await own.fill({ ...first, job: { ...first.job, files: [file('a&b.root', 'input', 'data.x'), file('log.tgz', 'log', 'data.x')] } }, { ...second, job: { ...second.job, files: [file('a&b.root', 'input', 'data.y'), file('secret', 'output', 'data.y')] } });
    await insertDatasets(database, ['data.x', 'data.y', 'empty'].map((name) => ({ name, type: 'output', status: 'defined', fileCount: 2 })), time);
    await insertTask(database, { row: { TASKNAME: 't', STATUS: 'running', USERNAME: 'Ann', VO: 'x' }, parameters: '', datasets: [{ name: 'in/', type: 'input', lfns: ['f1', 'f2'] }], maxAttempt: 3 }, { jediTaskId: 7, datasetId: 1, fileId: 1, time });
    await database.write((transaction) => transaction.insertInto('jedi_work_queue').values([{ QUEUE_ID: 1, QUEUE_NAME: 'mcore', QUEUE_TYPE: 'managed', VO: 'x', QUEUE_SHARE: 60, CRITERIA: 'coreCount > 1' }, { QUEUE_ID: 2, QUEUE_NAME: 'hidden', QUEUE_TYPE: 'managed', VO: 'y' }]).execute());
    return own;
  }
  const ofY = { 'x-client-dn': '/CN=Ann', 'x-client-groups': 'y', accept: 'application/json' };

  it('are found by their attributes, lead to their jobs, and are those of the jobs that the reader may see', async () => {
    const own = await startWithFiles();
    const seen = async (path: string): Promise<unknown> => (await own.get(path, ofY)).json();
    expect(await seen('/files/?lfn=a*')).toMatchObject({ files: [{ lfn: 'a&b.root', pandaid: 2 }, { pandaid: 1, fsize: 5, guid: 'g' }], lookedAt: null });
    expect(await own.getJson('/files/?status=ready')).toMatchObject({ files: [{ lfn: 'log.tgz' }, { lfn: 'a&b.root', pandaid: 1 }], lookedAt: 100_000 });
    expect(await seen('/files/?vo=x&dataset=data*&type=!input')).toMatchObject({ files: [{ lfn: 'log.tgz' }] });
    expect(await own.getText('/files/?limit=1')).toContain('<a rel="next" href="/files/?limit=1&amp;below=2">');
    expect((await own.get('/files/?fsize=x')).status).toBe(400);
    expect(await seen('/file/a%26b.root/')).toMatchObject({ uses: [{ pandaid: 2 }, { pandaid: 1 }] });
    expect(await own.getText('/file/a%26b.root/')).toMatch(/<h1>File a&amp;b\.root<\/h1>.*5 B \(5 bytes\)/s);
    expect((await own.get('/file/secret/')).status).toBe(404);
    expect(await own.getText('/job/1/')).toContain('<a href="/dataset/data.x/"><span class="long">data.x</span></a>');
  });

  it('tell of a dataset what tasks and jobs do with it', async () => {
    const own = await startWithFiles();
    expect(await own.getJson('/datasets/')).toMatchObject({ datasets: [{ name: 'data.x', status: 'defined', numberfiles: 2 }] });
    expect(await (await own.get('/datasets/?name=e*', ofY)).json()).toMatchObject({ datasets: [{ name: 'empty' }] });
    expect(await own.getJson('/dataset/data.x/')).toMatchObject({ dataset: { type: 'output' }, tasks: [], counts: [{ type: 'input', status: 'ready', files: 1, bytes: 5 }, { type: 'log', files: 1 }], files: [{ lfn: 'log.tgz' }, { lfn: 'a&b.root' }] });
    expect(await own.getJson('/dataset/data.x_sub1/')).toMatchObject({ dataset: null, files: [{}, {}] });
    expect(await own.getText('/dataset/data.x/')).toContain('href="/files/?dataset=data.x&amp;type=log&amp;status=ready">1</a>');
    for (const name of ['data.y', 'data.y_sub1', 'nothing']) expect((await own.get(`/dataset/${name}/`)).status).toBe(404);
    expect(await own.getJson('/datasets/?name=i*&type=input')).toMatchObject({ datasets: [], ofTasks: [{ datasetname: 'in/', jeditaskid: 7 }] });
    expect(await own.getJson('/datasets/?numberfiles=2')).toMatchObject({ ofTasks: [] });
    expect(await own.getText('/search/?json&q=in')).toContain('"/dataset/in%2F/"');
    for (const name of ['in', 'in%2F']) expect(await own.getJson(`/dataset/${name}/`)).toMatchObject({ tasks: [{ jeditaskid: 7, type: 'input', nfiles: 2 }] });
    expect(await own.getText('/search/?json&q=data')).toContain('"/dataset/data.x/"');
    expect(await own.getText('/search/?json&q=data')).not.toContain('data.y');
    expect(await own.getText('/search/?json&q=log')).toContain('"/file/log.tgz/"');
  });

  it('count the jobs of work queues that have not ended', async () => {
    const own = await startWithFiles();
    expect(await own.getJson('/workQueues/')).toMatchObject({ queues: [{ queue: { queue_name: 'mcore', queue_share: 60 }, counts: { activated: 1 } }] });
    expect(await (await own.get('/workQueues/', ofY)).json()).toMatchObject({ queues: [{ queue: { queue_id: 1 } }, { queue: { queue_id: 2 }, counts: {} }, { queue: { queue_id: 9 }, counts: { activated: 1 } }] });
    expect(await own.getText('/workQueues/')).toContain('href="/jobs/?workqueue_id=1&amp;days=all&amp;jobstatus=activated">1</a>');
  });
});

describe('incidents and the log of the server', () => {
  const queues = ['queue=A status:offline', 'queue=A status:online', 'queue=Y status:offline', 'vo=y is here', 'the sun shines'];
  const lines = ['PandaID=1 <b>', 'PandaID=2 chose Y', 'jediTaskID=7 submitted', 'nothing of anybody'];

  async function startNoted(plugins: readonly FoundPlugin[] = [], choice?: MonitorChoice): Promise<MonitorUnderTest> {
    const own = startMonitor(plugins, undefined, choice);
    const database = await own.fill(makeJob({ VO: 'x' }), makeJob({ VO: 'y' }));
    await insertTask(database, { row: { TASKNAME: 't', STATUS: 'running', USERNAME: 'Ann', VO: 'x' }, parameters: '', datasets: [], maxAttempt: 3 }, { jediTaskId: 7, datasetId: 1, fileId: 1, time });
    await writeQueueVos(database, { queue: 'Y', site: 'Y', vos: ['y'] });
    await writePandaLog(database, lines.map((message) => ({ module: 'brokerage', type: 'choice', user: undefined, level: 'warning', message })), time);
    await database.write(async (transaction) => { await transaction.insertInto('incidents').values(queues.map((DESCRIPTION, index) => ({ AT_TIME: `2014-03-07 12:0${9 - index}:00`, TYPEKEY: 'queuecontrol', DESCRIPTION }))).execute(); });
    return own;
  }
  const linesOf = async (own: MonitorUnderTest, path: string): Promise<readonly string[]> => ((await (await own.get(path, { host: 'x.test', accept: 'application/json' })).json()) as { readonly lines: readonly { readonly message: string }[] }).lines.map(({ message }) => message);
  const incidentsOf = async (own: MonitorUnderTest): Promise<readonly string[]> => ((await (await own.get('/incidents/', { host: 'x.test', accept: 'application/json' })).json()) as { readonly incidents: readonly { readonly description: string }[] }).incidents.map(({ description }) => description);

  it('are listed newest first, incidents with what occurs how often, as many as the reader asks for', async () => {
    const own = await startNoted();
    expect(await own.getJson('/incidents/')).toMatchObject({ incidents: [{ type: 'queuecontrol', description: queues[0] }, {}, {}, {}, {}], isCut: false, histogram: expect.arrayContaining([{ key: 'queue', value: 'A', count: 2 }, { key: 'type', value: 'queuecontrol', count: 5 }]) });
    expect(await own.getJson('/incidents/?has=OFFLINE&type=Queue')).toMatchObject({ incidents: [{ description: queues[0] }, { description: queues[2] }] });
    expect(await linesOf(own, '/logger/?has=pandaid%3D1')).toEqual([lines[0]]);
    expect(await own.getJson('/logger/?level=ERROR')).toMatchObject({ lines: [] });
    expect(await own.getText('/logger/?limit=2')).toContain('There are older ones. <a href="/logger/?hours=24&amp;limit=1000">List 1000</a>');
    expect((await own.get('/logger/?limit=0')).status).toBe(400);
  });

  it('under the host of a VO are its own and those of nobody', async () => {
    const plugin = { kind: 'loaded', folder: 'x', plugin: { contract: 1, name: 'x', title: 'X', hostNames: ['x.test'], pages: [] } } as const;
    const own = await startNoted([plugin]);
    expect(await linesOf(own, '/logger/')).toEqual(expect.arrayContaining([lines[0], lines[2], lines[3]]));
    expect(await linesOf(own, '/logger/')).toHaveLength(3);
    expect(await incidentsOf(own)).toEqual([queues[0], queues[1], queues[4]]);
    const found = async (headers: Readonly<Record<string, string>>): Promise<string> => (await own.get('/search/?json&q=job', headers)).text();
    expect([await found({ host: 'x.test' }), await found({})].map((text) => /\/job\/(1|2)\//g[Symbol.match](text)?.length)).toEqual([1, 2]);
  });

  it('are told of under the host of a VO however many jobs and tasks they name', async () => {
    const plugin = { kind: 'loaded', folder: 'x', plugin: { contract: 1, name: 'x', title: 'X', hostNames: ['x.test'], pages: [] } } as const;
    const own = startMonitor([plugin]);
    const database = await own.fill(makeJob({ VO: 'x' }), makeJob({ VO: 'y' }));
    const numbers = Array.from({ length: 9000 }, (_, index) => index + 1);
    for (let start = 0; start < numbers.length; start += 500) await writePandaLog(database, numbers.slice(start, start + 500).map((id) => ({ module: 'brokerage', type: 'choice', user: undefined, level: 'warning', message: `PandaID=${id} jediTaskID=${id} chose A` })), time);
    // Only job 2 is known to be another's.
    expect(await linesOf(own, '/logger/')).toHaveLength(numbers.length - 1);
  });

  it('are told to a reader from whom a VO is hidden only where they name what the reader may see', async () => {
    const own = await startNoted([], { settings: { identity: { proxy: { addresses: ['10.0.0.5'] } }, access: { vos: { y: ['group:y'] } } }, address: '10.0.0.5' });
    expect(await linesOf(own, '/logger/')).toEqual(expect.arrayContaining([lines[0], lines[2]]));
    expect(await linesOf(own, '/logger/')).toHaveLength(2);
    expect(await incidentsOf(own)).toEqual([queues[0], queues[1]]);
  });
});
