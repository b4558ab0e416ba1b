import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, onTestFinished } from 'vitest';
import { temporaryFolder } from './server-under-test.ts';

const main = fileURLToPath(new URL('../src/main.ts', import.meta.url));

interface Ended {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

interface Running {
  readonly ended: Promise<Ended>;
  stop(signal: NodeJS.Signals): void;
  /** The first line of stdout that holds the text. */
  waitForLine(text: string): Promise<string>;
}

function run(...args: string[]): Running {
  const child = spawn(process.execPath, [main, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  onTestFinished(() => { child.kill('SIGKILL'); });
  const output = { stdout: '', stderr: '' };
  child.stdout.on('data', (part) => { output.stdout += String(part); });
  child.stderr.on('data', (part) => { output.stderr += String(part); });
  return {
    ended: once(child, 'close').then(([status]: unknown[]) => ({ status: typeof status === 'number' ? status : null, ...output })),
    stop: (signal) => { child.kill(signal); },
    waitForLine: async (text) => {
      for (;;) {
        const line = output.stdout.split('\n').find((candidate) => candidate.includes(text));
        if (line !== undefined) return line;
        await once(child.stdout, 'data');
      }
    },
  };
}

function writeConfiguration(text: string): string {
  const file = join(temporaryFolder(), 'panda-server.toml');
  writeFileSync(file, text);
  return file;
}

describe('panda-server', () => {
  it.each(['SIGTERM', 'SIGINT'] as const)('starts, answers, keeps what it is told, and stops at %s with status 0', async (signal) => {
    const folder = temporaryFolder();
    const file = writeConfiguration(`listen = "127.0.0.1:0"\n[database]\ndialect = "sqlite"\npath = "${join(folder, 'panda.db')}"\n`);
    const first = run('--config', file);
    const address: string = JSON.parse(await first.waitForLine('listening')).address;
    expect(await (await fetch(`${address}/server/panda/isAlive`)).text()).toBe('alive=yes');
    await fetch(`${address}/server/panda/submitJobs`, { method: 'POST', body: new URLSearchParams({ jobs: '[[null,[]]]' }) });
    first.stop(signal);
    expect(await first.ended).toMatchObject({ status: 0, stderr: '' });

    const second = run('--config', file);
    const nextAddress: string = JSON.parse(await second.waitForLine('listening')).address;
    expect(await (await fetch(`${nextAddress}/server/panda/getJobStatus?ids=1&no_pickle=1`)).json()).toMatchObject([{ 0: 1, 18: 'activated' }]);
    second.stop(signal);
    expect((await second.ended).status).toBe(0);
  });

  it('tells that the port is in use in one line, with status 1', async () => {
    const blocker = createServer().listen(0, '127.0.0.1');
    await once(blocker, 'listening');
    onTestFinished(() => { blocker.close(); });
    const address = blocker.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const ended = await run('--config', writeConfiguration(`listen = "127.0.0.1:${port}"\ndatabase.path = "${join(temporaryFolder(), 'panda.db')}"`)).ended;
    expect(ended).toMatchObject({ status: 1, stderr: `panda-server: listen on 127.0.0.1:${port}: another program is listening there. Stop the other program, or choose another address with "listen" in the configuration.\n` });
  });

  it('tells that the folder of the database is missing in one line, with status 1', async () => {
    const ended = await run('--config', writeConfiguration(`listen = "127.0.0.1:0"\ndatabase.path = "${join(temporaryFolder(), 'none', 'panda.db')}"`)).ended;
    expect(ended).toMatchObject({ status: 1, stderr: expect.stringMatching(/^panda-server: open database: [^\n]*unable to open database file\. Make the folder[^\n]*\n$/) });
  });

  it('tells that the configuration cannot be read, with status 2', async () => {
    const ended = await run('--config', join(temporaryFolder(), 'none.toml')).ended;
    expect(ended).toMatchObject({ status: 2, stderr: expect.stringMatching(/^panda-server: read configuration: ENOENT[^\n]*\n$/) });
  });

  it('tells every problem of a configuration at once, with status 2', async () => {
    const ended = await run('--config', writeConfiguration('listen = 5\nport = 1\n[log]\nlevel = "loud"')).ended;
    expect(ended.status).toBe(2);
    expect(ended.stderr.split('\n')).toEqual([
      expect.stringMatching(/has 3 problems\. Correct each place that is listed\.$/),
      expect.stringContaining('  listen: found 5'),
      expect.stringContaining('  log.level: found "loud", allowed: one of "debug"'),
      expect.stringContaining('  port: found a key that does not exist'),
      '',
    ]);
  });

  it('tells the place where a configuration is not TOML, with status 2', async () => {
    const ended = await run('--config', writeConfiguration('listen = \n')).ended;
    expect(ended).toMatchObject({ status: 2, stderr: expect.stringMatching(/is not TOML: [^\n]*listen[^\n]*\n$/) });
  });

  it('tells a wrong argument, with status 2', async () => {
    expect(await run('--verbose').ended).toMatchObject({ status: 2, stderr: expect.stringContaining("Unknown option '--verbose'. Run \"panda-server --help\"") });
  });

  it('tells that the dialect is not installed, with status 2', async () => {
    expect(await run('--config', writeConfiguration('database.dialect = "mysql"')).ended).toMatchObject({ status: 2, stderr: 'panda-server: load database dialect: found no "mysql". Install the package panda-server-mysql.\n' });
  });

  it('prints its version and its help', async () => {
    expect(await run('--version').ended).toMatchObject({ status: 0, stdout: 'panda-server, from source\n' });
    expect(await run('--help').ended).toMatchObject({ status: 0, stdout: expect.stringContaining('Usage: panda-server [--config FILE]') });
  });
});
