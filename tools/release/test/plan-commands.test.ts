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
  return runWide(argv, {});
}

function runWide(argv: readonly string[], changes: { readonly columns?: number }): Promise<CommandRun> {
  return runCommand(argv, { ...changes, workingFolder: repository.root, env: { PATH: process.env['PATH'], HOME: join(repository.root, '.git/home') } });
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
    const { status, stdout } = await runWide(['plan'], { columns: widthColumns });
    expect(status).toBe(0);
    expect(stdout.split('\n').filter((line) => line.length > widthColumns)).toEqual([]);
    expect(stdout).toContain('Next release: 1 of 2 components\n');
    expect(stdout).toMatch(/\na {10}0\.1\.0 {2}0\.2\.0 {2}minor {2}feat\(a\): a long/);
    expect(stdout).toContain('Stays as it is, because nothing changed since: b 0.1.0.');
    expect((await run('plan')).stdout).toContain(`minor  feat(a): ${'a long subject '.repeat(8).trim()}\n`);
    expect(stdout).toContain('git tag -a a-0.2.0 -m "a 0.2.0"');
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
    expect((await run('plan', '--diff', '.git/old.json')).stdout).toBe('Nothing differs from .git/old.json.\n');
    expect(await run('plan', '--diff', 'gone.json')).toMatchObject({ status: 2, stderr: expect.stringContaining('--diff: no such file "gone.json"') as string });
    repository.commit('fix: x', { 'a/x': '1' });
    expect((await run('plan', '--diff', '.git/old.json')).stdout).toContain('a          stays 0.1.0  =>  0.1.1 (patch)  fix: x');
    expect((await run('plan', '--diff', '.git/old.json', '--format', 'md')).stdout).toContain('| a | stays 0.1.0 | 0.1.1 (patch) | fix: x |');
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
    const careful = 'Careful: 1 tag such as "b/v0.3" looks like a release of b but is not counted, so the versions here are probably wrong. Fix: bigpanda adopt-history';
    expect((await run('plan')).stdout.replaceAll('\n', ' ')).toContain(careful);
    for (const argv of [['plan', '--json'], ['why', 'b', '--json'], ['what-if', '--as', 'major', 'b', '--json']]) expect((await run(...argv)).stderr).toBe(`warning: ${careful}\n`);
    expect((await run('why', 'b')).stdout.replace(/\n +/g, ' ')).toContain(careful);
    expect((await run('adopt-history')).stdout).toContain('Write this file, repo-config/repository.json:\n{\n  "versions": {\n    "adopted": [\n');
    repository.commit('chore: configure', { 'repo-config/repository.json': '{"versions":{}}' });
    expect((await run('adopt-history')).stdout).toContain('"adopted": [{"component":"b","format":"b/v${version}"}]');
  });

  it('tells of tags that several components may have made, and gives the entry for each', async () => {
    expect((await run('adopt-history')).stdout).toBe('All 2 release tags are understood; nothing to do.\n');
    repository.git('tag', '-d', 'b-0.1.0');
    repository.git('tag', 'v1.0.1');
    expect((await run('plan')).stdout.replaceAll('\n', ' ')).toContain('Careful: 1 tag such as "v1.0.1" looks like a release of one of b but is not counted');
    expect((await run('adopt-history')).stdout).toContain(':\n  {"component":"a","format":"v${version}"}\n  {"component":"b","format":"v${version}"}\n');
  });

  it('refuses declarations for components that are not there, and says which component was meant', async () => {
    repository.commit('feat: intent', { '.bigpanda/intents/x.md': '---\npanda-servre: minor\na: patch\n---\n\nx\n', 'c/rpm.json': rpmJson('panda-server') });
    expect(await run('plan')).toMatchObject({ status: 2, stderr: expect.stringContaining('.bigpanda/intents/x.md: line 2\n    found:   "panda-servre"\n    allowed: the name of a component; did you mean "panda-server"?') as string });
    repository.commit('feat: mend', { '.bigpanda/intents/x.md': '---\na: patch\n---\n\nx\n' });
    expect(await run('plan')).toMatchObject({ status: 0 });
    repository.write('repo-config/repository.json', JSON.stringify({ versions: { overrides: { 'panda-serer': { as: 'major', reason: 'x' } } } }));
    expect(await run('plan')).toMatchObject({ status: 2, stderr: expect.stringContaining('versions.overrides.panda-serer') as string });
  });

  it('tells of overrides that are not used, that hold a release back and that are not committed', async () => {
    const override = (entry: object): string => JSON.stringify({ versions: { overrides: { a: { reason: 'wait for ATLAS', ...entry } } } });
    repository.commit('feat(a): x', { 'a/x': '1', 'repo-config/repository.json': override({ after: '0.0.9', as: 'none' }) });
    expect((await run('plan')).stdout.replaceAll('\n', ' ')).toContain('The override of a is for the release after 0.0.9, but the last is 0.1.0: not used.');
    repository.write('repo-config/repository.json', override({ after: '0.1.0', as: 'none' }));
    const { stdout } = await run('plan');
    expect(stdout).toContain('Held back by hand: a 0.1.0 (wait for ATLAS).\n');
    expect(stdout.replaceAll('\n', ' ')).toContain('Planned with changes that are not committed: repo-config/repository.json.');
    expect((await run('plan', '--json')).stderr).toContain('warning: Planned with changes that are not committed');
    repository.write('repo-config/repository.json', override({ after: '0.1.0', as: '1.0.0' }));
    expect((await run('plan')).stdout).toMatch(/\na {10}0\.1\.0 {2}1\.0\.0 {2}major {2}set by hand to 1\.0\.0: wait for ATLAS/);
  });

  it('shows refused releases as refused, once for each reason, and ends with status 3 where that is asked for', async () => {
    repository.git('switch', '-q', '-c', '1.x');
    repository.commit('feat: both', { 'a/x': '1', 'b/x': '1' });
    const { status, stdout } = await run('plan');
    expect(status).toBe(0);
    expect(stdout).toContain('Next release: nothing; 2 of 2 refused\n');
    expect(stdout).toMatch(/\na {10}0\.1\.0 {2}0\.2\.0 {2}REFUSED {2}feat: both/);
    expect(stdout.replaceAll('\n', ' ')).toContain('REFUSED: a 0.2.0, b 0.2.0: branch "1.x" may release 1.x versions only, and main is still at 0.1.0, so there is nothing it may release yet. ');
    expect(stdout).not.toContain('git tag -a');
    expect(await run('plan', '--strict')).toMatchObject({ status: 3, stderr: expect.stringContaining('2 of 2 releases are refused: a, b') as string });
    expect((await run('why', 'a')).stdout).toMatch(/^a would go from 0\.1\.0 to 0\.2\.0, a minor release, but is refused\n/);
    repository.git('switch', '-q', 'main');
    expect(await run('plan', '--strict')).toMatchObject({ status: 0 });
    repository.commit('fix: x', { 'a/y': '1', 'repo-config/repository.json': JSON.stringify({ versions: { overrides: { a: { after: '0.1.0', as: '0.0.5', reason: 'x' } } } }) });
    expect((await run('plan')).stdout.replaceAll('\n', ' ')).toContain('REFUSED: a 0.0.5: 0.0.5 is not above the last release 0.1.0. Correct versions.overrides');
  });

  it('says that a branch is only assumed, and what evidence it could not use', async () => {
    repository.commit('fix: both', { 'a/x': '1', 'b/x': '1' });
    expect(await run('plan', 'a')).toMatchObject({ status: 2, stderr: expect.stringContaining('For one component: bigpanda why a') as string });
    expect((await run('plan', '--branch', 'nosuch')).stdout).toContain(' as if on branch "nosuch".');
    expect((await run('plan')).stdout.replaceAll('\n', ' ')).toContain('was not compared. To compare: bigpanda evidence');
    await run('evidence', '--out', 'evidence', 'a');
    const { stdout } = await run('plan', '--evidence', 'evidence');
    expect(stdout).toContain('What a installs was not compared: no manifest of 0.1.0 in the ledger.');
    expect(stdout).toContain('What b installs was not compared: no b.json in "evidence".');
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
    expect(await run('why', 'a@7.0.0')).toMatchObject({ status: 2, stderr: expect.stringContaining('Name one that was made: 0.1.5, 0.1.0.') as string });
    for (const subject of ['a@', '@', 'a@1@2']) expect(await run('why', subject)).toMatchObject({ status: 2, stderr: expect.stringContaining(`"${subject}" is not NAME or NAME@VERSION`) as string });
  });
});

describe('bigpanda what-if', () => {
  it('answers without a commit and with another level, and says what a question needs', async () => {
    const commit = repository.commit('feat: x', { 'a/x': '1' });
    repository.commit('fix: y', { 'a/y': '1' });
    expect((await run('what-if', '--drop', commit.slice(0, 8))).stdout).toContain('a          0.2.0 (minor)  =>  0.1.1 (patch)  fix: y');
    expect((await run('what-if', '--drop', `${commit}^{commit}`)).stdout).toContain('a          0.2.0 (minor)  =>  0.1.1 (patch)  fix: y');
    expect((await run('what-if', '--as', 'none', 'a')).stdout).toContain('stays 0.1.0');
    expect((await run('what-if', '--as', 'major', 'b', '--json')).stdout).toContain('"nextVersion": "0.2.0"');
    expect(await run('what-if', 'a')).toMatchObject({ status: 2, stderr: expect.stringContaining('a question needs one of --as and --drop') as string });
    expect(await run('what-if', '--as', 'major')).toMatchObject({ status: 2, stderr: expect.stringContaining('--as needs the names of components') as string });
    expect((await run('what-if', '--as', 'major', 'b')).stdout).toMatch(/assumed: major[^]*Below 1\.0\.0 a major change raises the second number/);
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
    for (const argv of [['intent'], ['intent', 'a=minor'], ['intent', '-m', 'x']]) expect(await run(...argv)).toMatchObject({ status: 2, stderr: expect.stringContaining('it needs components with levels, and a message\n  hint: For example: bigpanda intent') as string });
  });
});
