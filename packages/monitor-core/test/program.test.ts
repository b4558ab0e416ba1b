import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, onTestFinished } from 'vitest';
import { startProgram, type StartedProgram } from '@bigpanda/program/testing';
import { temporaryFolder } from './monitor-under-test.ts';

const voFolder = new URL('../../monitor-vo/', import.meta.url);

function run(...args: string[]): StartedProgram {
  const program = startProgram(new URL('../src/main.ts', import.meta.url), args);
  onTestFinished(() => { program.stop('SIGKILL'); });
  return program;
}

describe('bigpandamon', () => {
  it('serves the core and every plug-in of the workspace from source, and stops at SIGTERM with status 0', async () => {
    const folder = temporaryFolder();
    const file = join(folder, 'bigpandamon.toml');
    writeFileSync(file, `listen = "127.0.0.1:0"\ndatabase.path = "${join(folder, 'panda.db')}"`);
    const running = run('--config', file, '--plugins', fileURLToPath(voFolder));
    const address = await running.waitForAddress();
    expect((await fetch(`${address}/`)).status).toBe(503);
    expect((await fetch(`${address}/static/monitor.css`)).status).toBe(200);
    for (const name of readdirSync(voFolder)) expect((await fetch(`${address}/${name}/`)).status).toBe(503);
    running.stop('SIGTERM');
    expect(await running.ended).toMatchObject({ status: 0, stderr: '' });
  });

  it('lists plug-ins and what is wrong with those that it refuses', async () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, 'broken'));
    writeFileSync(join(folder, 'broken/plugin.mjs'), 'export const plugin = { contract: 2 }');
    const told = await run('plugins', '--plugins', folder).ended;
    expect(told).toMatchObject({ status: 1, stdout: expect.stringMatching(/^broken: refused\n {2}contract: wanted 1/) });
    const { status, stdout } = await run('plugins', '--json', '--plugins', fileURLToPath(voFolder)).ended;
    expect([status, JSON.parse(stdout)]).toEqual([0, expect.objectContaining({ ownNames: expect.arrayContaining(['jobs', 'static']), plugins: readdirSync(voFolder).map((name) => expect.objectContaining({ name, isLoaded: true })) })]);
  });

  it('answers 503 without telling where the database is while it does not answer', async () => {
    const folder = temporaryFolder();
    const file = join(folder, 'bigpandamon.toml');
    writeFileSync(file, `listen = "127.0.0.1:0"\n[database]\ndialect = "mysql"\nsocket = "${join(folder, 'no-socket')}"`);
    const running = run('--config', file, '--plugins', join(folder, 'none'));
    const address = await running.waitForAddress();
    const page = await fetch(`${address}/jobs/`);
    expect([page.status, page.headers.get('retry-after')]).toEqual([503, '10']);
    expect(await page.text()).not.toContain(folder);
    expect(await (await fetch(`${address}/jobs/?json`)).json()).toEqual({ error: 'the database does not answer' });
    expect(await (await fetch(`${address}/healthz`)).json()).toEqual({ status: 'failed', checks: { database: 'failed', migrations: 'failed' } });
    expect(await (await fetch(`${address}/metrics`)).text()).toContain('http_requests_total{function="/jobs/",status="503"} 2');
    running.stop('SIGTERM');
    expect(await running.ended).toMatchObject({ status: 0, stderr: '' });
  });

  it('prints its version and its help', async () => {
    expect(await run('--version').ended).toMatchObject({ status: 0, stdout: 'bigpandamon, from source\n' });
    expect(await run('--help').ended).toMatchObject({ status: 0, stdout: expect.stringMatching(/^Usage: bigpandamon \[COMMAND\] \[--config FILE\] \[--plugins DIR\]\n[^]*127\.0\.0\.1:8080[^]*load VO LOADER \[FILE\]/) });
  });
});

describe('the sources of the core', () => {
  it('name no VO', () => {
    const folder = new URL('../src/', import.meta.url);
    const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'));
    const names = new RegExp(readdirSync(voFolder).join('|'), 'i');
    expect(files.filter((file) => names.test(readFileSync(new URL(file, folder), 'utf8')))).toEqual([]);
  });
});
