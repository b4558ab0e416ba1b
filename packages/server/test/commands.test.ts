import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it, onTestFinished } from 'vitest';
import { jsonFromJob } from '@bigpanda/model';
import { startProgram, type EndedProgram, type StartedProgram } from '@bigpanda/program/testing';
import { makeJob, temporaryFolder } from './server-under-test.ts';

const main = new URL('../src/main.ts', import.meta.url);

interface Instance {
  readonly folder: string;
  readonly database: string;
  run(command: string, ...args: string[]): Promise<EndedProgram>;
  start(): StartedProgram;
}

function makeInstance(more = ''): Instance {
  const folder = temporaryFolder();
  const [file, database] = [join(folder, 'panda-server.toml'), join(folder, 'panda.db')];
  writeFileSync(file, `listen = "127.0.0.1:0"\n[database]\ndialect = "sqlite"\npath = "${database}"\n${more}`);
  const start = (...args: string[]): StartedProgram => {
    const started = startProgram(main, args);
    onTestFinished(() => { started.stop('SIGKILL'); });
    return started;
  };
  return { folder, database, run: async (command, ...args) => start(command, '--config', file, ...args).ended, start: () => start('serve', '--config', file) };
}

const submit = async (address: string, computingSite?: string): Promise<void> => {
  const job = makeJob();
  const { computingSite: _site, ...attributes } = job.attributes;
  const sent = JSON.stringify([jsonFromJob({ ...job, attributes: computingSite === undefined ? attributes : { ...attributes, computingSite } })]);
  expect((await fetch(`${address}/server/panda/submitJobs`, { method: 'POST', body: new URLSearchParams({ jobs: sent }) })).status).toBe(200);
};

describe('panda-server migrate', () => {
  it('tells with --dry-run what it would make and makes nothing, then makes it, then finds nothing to do', async () => {
    const instance = makeInstance();
    const planned = await instance.run('migrate', '--dry-run', '--json');
    expect(planned).toMatchObject({ status: 0, stderr: '' });
    expect(existsSync(instance.database)).toBe(false);
    expect(JSON.parse((await instance.run('migrate', '--json')).stdout)).toEqual({ ...JSON.parse(planned.stdout), isDryRun: false });
    expect(await instance.run('migrate')).toEqual({ status: 0, stdout: 'the tables are up to date\n', stderr: '' });
  });

  it('is done once though several do it at once', async () => {
    const instance = makeInstance();
    const ended = await Promise.all([1, 2, 3].map(() => instance.run('migrate')));
    expect(ended.map(({ status, stderr }) => [status, stderr])).toEqual([[0, ''], [0, ''], [0, '']]);
  });
});

describe('panda-server check-config', () => {
  it('says what the configuration comes to', async () => {
    const { status, stdout } = await makeInstance().run('check-config', '--json');
    expect([status, JSON.parse(stdout)]).toEqual([0, expect.objectContaining({ https: 'off', 'without identity': 'may do everything (plain HTTP)', 'rate limit': 'off' })]);
  });

  it('tells all that is wrong with the files that it names at once, with status 2', async () => {
    const ended = await makeInstance('[tls]\ncertificate = "/none.pem"\nkey = "/none.key"\n[identity]\ntokens = [{ vo = "v", issuer = "https://i", audience = "a", keys = "/none.jwks" }]\n[sites]\nfile = "/none.toml"\n').run('check-config');
    expect(ended.status).toBe(2);
    expect(ended.stderr.split('\n').slice(0, 4)).toEqual([expect.stringContaining('found 3 problems'), expect.stringContaining('  tls: '), expect.stringContaining('  identity.tokens: '), expect.stringContaining('  sites.file: ')]);
  });
});

describe('panda-server add-site, jobs, why and kill', () => {
  it('bring a job that has no site to run, or to its end, beside the server that runs', async () => {
    const instance = makeInstance();
    const server = instance.start();
    const address = await server.waitForAddress();
    await submit(address);
    expect((await instance.run('why', '1')).stdout).toMatch(/^job 1 is defined, without a site\nerror: brokerage 100: no site can take the job: no site is configured\n[^]*site none is configured: add one with "panda-server add-site"\n/);
    const site = ['add-site', 'ANALY_X', '--type', 'analysis', '--set', 'maxmemory=4000,cloud=US'] as const;
    const dry = await instance.run(...site, '--dry-run', '--json');
    expect(JSON.parse(dry.stdout)).toMatchObject({ isDryRun: true, sites: [{ changes: { NICKNAME: 'ANALY_X', MAXMEMORY: 4000, CLOUD: 'US' } }] });
    expect((await instance.run('why', '1')).stdout).toContain('site none is configured');
    expect(await instance.run(...site)).toMatchObject({ status: 0, stdout: expect.stringMatching(/^made queue "ANALY_X"\n/) });
    expect((await instance.run('why', '1')).stdout).toContain('site ANALY_X: weight 1.000: 0 running, 0 queued\n');
    expect((await instance.run('jobs', '--state', 'defined')).stdout).toMatch(/^PandaID {2}jobStatus[^\n]*\n1 {8}defined [^\n]*\n$/);
    expect(JSON.parse((await instance.run('jobs', '--site', 'NOWHERE', '--json')).stdout)).toEqual([]);
    expect(await instance.run('kill', '1', '2', '--dry-run')).toMatchObject({ status: 3, stdout: '1 was defined: would be killed\n2 was not found: cannot be killed\n' });
    expect((await instance.run('jobs')).stdout).toContain('defined');
    expect(await instance.run('kill', '1')).toMatchObject({ status: 0, stdout: '1 was defined: killed\n' });
    expect(await instance.run('kill', '1')).toMatchObject({ status: 3, stdout: '1 was cancelled: cannot be killed\n' });
    expect((await instance.run('why', '1')).stdout).toMatch(/^job 1 is cancelled[^]*error: taskBuffer 100: killed by [^\n]* at the server\n/);
    server.stop('SIGTERM');
    expect(await server.ended).toMatchObject({ status: 0 });
  });

  it('change of a queue that is there only what is given', async () => {
    const instance = makeInstance();
    await instance.run('add-site', 'X', '--type', 'analysis', '--vos', 'lsst,atlas', '--status', 'offline', '--set', 'maxmemory=4000');
    expect(JSON.parse((await instance.run('add-site', 'X', '--set', 'maxmemory=2000', '--json')).stdout)).toEqual({ isDryRun: false, isNew: false, sites: [{ changes: { NICKNAME: 'X', MAXMEMORY: 2000 } }] });
    expect((await instance.run('add-site', 'X', '--vos', 'lsst', '--dry-run')).stdout).toBe('would change queue "X"\n  NICKNAME X\n  VOs lsst\n');
    const stored = new DatabaseSync(instance.database, { readOnly: true });
    expect({ ...stored.prepare('SELECT STATUS, MAXMEMORY, CATCHALL FROM schedconfig').get() }).toEqual({ STATUS: 'offline', MAXMEMORY: 2000, CATCHALL: '{"type":"analysis"}' });
    expect(stored.prepare('SELECT VO_NAME FROM vo_to_site ORDER BY 1').all().map((row) => row['VO_NAME'])).toEqual(['atlas', 'lsst']);
    stored.close();
  });

  it('ban users who were never here too, and let them in again', async () => {
    const instance = makeInstance();
    await instance.run('migrate');
    const banned = (): unknown[] => {
      const stored = new DatabaseSync(instance.database, { readOnly: true });
      const names = stored.prepare('SELECT NAME FROM users WHERE STATUS IS NOT NULL ORDER BY NAME').all().map((row) => row['NAME']);
      stored.close();
      return names;
    };
    expect(await instance.run('ban', 'Ann Smith', 'Bob')).toEqual({ status: 0, stderr: '', stdout: '"Ann Smith": is now banned, was none\n"Bob": is now banned, was none\n' });
    expect((await instance.run('ban', 'Ann Smith', '--status', 'none', '--dry-run')).stdout).toBe('"Ann Smith": would be none, was banned\n');
    expect(banned()).toEqual(['Ann Smith', 'Bob']);
    await instance.run('ban', 'Ann Smith', '--status', 'none');
    expect(banned()).toEqual(['Bob']);
  });

  it('refuse wrong arguments with status 2', async () => {
    const instance = makeInstance();
    const cases: readonly (readonly [args: readonly [string, ...string[]], words: string])[] = [
      [['kill'], 'found no PandaID, wanted PandaIDs'], [['kill', '1;drop'], 'found "1;drop", wanted PandaIDs'], [['why', '0'], 'wanted PandaIDs'], [['add-site'], 'found 0 names, wanted 1'],
      [['add-site', 'X', '--set', 'colour=red'], '"arguments" has 1 problem'], [['ban'], 'found no name, wanted names'], [['jobs', '--state', 'gone'], '--state is "gone", wanted one of pending, defined'], [['jobs', '--limit', 'many'], '--limit is "many"'], [['migrate', 'now'], 'Unexpected argument'], [['explode'], 'there is no command "explode"'],
    ];
    const ended = await Promise.all(cases.map(([args]) => instance.run(...args)));
    expect(ended).toMatchObject(cases.map(([, words]) => ({ status: 2, stdout: '', stderr: expect.stringContaining(words) })));
  });

  it('tells a missing job and a missing database with status 1', async () => {
    const instance = makeInstance();
    expect(await instance.run('why', '1')).toMatchObject({ status: 1, stderr: expect.stringContaining('does not exist') });
    await instance.run('migrate');
    expect(await instance.run('why', '1')).toMatchObject({ status: 1, stderr: 'panda-server: find job: there is no 1. List jobs with "panda-server jobs".\n' });
  });

  it('each have a help', async () => {
    const commands = ['migrate', 'check-config', 'add-site', 'jobs', 'why', 'kill', 'ban'];
    const ended = await Promise.all(commands.map((command) => startProgram(main, [command, '--help']).ended));
    expect(ended).toMatchObject(commands.map((command) => ({ status: 0, stderr: '', stdout: expect.stringMatching(new RegExp(`^Usage: panda-server ${command}( \\S+)? \\[options\\]\\n`)) })));
  });
});

describe('operation of panda-server', () => {
  it('limits, measures, checks its health, and tells the PandaID with the id of the request', async () => {
    const instance = makeInstance('[limits]\nrequests_per_minute = 5\n');
    const server = instance.start();
    const address = await server.waitForAddress();
    await submit(address, 'S');
    const got = await fetch(`${address}/server/panda/getJob`, { method: 'POST', body: new URLSearchParams({ siteName: 'S', prodSourceLabel: 'user' }), headers: { 'x-request-id': 'pilot-7.a' } });
    expect([got.headers.get('x-request-id'), await got.text()]).toEqual(['pilot-7.a', expect.stringContaining('PandaID=1&')]);
    expect(JSON.parse(await server.waitForLine('job sent'))).toMatchObject({ pandaId: 1, requestId: 'pilot-7.a' });
    for (let count = 0; count < 3; count += 1) expect((await fetch(`${address}/server/panda/isAlive`)).status).toBe(200);
    const refused = await fetch(`${address}/server/panda/isAlive`);
    expect([refused.status, refused.headers.get('retry-after'), await refused.text()]).toEqual([429, '12', 'ERROR : more than 5 requests in a minute, wait 12 s']);
    const metrics = await (await fetch(`${address}/metrics`)).text();
    for (const line of ['http_requests_total{function="isAlive",status="200"} 3', 'http_requests_total{function="isAlive",status="429"} 1', 'http_requests_total{function="getJob",status="200"} 1', 'panda_jobs{state="sent"} 1', 'panda_database_connections{use="in_use"} 0', 'http_request_duration_seconds_count{function="submitJobs"} 1']) expect(metrics).toContain(`${line}\n`);
    expect(metrics).toMatch(/^nodejs_eventloop_lag_seconds /m);
    const health = await fetch(`${address}/healthz`);
    expect([health.status, await health.json()]).toEqual([200, { status: 'ok', checks: { database: 'ok', migrations: 'ok' } }]);
    server.stop('SIGTERM');
    expect(await server.ended).toMatchObject({ status: 0, stderr: '' });
  });
});
