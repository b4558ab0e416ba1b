import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { compareManifests, resolveVersionRules } from '@bigpanda/tagger';
import { composeConfiguration } from '../src/init/first-configuration.ts';
import { describeNpmPayload } from '../src/npm/npm-payload.ts';
import { chooseDistTag, chooseRegistry, readToken } from '../src/npm/registry-choice.ts';
import { explainNpm } from '../src/npm/run-npm.ts';
import type { ReleaseOrder } from '../src/transaction/release-order.ts';
import { runCommand } from './command-run.ts';

describe('describeNpmPayload', () => {
  const payload = (changes: object, index: string) => describeNpmPayload('a', new Map([
    ['package.json', Buffer.from(JSON.stringify({ name: 'a', version: '0.0.0', bin: { a: 'bin/a.mjs' }, exports: { '.': './dist/index.js' }, dependencies: { zod: '4.0.0' }, ...changes }))],
    ['dist/index.d.ts', Buffer.from(index)],
  ]));
  const then = payload({}, "export { one, type Two } from './one.js';\nexport type { Three as Four } from './three.js';\n");

  it('lists commands, modules, exported names and what is installed beside', () => {
    expect(then.features).toEqual({ type: { Four: 'dist/index.d.ts', Two: 'dist/index.d.ts', one: 'dist/index.d.ts' } });
    expect(then.packages[0]?.dependencies).toEqual({ provides: ['command a', 'module .'], requires: ['zod 4.0.0'], recommends: [] });
  });

  it.each([
    ['a name that others import', {}, 'export { one } from \'./one.js\';\nexport type { Three as Four } from \'./three.js\';\n', 'major', 'type Two is gone'],
    ['a command', { bin: {} }, "export { one, type Two } from './one.js';\nexport type { Three as Four } from './three.js';\n", 'major', 'a no longer provides command a'],
    ['nothing but text', {}, "// more\nexport { one, type Two } from './one.js';\nexport type { Three as Four } from './three.js';\n", 'patch', 'dist/index.d.ts changed: content'],
  ])('asks for a version by what others lose: %s', (_what, changes, index, weight, summary) => {
    expect(compareManifests(then, payload(changes, index))[0]).toMatchObject({ weight, summary });
  });
});

describe('chooseDistTag', () => {
  const rules = resolveVersionRules({ branches: [{ name: '1.x' }, { name: 'main', channel: 'stable' }, { name: 'next', channel: 'testing' }, { name: 'feature/a', prerelease: true, channel: 'testing' }] });
  it.each([
    ['main', { kind: 'release', name: 'main', channel: 'stable' }, 'latest'],
    ['another release branch', { kind: 'release', name: 'next', channel: 'testing' }, 'next'],
    ['a maintenance branch, whose name would be a range', { kind: 'maintenance', name: '1.x' }, 'release-1.x'],
    ['a branch of pre-releases with a slash', { kind: 'prerelease', name: 'feature/a', channel: 'testing' }, 'feature-a'],
  ] as const)('gives %s its tag', (_what, branch, tag) => {
    const plan: ReleaseOrder['plan'] = { schema: 1, kind: 'release', head: '', dirty: false, components: [], branch };
    expect(chooseDistTag(plan, rules)).toBe(tag);
  });
});

describe('chooseRegistry', () => {
  it('takes the variable before the configuration, and the registry of the checkout without either', () => {
    expect(chooseRegistry({ npm: { registry: 'https://npm.example/a' } }, { BIGPANDA_NPM_REGISTRY: 'http://127.0.0.1:1/' })).toBe('http://127.0.0.1:1/');
    expect(chooseRegistry({ npm: { registry: 'https://npm.example/a' } }, {})).toBe('https://npm.example/a/');
    expect(chooseRegistry({}, {})).toBe('local');
  });

  it('refuses what is no URL, or has a password, without showing it', () => {
    for (const wrong of ['npm.example', 'ftp://npm.example/', 'https://me:hidden-word@npm.example/']) {
      expect(() => chooseRegistry({}, { BIGPANDA_NPM_REGISTRY: wrong })).toThrow(expect.objectContaining({ code: 'NPM_REGISTRY_INVALID', message: expect.not.stringContaining('hidden-word') as string }) as Error);
    }
    expect(() => readToken({ BIGPANDA_NPM_TOKEN_FILE: '/nonexistent' })).toThrow(expect.objectContaining({ code: 'NPM_TOKEN_UNREADABLE' }) as Error);
  });
});

describe('explainNpm', () => {
  it('gives the code and the words of npm 10 and 11', () => {
    expect(explainNpm({ status: 1, stdout: '', stderr: 'npm error code E404\nnpm error 404 Not Found\nnpm error A complete log of this run can be found in: /x\n' })).toEqual({ code: 'E404', words: '404 Not Found' });
    expect(explainNpm({ status: 1, stdout: '', stderr: 'npm ERR! code E401\nnpm ERR! no\n' })).toEqual({ code: 'E401', words: 'no' });
  });
});

describe('composeConfiguration', () => {
  const facts = { folder: 'My Tools', author: 'A', branch: 'trunk', baseUrl: 'https://packages.example' };
  it.each([
    ['git@git.example.org:team/panda-tools.git', 'panda-tools', 'https://git.example.org/team/panda-tools'],
    ['ssh://git@git.example.org:7999/team/tools.git', 'tools', 'https://git.example.org/team/tools'],
    ['https://git.example.org/team/tools', 'tools', 'https://git.example.org/team/tools'],
    ['../tools.git', 'my-tools', 'https://packages.example'],
  ])('reads name and page of %s', (remote, name, url) => {
    expect(composeConfiguration({ ...facts, remote })).toMatchObject({ name, url, vendor: 'A', versions: { branches: [{ name: 'trunk', channel: 'stable' }] } });
  });
});

describe('bigpanda init', () => {
  it('writes a configuration once, nothing in a dry run, and says what is no address', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'init-'));
    try {
      execFileSync('git', ['init', '-q', '-b', 'main'], { cwd: folder });
      const run = (...args: readonly string[]) => runCommand(['init', ...args], { workingFolder: folder });
      const dry = await run('--dry-run');
      expect(execFileSync('git', ['status', '--porcelain'], { cwd: folder, encoding: 'utf8' })).toBe('');
      expect(await run()).toMatchObject({ status: 0 });
      expect(readFileSync(join(folder, 'repo-config/repository.json'), 'utf8')).toBe(dry.stdout);
      expect(await run()).toMatchObject({ status: 2, stderr: expect.stringContaining('is there already') as string });
      expect(await run('--base-url', 'packages')).toMatchObject({ status: 2, stderr: expect.stringContaining('"packages" is no http, https or file URL') as string });
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
