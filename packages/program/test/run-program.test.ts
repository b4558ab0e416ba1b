import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { startProgram, type StartedProgram } from '../src/testing/index.ts';

function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'program-'));
  onTestFinished(() => { rmSync(folder, { recursive: true }); });
  return folder;
}

function run(...args: string[]): StartedProgram {
  const program = startProgram(new URL('example-program.ts', import.meta.url), args);
  onTestFinished(() => { program.stop('SIGKILL'); });
  return program;
}

function runConfigured(configuration: string, ...args: string[]): StartedProgram {
  const file = join(temporaryFolder(), 'example.toml');
  writeFileSync(file, configuration);
  return run('--config', file, ...args);
}

async function takePort(): Promise<number> {
  const blocker = createServer().listen(0, '127.0.0.1');
  await once(blocker, 'listening');
  onTestFinished(() => { blocker.close(); });
  const address = blocker.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

describe('runProgram', () => {
  it.each(['SIGTERM', 'SIGINT'] as const)('answers, and stops at %s with status 0 after the request at hand', async (signal) => {
    const running = runConfigured('listen = "127.0.0.1:0"', '--greeting', 'hello');
    const address = await running.waitForAddress();
    expect(await (await fetch(address)).json()).toEqual({ greeting: 'hello', version: 'example, from source' });
    const answer = fetch(`${address}/slow`, { headers: { connection: 'close' } });
    await running.waitForLine('asked slowly');
    running.stop(signal);
    expect((await answer).status).toBe(200);
    const ended = await running.ended;
    expect(ended).toMatchObject({ status: 0, stderr: 'released\n' });
    expect(ended.stdout).toMatch(/"program":"example"[^\n]*"version":"example, from source","greetings":1,"msg":"listening"[^]*"msg":"stopped"}\n$/);
  });

  it('breaks off the request at hand at the second signal, and still gives back what it holds', async () => {
    const running = runConfigured('listen = "127.0.0.1:0"');
    const address = await running.waitForAddress();
    const answer = fetch(`${address}/slow?30000`).catch((error: unknown) => error);
    await running.waitForLine('asked slowly');
    running.stop('SIGTERM');
    await running.waitForLine('stopping');
    running.stop('SIGTERM');
    expect(await answer).toBeInstanceOf(Error);
    expect(await running.ended).toMatchObject({ status: 0, stderr: 'released\n' });
  });

  it('ends a connection that sends its header too slowly', async () => {
    const running = runConfigured('listen = "127.0.0.1:0"');
    const socket = connect(Number(new URL(await running.waitForAddress()).port), '127.0.0.1');
    let reply = '';
    socket.on('data', (part) => { reply += String(part); });
    await once(socket, 'connect');
    const drip = setInterval(() => { socket.write('X-A: b\r\n'); }, 1000);
    socket.write('GET / HTTP/1.1\r\nHost: a\r\n');
    await once(socket, 'close');
    clearInterval(drip);
    expect(reply).toMatch(/^HTTP\/1.1 408 /);
    running.stop('SIGTERM');
    expect((await running.ended).status).toBe(0);
  }, 60_000);

  it('tells that the port is in use in one line, with status 1, and gives back what it holds', async () => {
    const port = await takePort();
    expect(await runConfigured(`listen = "127.0.0.1:${port}"`).ended).toEqual({
      status: 1,
      stdout: '',
      stderr: `released\nexample: listen on 127.0.0.1:${port}: another program is listening there. Stop the other program, or choose another address with "listen" in the configuration.\n`,
    });
  });

  it('tells that the configuration cannot be read, with status 2', async () => {
    expect(await run('--config', join(temporaryFolder(), 'none.toml')).ended).toMatchObject({ status: 2, stderr: expect.stringMatching(/^example: read configuration: ENOENT[^\n]*\n$/) });
  });

  it('tells every problem of a configuration at once, each in a line, with status 2', async () => {
    const ended = await runConfigured('listen = 5\nport = 1\n[log]\nlevel = "loud"').ended;
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
    expect(await runConfigured('listen = \n').ended).toMatchObject({ status: 2, stderr: expect.stringMatching(/is not TOML: [^\n]*listen[^\n]*\n$/) });
  });

  it('writes its log to the file that the configuration names', async () => {
    const file = join(temporaryFolder(), 'example.log');
    writeFileSync(file, 'older\n');
    const running = runConfigured(`listen = "127.0.0.1:0"\nlog.file = "${file}"`);
    await expect.poll(() => readFileSync(file, 'utf8'), { timeout: 20_000 }).toMatch(/^older\n.*"msg":"listening"/);
    running.stop('SIGTERM');
    expect(await running.ended).toMatchObject({ status: 0, stdout: '' });
  });

  it('tells a log that cannot be written in one line, with status 1', async () => {
    expect(await runConfigured(`log.file = "${join(temporaryFolder(), 'none', 'example.log')}"`).ended).toMatchObject({ status: 1, stderr: expect.stringMatching(/^example: open log: ENOENT[^\n]*\n$/) });
  });

  it('tells an expected failure of the program in one line, with its status', async () => {
    expect(await runConfigured('fails = "expectedly"').ended).toMatchObject({ status: 2, stderr: 'example: prepare: found no "x". Install x.\n' });
  });

  it('tells any other failure with its stack, with status 70', async () => {
    expect(await runConfigured('fails = "otherwise"').ended).toMatchObject({ status: 70, stderr: expect.stringMatching(/^example: internal error: TypeError: not a function\n +at /) });
  });

  it('tells a wrong argument, with status 2', async () => {
    expect(await run('--verbose').ended).toMatchObject({ status: 2, stderr: expect.stringContaining("Unknown option '--verbose'. Run \"example --help\"") });
  });

  it('prints its version, and its help with its own options', async () => {
    expect(await run('--version').ended).toEqual({ status: 0, stdout: 'example, from source\n', stderr: '' });
    expect(await run('--help', '--version').ended).toEqual({
      status: 0,
      stderr: '',
      stdout: `Usage: example [--config FILE] [--greeting TEXT]

Greets.

  --config FILE     configuration in TOML (without it: /etc/panda/example.toml where that is installed, else built-in defaults, [::1]:1234)
  --greeting TEXT   what to say (without it: nothing)
  --version         print the version and exit
  --help            print this text and exit

SIGTERM and SIGINT stop it after the requests at hand; a second one breaks them off.
`,
    });
  });
});
