import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { jsonFromJob } from '@bigpanda/model';
import { functionTable } from '../src/index.ts';
import { makeJob, startServer, type ServerUnderTest } from './server-under-test.ts';

const call = async (server: ServerUnderTest, path: string, parameters?: object): Promise<{ readonly status: number; readonly body: unknown }> => {
  const init = parameters === undefined ? {} : { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(parameters) };
  const response = await server.request(`/api/v1/${path}`, init);
  return { status: response.status, body: await response.json() };
};

describe('api/v1', () => {
  it('answers system/is_alive', async () => {
    const response = await (await startServer()).request('/api/v1/system/is_alive');
    expect(await response.text()).toBe('{"success":true,"message":"","data":null}');
  });

  it('forbids an unknown method with status 403', async () => {
    expect(await call(await startServer(), 'job/explode', {})).toMatchObject({ status: 403, body: { success: false } });
  });

  it('tells a wrong verb and a missing parameter with status 200', async () => {
    const server = await startServer();
    expect(await call(server, 'job/submit')).toMatchObject({ status: 200, body: { success: false, message: 'Method GET is not allowed, use POST' } });
    expect(await call(server, 'job/submit', {})).toMatchObject({ status: 200, body: { success: false, message: 'read parameters: "jobs" is missing' } });
  });

  it('takes a job from submission to its end', async () => {
    const server = await startServer();
    expect(await call(server, 'job/submit', { jobs: JSON.stringify([jsonFromJob(makeJob()), jsonFromJob(makeJob())]) })).toMatchObject({ body: { success: true, data: [[1, 2, { jobsetID: 1 }], [2, 2, { jobsetID: 1 }]] } });
    expect(await call(server, 'pilot/acquire_jobs', { site_name: 'SITE', prod_source_label: 'user', n_jobs: 5, memory: 4000 })).toMatchObject({ body: { success: true, data: { StatusCode: 0, jobs: [{ PandaID: 1 }, { PandaID: 2 }] } } });
    expect(await call(server, 'pilot/acquire_jobs', { site_name: 'SITE', prod_source_label: 'user' })).toMatchObject({ body: { success: false, message: 'No jobs in PanDA' } });
    expect(await call(server, 'pilot/update_job', { job_id: 1, job_status: 'finished', attempt_nr: 0, max_rss: 500, cpu_consumption_time: 3 })).toMatchObject({ body: { success: true, data: { StatusCode: 0, command: 'NULL' } } });
    const { body } = await call(server, 'job/get_description?job_ids=1,3');
    expect(body).toMatchObject({ success: true, data: [{ PandaID: 1, jobStatus: 'finished', jobSubStatus: null, Files: [{ lfn: 'job.1.log.tgz', status: 'ready' }] }, null] });
  });
});

describe('functionTable', () => {
  it('offers each function under one name in each API', () => {
    for (const names of [functionTable.flatMap(({ legacyName }) => legacyName ?? []), functionTable.flatMap(({ apiPath }) => apiPath ?? [])]) expect(new Set(names).size).toBe(names.length);
    expect(functionTable.filter(({ legacyName, apiPath }) => legacyName === undefined && apiPath === undefined)).toEqual([]);
  });
});

describe('docs/server.md', () => {
  it('tells of every function, and of none that is not there', () => {
    const text = readFileSync(new URL('../../../docs/server.md', import.meta.url), 'utf8');
    const rows = [...text.split('## Functions')[1]?.matchAll(/^\| (?:`(\w+)`)? ?\| (?:`([\w/]+)`)? ?\| (\w+)(?:, (\w+))? \|/gm) ?? []].map(([, legacyName, apiPath, access, apiAccess = access]) => ({ legacyName, apiPath, access, apiAccess }));
    expect(rows.filter(({ access }) => access !== 'who')).toEqual(functionTable.map(({ legacyName, apiPath, access, apiAccess }) => ({ legacyName, apiPath, access, apiAccess })));
  });
});
