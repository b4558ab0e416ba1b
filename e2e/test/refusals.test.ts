import { copyFileSync, cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Background } from '../src/background.ts';
import { bigpandaMain, node } from '../src/checkout.ts';
import { Dnf } from '../src/dnf.ts';
import { run } from '../src/run.ts';
import { SmallWorkspace } from '../src/small-workspace.ts';
import { TemporaryFolder } from '../src/temporary-folder.ts';
import { digestTree } from '../src/tree-digests.ts';

const workspace = new SmallWorkspace();

beforeAll(async () => {
  await workspace.create();
  const { status, stderr } = await workspace.bigpanda(['snapshot']);
  expect(status, stderr).toBe(0);
});

afterAll(() => {
  workspace[Symbol.dispose]();
});

interface Verdicts {
  readonly dnf: string;
  readonly dnfStatus: number;
  readonly verify: string;
  readonly verifyStatus: number;
}

/** Damages a copy of the repository and asks dnf and `bigpanda repo verify` what they think of it. */
async function judge(damage: (repository: string) => void): Promise<Verdicts> {
  using folder = new TemporaryFolder();
  const repository = folder.file('repo');
  cpSync(join(workspace.root, 'build/repo'), repository, { recursive: true, verbatimSymlinks: true });
  damage(repository);
  const verified = await workspace.bigpanda(['repo', 'verify', '--repo', repository]);
  await using server = new Background(node, [bigpandaMain, 'repo', 'serve', '--repo', repository, '--port', '0'], { cwd: workspace.root });
  const [url] = await server.waitFor(/http:\/\/127\.0\.0\.1:\d+/);
  const dotRepo = (await workspace.bigpanda(['repo', 'dotrepo', '--channel', 'testing', '--target', 'el9', '--base-url', url])).stdout;
  const installed = await new Dnf(folder.path, dotRepo).run('install', 'panda-hello');
  return { dnf: installed.stdout + installed.stderr, dnfStatus: installed.status, verify: verified.stdout + verified.stderr, verifyStatus: verified.status };
}

function fileIn(repository: string, pattern: RegExp): string {
  const found = [...digestTree(repository).keys()].find((path) => pattern.test(path));
  if (found === undefined) throw new Error(`no file like ${String(pattern)}`);
  return found;
}

function flipByte(file: string, fromEnd: number): void {
  const bytes = readFileSync(file);
  const at = bytes.length - fromEnd;
  bytes[at] = (bytes[at] ?? 0) ^ 1;
  writeFileSync(file, bytes);
}

describe('a repository that was tampered with', () => {
  it('is accepted before anything is changed', async () => {
    const verdicts = await judge(() => undefined);
    expect(verdicts.dnfStatus, verdicts.dnf).toBe(0);
    expect(verdicts.verifyStatus, verdicts.verify).toBe(0);
  });

  it('is refused by dnf and by verify, which names the file, when a byte of an RPM differs', async () => {
    let path = '';
    const verdicts = await judge((repository) => {
      path = fileIn(repository, /^pool\/.*panda-hello.*\.rpm$/);
      flipByte(join(repository, path), 20);
    });
    expect(verdicts.dnfStatus).not.toBe(0);
    expect(verdicts.dnf).toMatch(/checksum|GPG check FAILED|Error/i);
    expect(verdicts.verifyStatus).toBe(1);
    expect(verdicts.verify).toContain(path);
  });

  it('is refused when repomd.xml was changed', async () => {
    let path = '';
    const verdicts = await judge((repository) => {
      path = fileIn(repository, /^snapshots\/.*repodata\/repomd\.xml$/);
      writeFileSync(join(repository, path), readFileSync(join(repository, path), 'utf8').replace('</repomd>', ' </repomd>'));
    });
    expect(verdicts.dnfStatus).not.toBe(0);
    expect(verdicts.dnf).toMatch(/signature|GPG/i);
    expect(verdicts.verifyStatus).toBe(1);
    expect(verdicts.verify).toContain(path);
  });

  it('is refused when the signature of repomd.xml is missing', async () => {
    let path = '';
    const verdicts = await judge((repository) => {
      path = fileIn(repository, /^snapshots\/.*repodata\/repomd\.xml\.asc$/);
      rmSync(join(repository, path));
    });
    expect(verdicts.dnfStatus).not.toBe(0);
    expect(verdicts.dnf).toMatch(/repomd\.xml\.asc|GPG|signature/i);
    expect(verdicts.verifyStatus).toBe(1);
    expect(verdicts.verify).toContain(path);
  });

  it('is refused when metadata are another snapshot\'s, signed by another key', async () => {
    using other = new SmallWorkspace();
    await other.create();
    expect((await other.bigpanda(['snapshot'])).status).toBe(0);
    const verdicts = await judge((repository) => {
      for (const name of ['repomd.xml', 'repomd.xml.asc']) {
        const pattern = new RegExp(`^snapshots/.*repodata/${name.replaceAll('.', '\\.')}$`);
        copyFileSync(join(other.root, 'build/repo', fileIn(join(other.root, 'build/repo'), pattern)), join(repository, fileIn(repository, pattern)));
      }
    });
    expect(verdicts.dnfStatus).not.toBe(0);
    expect(verdicts.verifyStatus).toBe(1);
  });
});

describe('bigpanda repo add', () => {
  it('refuses an unsigned package with status 3 and changes nothing', async () => {
    using folder = new TemporaryFolder();
    const path = fileIn(join(workspace.root, 'build/rpms'), /panda-hello/);
    const copy = folder.file('unsigned.rpm');
    copyFileSync(join(workspace.root, 'build/rpms', path), copy);
    expect((await run('rpmsign', ['--delsign', copy])).status).toBe(0);
    const before = digestTree(join(workspace.root, 'build/repo'));
    const { status, stderr } = await workspace.bigpanda(['repo', 'add', copy]);
    expect(status, stderr).toBe(3);
    expect(stderr).toContain('unsigned.rpm');
    expect(digestTree(join(workspace.root, 'build/repo'))).toEqual(before);
  });
});
