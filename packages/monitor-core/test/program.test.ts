import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, onTestFinished } from 'vitest';
import { temporaryFolder } from './monitor-under-test.ts';

const main = fileURLToPath(new URL('../src/main.ts', import.meta.url));
const voFolder = new URL('../../monitor-vo/', import.meta.url);

interface Running {
  readonly ended: Promise<{ readonly status: unknown; readonly stdout: string; readonly stderr: string }>;
  stop(): void;
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
    ended: once(child, 'close').then(([status]: unknown[]) => ({ status, ...output })),
    stop: () => { child.kill('SIGTERM'); },
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
  const file = join(temporaryFolder(), 'bigpandamon.toml');
  writeFileSync(file, text);
  return file;
}

describe('bigpandamon', () => {
  it('serves the core and every plug-in of the workspace from source, and stops at SIGTERM with status 0', async () => {
    const running = run('--config', writeConfiguration(`listen = "127.0.0.1:0"\ndatabase.path = "${join(temporaryFolder(), 'panda.db')}"`), '--plugins', fileURLToPath(voFolder));
    const address: string = JSON.parse(await running.waitForLine('listening')).address;
    expect((await fetch(`${address}/`)).status).toBe(503);
    expect((await fetch(`${address}/static/monitor.css`)).status).toBe(200);
    for (const name of readdirSync(voFolder)) expect((await fetch(`${address}/${name}/`)).status).toBe(503);
    running.stop();
    expect(await running.ended).toMatchObject({ status: 0, stderr: '' });
  });

  it('tells that the port is in use in one line, with status 1', async () => {
    const blocker = createServer().listen(0, '127.0.0.1');
    await once(blocker, 'listening');
    onTestFinished(() => { blocker.close(); });
    const address = blocker.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    expect(await run('--config', writeConfiguration(`listen = "127.0.0.1:${port}"`)).ended).toMatchObject({ status: 1, stderr: expect.stringMatching(/^bigpandamon: listen on [^\n]*another program is listening there[^\n]*\n$/) });
  });

  it('tells every problem of a configuration at once, with status 2', async () => {
    const ended = await run('--config', writeConfiguration('[database]\ndialect = "oracle"\npath = 5')).ended;
    expect(ended).toMatchObject({ status: 2, stderr: expect.stringMatching(/2 problems[^]*database\.dialect: found "oracle", allowed: one of "sqlite"[^]*database\.path: found 5/) });
  });

  it('prints its version and its help', async () => {
    expect(await run('--version').ended).toMatchObject({ status: 0, stdout: 'bigpandamon, from source\n' });
    expect(await run('--help').ended).toMatchObject({ status: 0, stdout: expect.stringContaining('Usage: bigpandamon') });
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
