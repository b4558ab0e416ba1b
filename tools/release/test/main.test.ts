import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { openSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { runCommand } from './command-run.ts';

const main = join(import.meta.dirname, '../src/main.ts');
const workspaceRoot = join(import.meta.dirname, '../../..');

const keptAlive = "setInterval(() => undefined, 1000); process.on('SIGINT', () => process.stderr.write('+'));";
const asModule = (text: string): string => `data:text/javascript,${encodeURIComponent(text)}`;
const keepAlive = asModule(keptAlive);

describe('bigpanda', () => {
  it('shows its help and ends with status 2 without a command', () => {
    const { status, stderr } = spawnSync(process.execPath, [main], { encoding: 'utf8' });
    expect(status).toBe(2);
    expect(stderr).toContain('Usage: bigpanda');
  });

  it('says its version: that of the npm package, or of the workspace', async () => {
    expect(await runCommand(['--version'])).toEqual({ status: 0, stdout: '0.0.0\n', stderr: '' });
  });

  it('answers wrong usage with the help of the command that was called, and names all options that are missing', async () => {
    expect(await runCommand(['repo', 'advisory', 'x', '--id', 'A-1'])).toEqual({
      status: 2, stdout: '', stderr: "error: required options '--channel <channel>', '--title <text>' not specified\n(bigpanda repo advisory --help lists the options)\n",
    });
    expect((await runCommand(['repo', 'rollback'])).stderr).toBe("error: required option '--channel <channel>' not specified\n(bigpanda repo rollback --help lists the options)\n");
    expect((await runCommand(['repo', 'nothing'])).stderr).toContain('(bigpanda repo --help lists the commands)');
  });

  it('says that its output cannot be written, without a trace', () => {
    const { status, stderr } = spawnSync(process.execPath, [main, '--help'], { cwd: workspaceRoot, stdio: ['ignore', openSync('/dev/full', 'w'), 'pipe'], encoding: 'utf8' });
    expect(stderr).toMatch(/^error: use write: .*\(ENOSPC\)\n {2}hint: .*\n$/);
    expect(status).toBe(1);
  });

  it('ends with status 130 after a signal, though something keeps it alive', async () => {
    const child = spawn(process.execPath, ['--import', keepAlive, main, '--help'], { stdio: ['ignore', 'pipe', 'pipe'] });
    await once(child.stdout, 'data');
    const began = performance.now();
    child.kill('SIGINT');
    expect(await once(child, 'exit')).toEqual([130, null]);
    expect(performance.now() - began).toBeGreaterThanOrEqual(2500);
  }, 20_000);

  it('hears signals that reach only its launcher, where an older Node started that: the same one twice at once is one, a later one ends it', async () => {
    // The launcher takes itself for Node 20, and what it starts is kept alive.
    const preload = asModule(`if (process.env.STARTED) { ${keptAlive} } else { process.env.STARTED = '1'; Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '20.0.0' } }); }`);
    const child = spawn(process.execPath, [join(import.meta.dirname, '../bin/bigpanda.mjs'), '--help'], { env: { ...process.env, NODE_OPTIONS: `--import=${preload}` }, stdio: ['ignore', 'pipe', 'pipe'] });
    await once(child.stdout, 'data');
    const began = performance.now();
    for (const waitMilliseconds of [0, 0, 400]) {
      await setTimeout(waitMilliseconds);
      const heard = once(child.stderr, 'data');
      child.kill('SIGINT');
      await heard;
    }
    expect(await once(child, 'exit')).toEqual([130, null]);
    expect(performance.now() - began).toBeGreaterThanOrEqual(400);
    expect(performance.now() - began).toBeLessThan(2500);
  }, 20_000);
});
