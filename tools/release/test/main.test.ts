import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { openSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runCommand } from './command-run.ts';

const main = join(import.meta.dirname, '../src/main.ts');
const workspaceRoot = join(import.meta.dirname, '../../..');

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

  it.each([[1, 2500], [2, 0]])('ends with status 130 after %i signals, though something keeps it alive', async (signals, leastMilliseconds) => {
    const keepAlive = "data:text/javascript,setInterval(() => undefined, 1000); process.on('SIGINT', () => process.stderr.write('+'));";
    const child = spawn(process.execPath, ['--import', keepAlive, main, '--help'], { stdio: ['ignore', 'pipe', 'pipe'] });
    await once(child.stdout, 'data');
    const began = performance.now();
    for (let sent = 0; sent < signals; sent += 1) {
      const heard = once(child.stderr, 'data');
      child.kill('SIGINT');
      await heard;
    }
    const [status] = await once(child, 'exit') as [number | null];
    expect(status).toBe(130);
    expect(performance.now() - began).toBeGreaterThanOrEqual(leastMilliseconds);
    if (signals === 2) expect(performance.now() - began).toBeLessThan(2500);
  }, 20_000);
});
