import { describe, expect, it } from 'vitest';
import { readJobs, writeQueue } from '@bigpanda/datastore';
import { isPickleTuple, readPickle } from '@bigpanda/model';
import { createLog } from '@bigpanda/program';
import { watchJobs } from '../src/index.ts';
import { databaseKinds, startServer, type ServerUnderTest } from './server-under-test.ts';

const task = {
  taskName: 'user.ann.test/', userName: 'ann', uniqueTaskName: true, vo: 'test', prodSourceLabel: 'user', site: 'SITE', noInput: true, nEvents: 3, nEventsPerJob: 1, sourceURL: 'http://here',
  log: { type: 'template', param_type: 'log', dataset: 'user.ann.log/', value: 'user.ann.$JEDITASKID.${SN}.log.tgz' },
  jobParameters: [
    { type: 'constant', value: '--sourceURL ${SURL}' }, { type: 'constant', value: '-p "', padding: false }, { type: 'constant', value: 'echo ${SN/P}' }, { type: 'constant', value: '"' },
    { type: 'template', param_type: 'output', value: 'user.ann.$JEDITASKID._${SN/P}.root', dataset: 'user.ann.root/', hidden: true },
  ],
};

/** The same with a build step, as prun sends it without --noBuild. */
const built = { ...task, nEvents: 2, buildSpec: { prodSourceLabel: 'panda', archiveName: 'sources.1.tar.gz', jobParameters: '-i ${IN} -o ${OUT} --sourceURL ${SURL} -r . ' }, jobParameters: [{ type: 'constant', value: '-l ${LIB}' }] };
const library = 'panda.0307120000.3.lib._000001.3.lib.tgz';

async function submit(server: ServerUnderTest, value: unknown = task): Promise<readonly unknown[]> {
  const reply = readPickle(Buffer.from(await server.post('insertTaskParams', { taskParams: JSON.stringify(value), properErrorCode: 'True' })));
  if (!isPickleTuple(reply)) throw new Error('no pair');
  return reply.items;
}

async function runJob(server: ServerUnderTest, state: string): Promise<string> {
  const { PandaID = '' } = await server.postForFields('getJob', { siteName: 'SITE', prodSourceLabel: 'user' });
  await server.post('updateJob', { jobId: PandaID, state });
  return PandaID;
}

const command = async (server: ServerUnderTest, method: string): Promise<unknown> => JSON.parse(await server.post(method, { jediTaskID: '1', properErrorCode: 'True' }, { accept: 'application/json' }));
const status = async (server: ServerUnderTest): Promise<string> => JSON.parse(await server.post('getTaskStatus', { jediTaskID: '1' }, { accept: 'application/json' }));

/** What holds on every kind of database. */
describe.each(databaseKinds())('a task on %s', (_, makeDatabase) => {
  it('becomes jobs whose parameters and outputs are rendered, and is done when all have finished', async () => {
    const server = await startServer(makeDatabase);
    expect(await submit(server)).toEqual([0, 'succeeded. new jediTaskID=1']);
    expect((await readJobs(server.database, [2])).get(2)).toMatchObject({
      attributes: { jediTaskID: 1, prodUserName: 'ann', jobStatus: 'activated', jobParameters: '--sourceURL http://here -p "echo 000002 "', currentPriority: 1000, attemptNr: 1, maxAttempt: 3 },
      files: [{ type: 'pseudo_input', lfn: 'pseudo_lfn_2' }, { type: 'output', lfn: 'user.ann.1._000002.root', dataset: 'user.ann.root' }, { type: 'log', lfn: 'user.ann.1.000002.log.tgz' }],
    });
    expect(await status(server)).toBe('running');
    for (let count = 0; count < 3; count += 1) await runJob(server, 'finished');
    expect(await status(server)).toBe('done');
  });

  it('tries a job again as often as it may, ends as finished with what failed, and makes that anew when it is retried', async () => {
    const server = await startServer(makeDatabase);
    await submit(server, { ...task, nEvents: 2, maxAttempt: 2 });
    await runJob(server, 'finished');
    expect(await runJob(server, 'failed')).toBe('2');
    expect(await status(server)).toBe('running');
    expect(await runJob(server, 'failed')).toBe('3');
    expect(await status(server)).toBe('finished');
    expect(await command(server, 'killTask')).toEqual([4, 'command rejected: jediTaskID=1 is in finished']);
    expect(await command(server, 'retryTask')).toEqual([0, 'reception of the command is acknowledged']);
    expect(await (await server.request('/api/v1/task/get_detailed_info?task_id=1')).json()).toMatchObject({ data: { status: 'running', nFiles: 2, nFilesFinished: 1, nFilesFailed: 0, pctFinished: 50 } });
    expect(await runJob(server, 'finished')).toBe('4');
    expect(await status(server)).toBe('done');
    expect(JSON.parse(await server.post('getPandaIDsWithTaskID', { jediTaskID: '1' }, { accept: 'application/json' }))).toEqual([1, 2, 3, 4]);
  });

  it('ends with its jobs when it is killed, at once or when the pilots have heard', async () => {
    const server = await startServer(makeDatabase);
    await submit(server);
    await server.post('getJob', { siteName: 'SITE', prodSourceLabel: 'user' });
    await command(server, 'killTask');
    expect(await status(server)).toBe('aborting');
    expect(await server.post('updateJob', { jobId: '1', state: 'running' })).toContain('command=tobekilled');
    await server.post('updateJob', { jobId: '1', state: 'failed' });
    expect(await status(server)).toBe('aborted');
  });

  it('goes to another site with the jobs that no pilot has, and is the child of another', async () => {
    const server = await startServer(makeDatabase);
    for (const NICKNAME of ['SITE', 'OTHER']) await writeQueue(server.database, { NICKNAME, STATUS: 'online' }, '2014-03-07 12:00:00');
    await submit(server);
    await server.post('getJob', { siteName: 'SITE', prodSourceLabel: 'user' });
    const reassign = async (site: string): Promise<unknown> => JSON.parse(await server.post('reassignTask', { jediTaskID: '1', site, properErrorCode: 'True' }, { accept: 'application/json' }));
    expect(await reassign('OTHER')).toEqual([0, 'reception of the command is acknowledged: 2 jobs were moved']);
    expect(await reassign('NOWHERE')).toEqual([1, 'there is no site NOWHERE']);
    await server.post('updateJob', { jobId: '1', state: 'finished' });
    for (const id of ['4', '5']) {
      expect(await server.postForFields('getJob', { siteName: 'OTHER', prodSourceLabel: 'user' })).toMatchObject({ PandaID: id });
      await server.post('updateJob', { jobId: id, state: 'finished' });
    }
    expect(await status(server)).toBe('done');
    const child = async (parent_tid: string): Promise<unknown> => JSON.parse(await server.post('insertTaskParams', { taskParams: JSON.stringify({ ...task, taskName: 'child/' }), properErrorCode: 'True', parent_tid }, { accept: 'application/json' }));
    expect(await child('9')).toEqual([2, 'the parent jediTaskID=9 was not found']);
    expect(await child('1')).toEqual([0, 'succeeded. new jediTaskID=2']);
    expect(await (await server.request('/api/v1/task/get_parent_detailed_info?task_id=2')).json()).toMatchObject({ data: { jediTaskID: 1 } });
  });

  it('gives out no job while it is paused, which is answered by a code to those too that ask for none', async () => {
    const server = await startServer(makeDatabase);
    await submit(server);
    expect(JSON.parse(await server.post('pauseTask', { jediTaskID: '1' }, { accept: 'application/json' }))).toEqual([0, 'reception of the command is acknowledged']);
    expect(await server.post('getJob', { siteName: 'SITE', prodSourceLabel: 'user' })).toBe('StatusCode=20');
    await command(server, 'resumeTask');
    expect(await runJob(server, 'finished')).toBe('1');
  });

  it('reads a list of files, some for each job', async () => {
    const server = await startServer(makeDatabase);
    await submit(server, { ...task, noInput: true, pfnList: ['a', 'b', 'c'], nFilesPerJob: 2, jobParameters: [{ type: 'constant', value: '-i "${IN/T}"' }] });
    const jobs = await readJobs(server.database, [1, 2, 3]);
    expect([...jobs.values()].map((job) => job.attributes.jobParameters)).toEqual([`-i "['a', 'b']"`, `-i "['c']"`]);
  });

  it('builds once where its jobs will run, and lets them read what was built', async () => {
    const server = await startServer(makeDatabase);
    await submit(server, built);
    expect((await readJobs(server.database, [1])).get(1)).toMatchObject({
      attributes: { prodSourceLabel: 'panda', currentPriority: 2000, jobParameters: `-i sources.1.tar.gz -o ${library} --sourceURL http://here -r .`, transformation: expect.stringMatching(/buildGen/), jobStatus: 'activated', maxAttempt: 1 },
      files: [{ lfn: library, type: 'output' }, { type: 'log' }],
    });
    const [run] = (await readJobs(server.database, [2])).values();
    expect(run).toMatchObject({ attributes: { jobParameters: `-l ${library}`, computingSite: 'SITE', jobStatus: 'defined' }, files: [{}, { lfn: library, type: 'input', status: 'pending' }, {}] });
    expect(await runJob(server, 'finished')).toBe('1');
    for (const id of ['2', '3']) expect(await runJob(server, 'finished')).toBe(id);
    expect(await status(server)).toBe('done');
  });

  it('fails with its build, and builds anew when it is retried', async () => {
    const server = await startServer(makeDatabase);
    await submit(server, built);
    await runJob(server, 'failed');
    expect(await status(server)).toBe('failed');
    expect([...(await readJobs(server.database, [2, 3])).values()].map((job) => job.attributes.jobStatus)).toEqual(['cancelled', 'cancelled']);
    await command(server, 'retryTask');
    for (const id of ['4', '5', '6']) expect(await runJob(server, 'finished')).toBe(id);
    expect(await status(server)).toBe('done');
  });

  it('makes no jobs before a site can take its build, and then all where that was sent', async () => {
    const server = await startServer(makeDatabase);
    await submit(server, { ...built, site: undefined });
    expect((await readJobs(server.database, [1, 2])).size).toBe(1);
    await writeQueue(server.database, { NICKNAME: 'LATE', STATUS: 'online' }, '2014-03-07 12:00:00');
    server.clock.milliseconds += 120_000;
    const watch = { database: server.database, log: createLog('panda-server', { level: 'silent' }), readClock: () => server.clock.milliseconds, archiveAfterDays: 3 };
    expect(await watchJobs(watch)).toMatchObject({ activated: 1, taskJobs: 2 });
    expect((await readJobs(server.database, [3])).get(3)?.attributes).toMatchObject({ computingSite: 'LATE', jobStatus: 'defined' });
  });

  it('is taken up again by its name when it has ended, and refused while it runs', async () => {
    const server = await startServer(makeDatabase);
    await submit(server, { ...task, nEvents: 1, maxAttempt: 1 });
    expect(await submit(server)).toEqual([1, 'jediTaskID=1 is in the running state for user.ann.test/. It can be executed again once it has ended']);
    await runJob(server, 'failed');
    expect(await submit(server)).toEqual([3, 'reactivation accepted. jediTaskID=1 (currently in failed state) will be executed again']);
    expect(await runJob(server, 'finished')).toBe('2');
  });
});

describe('insertTaskParams', () => {
  it('tells everything that is wrong with a task', async () => {
    const server = await startServer();
    expect(await submit(server, { taskName: '', pfnList: 'a' })).toEqual([1, expect.stringMatching(/^read task parameters: taskName: .*; pfnList: /)]);
    expect(await submit(server, { ...task, noInput: false, jobParameters: [{ type: 'template', param_type: 'input', value: '-i', dataset: 'data' }] })).toEqual([1, expect.stringContaining('input dataset "data" cannot be resolved')]);
    expect(await command(server, 'killTask')).toEqual([2, 'jediTaskID=1 not found']);
  });
});
