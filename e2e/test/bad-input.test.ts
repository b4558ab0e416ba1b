import { chmodSync, existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { describe, expect, it } from 'vitest';
import { Background } from '../src/background.ts';
import { bigpandaMain, node } from '../src/checkout.ts';
import { mustRun, run } from '../src/run.ts';
import { smallComponent, SmallWorkspace } from '../src/small-workspace.ts';
import { digestTree } from '../src/tree-digests.ts';

describe('bigpanda with bad input', () => {
  it('lists all problems of an invalid rpm.json with their paths, and ends with status 2', async () => {
    using workspace = await new SmallWorkspace().create();
    workspace.write('hello/rpm.json', JSON.stringify({ ...smallComponent, summary: '', arch: 'vax', contents: [{ destination: 'x' }], reqires: [] }));
    const { status, stderr } = await workspace.bigpanda(['snapshot']);
    expect(status).toBe(2);
    for (const place of ['hello/rpm.json: summary', 'hello/rpm.json: arch', 'hello/rpm.json: contents[0].destination', 'hello/rpm.json: reqires']) expect(stderr).toContain(place);
    expect(stderr).toMatch(/^error: read rpm\.json: "hello\/rpm\.json" has \d+ problems$/m);
    expect(stderr).toMatch(/^ {2}hint: /m);
    expect(existsSync(join(workspace.root, 'build'))).toBe(false);
  });

  it('says so where no folder has an rpm.json', async () => {
    using workspace = await new SmallWorkspace().create();
    rmSync(join(workspace.root, 'hello/rpm.json'));
    const { status, stderr } = await workspace.bigpanda(['plan']);
    expect(status).toBe(2);
    expect(stderr).toContain('no folder has an "rpm.json"');
  });

  it('lists every missing source at once and leaves no RPM behind', async () => {
    using workspace = await new SmallWorkspace().create();
    workspace.write('hello/rpm.json', JSON.stringify({ ...smallComponent, contents: ['a.txt', 'b.txt'].map((source) => ({ source, destination: `/usr/share/${source}` })) }));
    const { status, stderr } = await workspace.bigpanda(['rpm', 'build']);
    expect(status).toBe(1);
    expect(stderr).toContain('a.txt');
    expect(stderr).toContain('b.txt');
    expect(existsSync(join(workspace.root, 'build/rpms'))).toBe(false);
  });

  it('lints the packages that it made, and publishes none of them when one breaks a rule', async () => {
    using workspace = await new SmallWorkspace().create();
    const [entry] = smallComponent.contents;
    workspace.write('hello/rpm.json', JSON.stringify({ ...smallComponent, contents: [{ ...entry, mode: '0666' }] }));
    await workspace.commit('open to all');
    const { status, stderr } = await workspace.bigpanda(['snapshot', '--channel', 'testing']);
    expect(status, stderr).toBe(1);
    expect(stderr).toMatch(/^error: lint the packages: nothing was published$/m);
    expect(stderr).toMatch(/^build\/rpms\/panda-hello-.*\.rpm$/m);
    expect(stderr).toContain('set the mode of "/usr/share/panda-hello/hello.txt": 0666 lets everybody write');
    expect(existsSync(join(workspace.root, 'build/repo'))).toBe(false);
  });

  it('refuses a shallow clone with the command that deepens it', async () => {
    using workspace = await new SmallWorkspace().create();
    workspace.write('hello/hello.txt', 'hello again\n');
    await workspace.commit('two');
    const shallow = join(workspace.root, 'build/shallow');
    await mustRun('git', ['clone', '-q', '--depth', '1', `file://${workspace.root}`, shallow]);
    const { status, stderr } = await workspace.bigpanda(['snapshot'], { cwd: shallow });
    expect(status).toBe(2);
    expect(stderr).toContain('git fetch --unshallow --tags');
    expect(existsSync(join(shallow, 'build'))).toBe(false);
  });

  it('says so where there is no git repository, and where there is no git at all', async () => {
    using workspace = await new SmallWorkspace().create();
    const outside = await run(node, [bigpandaMain, 'plan'], { cwd: '/' });
    expect(outside.status).toBe(2);
    expect(outside.stderr).toContain('not in a git repository');
    const without = await workspace.bigpanda(['plan'], { env: { PATH: '/nonexistent' } });
    expect(without.status).toBe(2);
    expect(without.stderr).toContain('"git" is not installed');
  });

  it('refuses an unknown command, option, component, channel and target with status 2', async () => {
    using workspace = await new SmallWorkspace().create();
    for (const args of [['publsh'], ['plan', '--yes'], ['rpm', 'build', 'panda-nothing'], ['rpm', 'build', '--target', 'el5'], ['snapshot', '--channel', 'nightly'], ['repo', 'serve', '--port', 'x'], ['repo', 'dotrepo', '--channel', 'testing', '--target', 'el5']]) {
      const { status, stderr } = await workspace.bigpanda(args);
      expect(status, `${args.join(' ')}: ${stderr}`).toBe(2);
      expect(stderr, args.join(' ')).toMatch(/error: /);
    }
    expect(existsSync(join(workspace.root, 'build/repo'))).toBe(false);
  });

  it('fails with a hint when the output folder cannot be written, and leaves nothing there', async () => {
    using workspace = await new SmallWorkspace().create();
    const closed = join(workspace.root, 'build/closed');
    mkdirSync(closed, { recursive: true });
    chmodSync(closed, 0o555);
    await mustRun('chown', ['-R', '65534:65534', workspace.root]);
    await mustRun('chmod', ['755', join(workspace.root, '..')]);
    const env = { HOME: workspace.root, BIGPANDA_KEY_FILE: join(workspace.root, 'build/key.asc'), BIGPANDA_KEY_CREATE: '1', PATH: process.env['PATH'] ?? '' };
    for (const args of [['rpm', 'build', '--out', join(closed, 'rpms')], ['snapshot', '--repo', join(closed, 'repo')]]) {
      const { status, stderr } = await run('setpriv', ['--reuid=65534', '--regid=65534', '--clear-groups', node, bigpandaMain, ...args], { cwd: workspace.root, env });
      expect(status, stderr).toBe(1);
      expect(stderr).toMatch(/error: .*permission denied/);
      expect(stderr).toMatch(/hint: (?:Choose a folder that you may write to|Give another folder with --out)/);
    }
    expect(readdirSync(closed)).toEqual([]);
  });

  it('names a port that is in use', async () => {
    using workspace = await new SmallWorkspace().create();
    expect((await workspace.bigpanda(['snapshot'])).status).toBe(0);
    const taken = createServer();
    const port = await new Promise<number>((resolve) => {
      taken.listen(0, '127.0.0.1', () => {
        const address = taken.address();
        resolve(typeof address === 'object' && address !== null ? address.port : 0);
      });
    });
    const { status, stderr } = await workspace.bigpanda(['repo', 'serve', '--port', String(port)]);
    taken.close();
    expect(status).toBeGreaterThan(0);
    expect(stderr).toContain(String(port));
    expect(stderr).toMatch(/hint: /);
  });

  it('ends a serve on Ctrl-C with status 0', async () => {
    using workspace = await new SmallWorkspace().create();
    expect((await workspace.bigpanda(['snapshot'])).status).toBe(0);
    await using server = new Background(node, [bigpandaMain, 'repo', 'serve', '--port', '0'], { cwd: workspace.root });
    await server.waitFor(/http:\/\/127/);
    expect(await server.stop('SIGINT')).toBe(0);
  });

  it('leaves the old world or the new one when Ctrl-C comes in the middle of a publish, at whatever moment', async () => {
    using workspace = await new SmallWorkspace().create();
    expect((await workspace.bigpanda(['snapshot'])).status).toBe(0);
    for (const delayMs of [150, 400, 800, 1200, 1600]) {
      workspace.write('hello/hello.txt', `hello after ${delayMs} ms\n`);
      await workspace.commit('change');
      const before = digestTree(join(workspace.root, 'build/repo/channels'));
      const run = new Background(node, [bigpandaMain, 'snapshot'], { cwd: workspace.root, env: { BIGPANDA_KEY_FILE: workspace.keyFile, BIGPANDA_KEY_CREATE: '1' } });
      await new Promise((resolve) => setTimeout(resolve, delayMs));
      const status = await run.stop('SIGINT');
      const verified = await workspace.bigpanda(['repo', 'verify']);
      expect(verified.status, verified.stdout).toBe(0);
      if (status === 0) continue;
      // Before its first line runs, Node itself ends by the signal.
      if (status !== null) expect(run.output).toContain('interrupted');
      expect([130, null], run.output).toContain(status);
      if (isDeepStrictEqual(digestTree(join(workspace.root, 'build/repo/channels')), before)) continue;
      // It came after the pointer had moved: then the new world is there as a whole.
      expect((await workspace.bigpanda(['snapshot'])).stdout).toContain('Nothing changed');
    }
    const last = await workspace.bigpanda(['snapshot']);
    expect(last.status, last.stderr).toBe(0);
  });
});
