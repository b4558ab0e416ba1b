import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { startProgram, type StartedProgram } from '@bigpanda/program/testing';
import { temporaryFolder } from './server-under-test.ts';

function run(...args: string[]): StartedProgram {
  const program = startProgram(new URL('../src/main.ts', import.meta.url), args);
  onTestFinished(() => { program.stop('SIGKILL'); });
  return program;
}

function writeConfiguration(text: string): string {
  const file = join(temporaryFolder(), 'panda-server.toml');
  writeFileSync(file, text);
  return file;
}

describe('panda-server', () => {
  it.each(['SIGTERM', 'SIGINT'] as const)('starts, answers, keeps what it is told, and stops at %s with status 0', async (signal) => {
    const file = writeConfiguration(`listen = "127.0.0.1:0"\n[database]\ndialect = "sqlite"\npath = "${join(temporaryFolder(), 'panda.db')}"\n`);
    const first = run('--config', file);
    const address = await first.waitForAddress();
    expect(await (await fetch(`${address}/server/panda/isAlive`)).text()).toBe('alive=yes');
    await fetch(`${address}/server/panda/submitJobs`, { method: 'POST', body: new URLSearchParams({ jobs: '[[null,[]]]' }) });
    first.stop(signal);
    expect(await first.ended).toMatchObject({ status: 0, stderr: '' });

    const second = run('--config', file);
    const nextAddress = await second.waitForAddress();
    expect(await (await fetch(`${nextAddress}/server/panda/getJobStatus?ids=1&no_pickle=1`)).json()).toMatchObject([{ 0: 1, 18: 'defined', 41: 100, 42: 'no site can take the job: no site is configured' }]);
    second.stop(signal);
    expect((await second.ended).status).toBe(0);
  });

  it('tells that the folder of the database is missing in one line, with status 1', async () => {
    const ended = await run('--config', writeConfiguration(`listen = "127.0.0.1:0"\ndatabase.dialect = "sqlite"\ndatabase.path = "${join(temporaryFolder(), 'none', 'panda.db')}"`)).ended;
    expect(ended).toMatchObject({ status: 1, stderr: expect.stringMatching(/^panda-server: open database: [^\n]*unable to open database file\. Check that the folder is there[^\n]*\n$/) });
  });

  it('asks which dialect to use when several are installed, with status 2', async () => {
    expect(await run('--config', writeConfiguration('')).ended).toMatchObject({ status: 2, stderr: 'panda-server: load database dialect: found "mysql", "sqlite". Name one as database.dialect in the configuration.\n' });
  });

  it('tells that the dialect is not installed, with status 2', async () => {
    expect(await run('--config', writeConfiguration('database.dialect = "oracle"')).ended).toMatchObject({ status: 2, stderr: 'panda-server: load database dialect: found no "oracle". Install the package panda-server-oracle.\n' });
  });

  it.each([
    ['of known length', 'Content-Length: 1000\r\n\r\nsiteName=S'],
    ['in chunks', 'Transfer-Encoding: chunked\r\n\r\n5\r\nsiteN\r\n'],
  ])('notes without a stack that a client broke off a body %s, and goes on', async (_, rest) => {
    const program = run('--config', writeConfiguration(`listen = "127.0.0.1:0"\ndatabase.dialect = "sqlite"\ndatabase.path = "${join(temporaryFolder(), 'panda.db')}"`));
    const address = await program.waitForAddress();
    const socket = connect(Number(new URL(address).port), '127.0.0.1');
    await once(socket, 'connect');
    socket.write(`POST /server/panda/getJob HTTP/1.1\r\nHost: localhost\r\n${rest}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
    socket.destroy();
    const line = await program.waitForLine('broke off');
    expect(JSON.parse(line)).toMatchObject({ level: 30, path: '/server/panda/getJob' });
    expect(await (await fetch(`${address}/server/panda/isAlive`)).text()).toBe('alive=yes');
    program.stop('SIGTERM');
    const { status, stdout, stderr } = await program.ended;
    expect([status, stderr]).toEqual([0, '']);
    expect(stdout).not.toContain('stack');
  });

  it('prints its version and its help', async () => {
    expect(await run('--version').ended).toMatchObject({ status: 0, stdout: 'panda-server, from source\n' });
    expect(await run('--help').ended).toMatchObject({ status: 0, stdout: expect.stringMatching(/^Usage: panda-server \[COMMAND\] \[--config FILE\]\n[^]*127\.0\.0\.1:25080[^]*\n  why PANDAID  /) });
  });
});
