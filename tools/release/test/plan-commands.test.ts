import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { packageJson, rpmJson, TemporaryRepository } from '@bigpanda/tagger/testing';
import { runCommand, type CommandRun } from './command-run.ts';

const widthColumns = 80;

let repository: TemporaryRepository;

beforeEach(() => {
  repository = new TemporaryRepository();
  repository.commit('feat: begin', { 'a/rpm.json': described('a'), 'a/package.json': packageJson('@x/a', ['@x/lib']), 'a/a.toml': 'size = 1\n', 'b/rpm.json': rpmJson('b'), 'lib/package.json': packageJson('@x/lib', []), '.gitignore': 'kept\nevidence\ndist\n' });
  repository.git('tag', 'a-0.1.0');
  repository.git('tag', 'b-0.1.0');
});
afterEach(() => { repository[Symbol.dispose](); });

function described(name: string): string {
  return JSON.stringify({ ...JSON.parse(rpmJson(name)) as object, contents: [{ source: 'a.toml', destination: '/etc/panda/a.toml', type: 'noreplace' }] });
}

function run(...argv: readonly string[]): Promise<CommandRun> {
  return runCommand(argv, { workingFolder: repository.root, env: { PATH: process.env['PATH'], HOME: join(repository.root, '.git/home') } });
}

/** Makes manifests of now, and keeps them as those of a release. */
async function keepManifest(version: string): Promise<void> {
  expect(await run('evidence', '--out', 'evidence')).toMatchObject({ status: 0, stderr: '' });
  const { stdout } = await run('evidence', '--json', '--dry-run');
  const { evidence } = JSON.parse(stdout) as { evidence: { name: string; manifest: unknown }[] };
  mkdirSync(join(repository.root, 'kept'));
  for (const { name, manifest } of evidence) writeFileSync(join(repository.root, `kept/${name}-${version}.json`), JSON.stringify({ commit: 'x', manifest }));
}

describe('bigpanda plan', () => {
  it('says in 80 columns what is released, what stays and why', async () => {
    repository.commit(`feat(a): ${'a long subject '.repeat(8)}`, { 'a/x': '1' });
    const { status, stdout } = await run('plan');
    expect(status).toBe(0);
    expect(stdout.split('\n').filter((line) => line.length > widthColumns)).toEqual([]);
    expect(stdout).toContain('Next release: 1 of 2 components\n');
    expect(stdout).toMatch(/\na {10}0\.1\.0 {2}0\.2\.0 {2}minor {2}feat\(a\): a long/);
    expect(stdout).toContain('Stays as it is, because nothing asks for a release: b 0.1.0.');
  });

  it('obeys nothing that a message says to a terminal or to a merge request', async () => {
    repository.commit('fix: \x1b[31mred\x07 <img src=x> | @all ![x](y)', { 'a/x|`y`': '1' });
    const { stdout: text } = await run('plan');
    expect(text).toContain('\\x1b[31mred\\x07');
    const { stdout: markdown } = await run('plan', '--format', 'md');
    expect(markdown).not.toMatch(/\p{Cc}(?<!\n)/u);
    expect(markdown).toContain('\\<img src=x\\> \\| \\@all \\!\\[x\\](y)');
    expect(markdown).toContain('`a/x??y?`');
  });

  it('says what a breaking commit breaks, and to look twice where its users get a patch only', async () => {
    const commit = repository.commit('feat(lib): take sizes in bytes\n\nBREAKING CHANGE: sizes of\nfiles are bytes\n\nMore.', { 'lib/x.ts': '1' });
    const sha = commit.slice(0, 10);
    const { stdout } = await run('plan');
    expect(stdout.replace(/\n(?!\n)/g, ' ')).toContain(`Look twice: ${sha} breaks lib ("sizes of files are bytes"). a, which uses it, gets a patch; if users notice: bigpanda intent a=major`);
    expect(stdout).toContain('            breaking: sizes of files are bytes\n');
    expect(stdout).toContain('patch: no new feature is announced\n');
    expect((await run('plan', '--format', 'md')).stdout).toContain(`**Look twice:** ${sha} breaks lib`);
    expect((await run('why', 'a')).stdout).toContain('     breaking: sizes of files are bytes\n');
    expect(JSON.parse((await run('plan', '--json')).stdout)).toMatchObject({ plan: { components: [{ name: 'a', bump: 'patch', reasons: [{ kind: 'library', library: 'lib', breaking: 'sizes of files are bytes' }] }, {}] } });
    repository.commit('fix(a): mend\n\nBREAKING-CHANGE: y goes away', { 'a/y': '1' });
    expect((await run('plan')).stdout).toMatch(/ {2}major {2}\w{10} {2}fix\(a\): mend\n {21}breaking: y goes away\n/);
    expect((await run('plan', '--format', 'md')).stdout).toContain('fix(a): mend; breaking: y goes away |');
    const { stdout: why } = await run('why', 'a');
    expect(why).toContain('     breaking: y goes away\n');
  });

  it('compares with an earlier plan, and refuses one that was changed', async () => {
    writeFileSync(join(repository.root, '.git/old.json'), (await run('plan', '--json')).stdout);
    expect((await run('plan', '--diff', '.git/old.json')).stdout).toBe('Nothing would be different.\n');
    repository.commit('fix: x', { 'a/x': '1' });
    expect((await run('plan', '--diff', '.git/old.json')).stdout).toContain('a          stays 0.1.0  =>  0.1.1 (patch)  fix: x');
    const changed = (await run('plan', '--json')).stdout.replace('0.1.1', '0.9.0');
    for (const text of [changed, 'null', '7', '{}']) {
      writeFileSync(join(repository.root, '.git/old.json'), text);
      expect(await run('plan', '--diff', '.git/old.json')).toMatchObject({ status: 2, stderr: expect.stringContaining('its digest is not that of its content') as string });
    }
  });

  it('plans with what is installed: the same is not released, a lost key of the configuration is major', async () => {
    await keepManifest('0.1.0');
    repository.commit('feat: only a note', { 'a/note.txt': '1' });
    await run('evidence', '--out', 'evidence');
    const facts = ['--evidence', 'evidence', '--released', 'kept'];
    expect((await run('plan', ...facts)).stdout).toContain('Next release: nothing');
    expect((await run('why', 'a', ...facts)).stdout).toMatch(/^a stays 0\.1\.0\n {2}because the payload is the same as in a-0\.1\.0/);
    repository.commit('fix: tidy', { 'a/a.toml': 'other = 1\n' });
    expect(await run('plan', ...facts)).toMatchObject({ status: 2, stderr: expect.stringContaining('the manifests of a were made at another commit') as string });
    await run('evidence', '--out', 'evidence');
    expect((await run('evidence', '--released', 'kept', 'a', '--dry-run')).stdout).toContain('major  configuration a.toml size is gone');
    expect((await run('why', 'a', ...facts)).stdout).toContain('because it installs something else, which asks for major: configuration a.toml size is gone\n     file /etc/panda/a.toml line 1');
    expect((await run('what-if', '--as', 'patch', 'a', ...facts)).stdout).toContain('0.2.0 (major)  =>  0.1.1 (patch)');
  });

  it('takes the last manifests from the ledger where a clone has one', async () => {
    await keepManifest('0.1.0');
    repository.commit('feat: only a note', { 'a/note.txt': '1' });
    repository.git('switch', '-q', '--orphan', 'ledger');
    repository.git('add', '-f', 'kept');
    repository.git('mv', 'kept', 'manifests');
    repository.git('commit', '-q', '-m', 'record');
    repository.git('switch', '-q', 'main');
    await run('evidence', '--out', 'evidence');
    expect((await run('plan', '--evidence', 'evidence')).stdout).toContain('Next release: nothing');
  });

  it('counts a commit to a library only where the bundles hold what it changes', async () => {
    await keepManifest('0.1.0');
    repository.commit('feat(lib): unused', { 'lib/unused.ts': '1' });
    repository.commit('feat(lib): used', { 'lib/used.ts': '1', 'a/a.toml': 'size = 2\n' });
    mkdirSync(join(repository.root, 'a/dist/bundle/meta'), { recursive: true });
    writeFileSync(join(repository.root, 'a/dist/bundle/meta/main.mjs.json'), JSON.stringify({ inputs: ['a/src/main.ts', 'lib/used.ts', 'node_modules/x/index.js'] }));
    await run('evidence', '--out', 'evidence', '--no-build');
    const { stdout } = await run('plan', '--json', '--evidence', 'evidence', '--released', 'kept');
    const { plan } = JSON.parse(stdout) as { plan: { components: { name: string; reasons: { summary: string; weight: string }[] }[] } };
    const reasons = plan.components.find(({ name }) => name === 'a')?.reasons.map(({ weight, summary }) => `${weight} ${summary}`);
    expect(reasons).toContain('none feat(lib): unused (not in its bundles)');
    expect(reasons).toContain('minor feat(lib): used');
  });

  it('refuses a repository in which nothing is published', async () => {
    expect(await run('plan', '--repo', 'a')).toMatchObject({ status: 2, stderr: expect.stringContaining('has no channel') as string });
  });

  it('tells that tags of another shape do not count yet', async () => {
    repository.git('tag', '-d', 'b-0.1.0');
    repository.git('tag', 'b/v0.3');
    expect((await run('plan')).stdout.replaceAll('\n', ' ')).toContain('1 tag of another shape looks like a release and does not count, such as "b/v0.3": bigpanda adopt-history');
    expect((await run('plan', '--json')).stderr).toContain('warning: 1 tag of another shape');
    expect((await run('adopt-history')).stdout).toContain('"adopted": [{"component":"b","format":"b/v${version}"}]');
  });
});

describe('bigpanda why', () => {
  it('gives the shortest chain down to the commit and file, also of a release that was made', async () => {
    const commit = repository.commit('feat(a)!: drop x', { 'a/x': '1' });
    expect((await run('why', 'a')).stdout).toBe(`a goes from 0.1.0 to 0.2.0, a major release\n  below 1.0.0 a major change raises the second number (semver, section 4)\n  because a commit asks for major: feat(a)!: drop x\n     commit ${commit.slice(0, 10)}\n     file a/x\n`);
    repository.git('tag', 'a-0.1.5');
    expect((await run('why', 'a@0.1.5')).stdout).toContain('It was released as 0.1.5; by the rules of today it would be 0.2.0.');
    expect((await run('why', 'b')).stdout).toBe('b stays 0.1.0\n  because nothing changed since b-0.1.0\n');
    expect(await run('why', 'c')).toMatchObject({ status: 2, stderr: expect.stringContaining('no component is called "c"; there are a, b') as string });
    expect(await run('why', 'a@7.0.0')).toMatchObject({ status: 2 });
    for (const subject of ['a@', '@', 'a@1@2']) expect(await run('why', subject)).toMatchObject({ status: 2, stderr: expect.stringContaining(`"${subject}" is not NAME or NAME@VERSION`) as string });
  });
});

describe('bigpanda what-if', () => {
  it('answers without a commit and with another level, and says what a question needs', async () => {
    const commit = repository.commit('feat: x', { 'a/x': '1' });
    repository.commit('fix: y', { 'a/y': '1' });
    expect((await run('what-if', '--drop', commit.slice(0, 8))).stdout).toContain('a          0.2.0 (minor)  =>  0.1.1 (patch)  fix: y');
    expect((await run('what-if', '--as', 'none', 'a')).stdout).toContain('stays 0.1.0');
    expect((await run('what-if', '--as', 'major', 'b', '--json')).stdout).toContain('"nextVersion": "0.2.0"');
    expect(await run('what-if', 'a')).toMatchObject({ status: 2, stderr: expect.stringContaining('a question needs one of --as and --drop') as string });
    expect(await run('what-if', '--drop', '0000000')).toMatchObject({ status: 2, stderr: expect.stringContaining('is no commit since the last releases') as string });
  });
});

describe('bigpanda intent', () => {
  it('writes a file that the plan reads once it is committed', async () => {
    expect((await run('intent', 'a=minor', '-m', 'More pilots', '--dry-run')).stdout).toContain('Would write .bigpanda/intents/more-pilots-');
    const { stdout } = await run('intent', 'a=minor', '-m', 'More pilots', '--json');
    const { file } = JSON.parse(stdout) as { file: string };
    repository.commit('Change pilots', { 'a/x': '1' });
    expect((await run('why', 'a')).stdout).toContain(`because the change was declared minor: More pilots\n     commit ${repository.git('rev-parse', '--short=10', 'HEAD')}\n     file ${file} line 2`);
    expect(await run('intent', 'a=huge', '-m', 'x')).toMatchObject({ status: 2 });
  });
});
