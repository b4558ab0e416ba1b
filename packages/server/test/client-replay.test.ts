import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { jsonFromJob, readPickle } from '@bigpanda/model';
import { stranger, type Identity } from '../src/index.ts';
import { makeJob, startServer, type ServerUnderTest } from './server-under-test.ts';

const fixture = (name: string): Buffer => readFileSync(new URL(`fixtures/${name}`, import.meta.url));
const prunTask = fixture('prun-task.json').toString();
const ann: Identity = { ...stranger, isKnown: true, name: 'Ann Smith', dn: '/DC=org/DC=example/CN=Ann Smith' };

async function start(): Promise<ServerUnderTest> {
  const server = await startServer();
  server.identity.current = ann;
  return server;
}

/** What panda-client 1.5.92 asks: a form, for JSON where it can read that. */
const legacy = async (server: ServerUnderTest, method: string, fields: Readonly<Record<string, string>> = {}): Promise<unknown> => {
  const text = await server.post(method, fields, { accept: 'application/json' });
  return /^[[{"\d]/.test(text) ? JSON.parse(text) : text;
};

/** What panda-client 2.0 asks: JSON, or a query string. */
const modern = async (server: ServerUnderTest, path: string, body?: object): Promise<{ readonly data?: unknown; readonly message?: unknown }> => {
  const init = body === undefined ? {} : { method: 'POST', headers: { 'content-type': 'application/json', accept: 'application/json' }, body: JSON.stringify(body) };
  return (await server.request(`/api/v1/${path}`, init)).json() as Promise<object>;
};

describe('requests of panda-client 1.5.92', () => {
  it('are answered from hello to the end of a task of prun', async () => {
    const server = await start();
    expect(await legacy(server, 'isAlive')).toBe('alive=yes');
    expect(await legacy(server, 'getAttr')).toContain('SSL_CLIENT_S_DN : /DC=org/DC=example/CN=Ann Smith\n');
    expect(await legacy(server, 'checkSandboxFile', { fileSize: '100', checkSum: '42' })).toBe('NOTFOUND');
    expect(await legacy(server, 'insertTaskParams', { taskParams: prunTask, properErrorCode: 'True' })).toEqual([0, 'succeeded. new jediTaskID=1']);
    expect(await legacy(server, 'getPandaIDsWithTaskID', { jediTaskID: '1' })).toEqual([1, 2, 3]);
    expect(await legacy(server, 'getTaskStatus', { jediTaskID: '1' })).toBe('running');
    expect(await legacy(server, 'getJediTaskDetails', { jediTaskID: '1', fullFlag: 'True', withTaskInfo: 'True' })).toMatchObject({ status: 'running', reqID: 1, userName: 'Ann Smith', PandaID: [1, 2, 3], cliParams: expect.stringContaining('prun --exec') });
    expect(await legacy(server, 'finishTask', { jediTaskID: '1', properErrorCode: 'True', soft: 'True' })).toEqual([0, 'reception of the command is acknowledged']);
    expect(await legacy(server, 'retryTask', { jediTaskID: '1', properErrorCode: 'True' })).toEqual([0, 'reception of the command is acknowledged']);
    expect(await legacy(server, 'killTask', { jediTaskID: '1', properErrorCode: 'True' })).toEqual([0, 'reception of the command is acknowledged']);
    expect(await legacy(server, 'getTaskStatus', { jediTaskID: '1' })).toBe('aborted');
  });

  it('submit, look at and kill pickled jobs', async () => {
    const server = await start();
    server.identity.current = { ...ann, hasProductionRole: true };
    expect(readPickle(Buffer.from(await server.post('submitJobs', { jobs: fixture('pickle/jobs-head.protocol0.pickle').toString('latin1') })))).toHaveLength(2);
    expect(await legacy(server, 'getFullJobStatus', { ids: '[1]', no_pickle: 'True' })).toMatchObject([{ 0: 1 }]);
    expect(await legacy(server, 'killJobs', { ids: '[1, 99]' })).toEqual([true, false]);
  });
});

describe('requests of panda-client 2.0', () => {
  it('are answered from hello to the end of a task of prun', async () => {
    const server = await start();
    expect(await modern(server, 'system/is_alive')).toEqual({ success: true, message: '', data: null });
    expect(await modern(server, 'file_server/validate_cache_file', { file_size: 100, checksum: '42' })).toMatchObject({ success: false, message: 'NOTFOUND' });
    expect(await modern(server, 'task/submit', { task_parameters: JSON.parse(prunTask) })).toEqual({ success: true, message: 'succeeded. new jediTaskID=1', data: 1 });
    expect(await modern(server, 'task/get_job_ids?task_id=1')).toMatchObject({ success: true, data: [1, 2, 3] });
    expect(await modern(server, 'task/get_status?task_id=1')).toMatchObject({ data: 'running' });
    expect(await modern(server, 'task/get_tasks_detailed_info_since?since=2014-01-01%2000:00:00')).toMatchObject({ data: [{ jediTaskID: 1, superStatus: 'running', nFiles: 2, nFilesFinished: 0, pctFinished: 0 }] });
    expect(await modern(server, 'task/get_detailed_info?task_id=1')).toMatchObject({ data: { jediTaskID: 1, nFiles: 2, raw_task_params: JSON.parse(prunTask) } });
    expect(await modern(server, 'task/pause', { task_id: 1 })).toMatchObject({ success: false, message: 'production role required' });
    for (const [path, body] of [['task/finish', { task_id: 1, soft: true }], ['task/retry', { task_id: 1 }], ['task/kill', { task_id: 1 }]] as const) expect(await modern(server, path, body), path).toMatchObject({ success: true, data: 0 });
    expect(await modern(server, 'task/get_status?task_id=1')).toMatchObject({ data: 'aborted' });
  });

  it('show the tasks of the sender that meet filters, as pbook does', async () => {
    const server = await start();
    await modern(server, 'task/submit', { task_parameters: JSON.parse(prunTask) });
    const found = async (filters: object | string): Promise<unknown> => {
      const reply = await modern(server, `task/get_tasks_detailed_info_since?n_tasks=10&filters=${encodeURIComponent(typeof filters === 'string' ? filters : JSON.stringify(filters))}`);
      return Array.isArray(reply.data) ? reply.data.length : reply.message;
    };
    for (const filters of [{ jediTaskID: '1' }, { reqID: 1 }, { superStatus: 'running' }, { status: 'done|run.*' }, { taskName: '^user\\.' }, { userName: 'Ann Smith', taskName: 'user.*/$' }, { campaign: 'NULL' }]) expect(await found(filters), JSON.stringify(filters)).toBe(1);
    for (const filters of [{ jediTaskID: '2' }, { jediTaskID: 'x' }, { userName: 'Bob' }, { status: 'done|failed' }, { taskName: '^ser' }, { status: 'NULL' }]) expect(await found(filters), JSON.stringify(filters)).toBe(0);
    expect(await found({ taskName: '(a+)+$' })).toContain('"filters" has "(a+)+$", wanted of regular expressions only');
    expect(await found({ colour: 'red' })).toContain('"filters" has "colour", wanted names of attributes of tasks');
    expect(await found('[1]')).toContain('"filters" has "[1]", wanted a JSON object');
    server.identity.current = { ...ann, name: 'Bob' };
    expect(await found({ status: 'running' })).toBe(0);
  });

  it('submit, look at and kill jobs', async () => {
    const server = await start();
    expect(await modern(server, 'job/submit', { jobs: JSON.stringify([jsonFromJob(makeJob())]) })).toMatchObject({ success: true, data: [[1, 2, { jobsetID: 1 }]] });
    expect(await modern(server, 'job/get_description', { job_ids: [1] })).toMatchObject({ data: [{ jobStatus: 'activated', prodUserName: 'Ann Smith' }] });
    expect(await modern(server, 'job/kill', { job_ids: [1] })).toMatchObject({ data: [true] });
    expect(await modern(server, 'job/get_description_incl_archive', { job_ids: [1] })).toMatchObject({ data: [{ jobStatus: 'cancelled' }] });
  });
});
