import { describe, expect, it } from 'vitest';
import type { PayloadManifest, PlannedComponent, ReleasePlan } from '@bigpanda/release-model';
import { formatIntent, openRepository, planPastRelease, planRelease, readPlanInput, resolveVersionRules, type PlanInput, type VersionRules } from '@bigpanda/tagger';
import { packageJson, rpmJson, TemporaryRepository } from './temporary-repository.ts';

const start = {
  'a/rpm.json': rpmJson('a'),
  'a/package.json': packageJson('@x/a', ['@x/lib']),
  'b/rpm.json': rpmJson('a-b'),
  'lib/package.json': packageJson('@x/lib', []),
};

async function plan(repository: TemporaryRepository, change: Partial<PlanInput> = {}, rules: Partial<VersionRules> = {}): Promise<ReleasePlan> {
  const plannable = await openRepository(repository.root);
  return planRelease({ ...await readPlanInput({ ...plannable, rules: { ...plannable.rules, ...rules } }, { kind: 'release' }), ...change });
}

async function planOf(repository: TemporaryRepository, name: string, change: Partial<PlanInput> = {}, rules: Partial<VersionRules> = {}): Promise<PlannedComponent> {
  const found = (await plan(repository, change, rules)).components.find((component) => component.name === name);
  if (found === undefined) throw new Error(`no ${name}`);
  return found;
}

function released(): TemporaryRepository {
  const repository = new TemporaryRepository();
  repository.commit('feat: one', start);
  repository.git('tag', 'a-0.1.0');
  repository.git('tag', 'a-b-0.3.0');
  return repository;
}

function manifest(name: string, files: Readonly<Record<string, string>>): PayloadManifest {
  return { schema: 1, name, packages: [{ name, files: Object.entries(files).map(([path, digit]) => ({ path, type: 'file', mode: '0644', owner: 'root:root', flags: [], digest: digit.repeat(64) })), dependencies: {}, scriptlets: {} }], features: {} };
}

describe('planRelease', () => {
  it('works without package.json, Nx and repo-config, also for a component that is the whole repository', async () => {
    using repository = new TemporaryRepository();
    repository.commit('first', { 'rpm.json': rpmJson('solo') });
    expect(await planOf(repository, 'solo')).toMatchObject({ nextVersion: '0.1.0', releaseTag: 'solo-0.1.0' });
    repository.git('tag', 'solo-0.1.0');
    repository.commit('feat: empty', {});
    expect(await planOf(repository, 'solo')).toMatchObject({ lastVersion: '0.1.0', nextVersion: '0.2.0', bump: 'minor', commits: 1 });
  });

  it('leaves alone what did not change, and gives a dependent a patch of its own, never the level of its library', async () => {
    using repository = released();
    const library = repository.commit('feat(lib)!: other', { 'lib/x.ts': '3' });
    expect(await planOf(repository, 'a')).toMatchObject({ nextVersion: '0.1.1', bump: 'patch', reasons: [{ kind: 'library', weight: 'patch', commit: library, file: 'lib/x.ts' }] });
    const other = await planOf(repository, 'a-b');
    expect(other).toMatchObject({ nextVersion: '0.3.0', version: '0.3.0', bump: 'none' });
    expect(other.releaseTag).toBeUndefined();
  });

  it('counts only the inputs that an rpm.json names, and rpm.json itself', async () => {
    using repository = released();
    const named = JSON.stringify({ ...JSON.parse(rpmJson('a-b')) as object, inputs: ['keys/*.asc', 'src'] });
    repository.commit('docs: name inputs', { 'b/rpm.json': named });
    repository.commit('feat: a note', { 'b/README.md': '1', 'b/keys/README.md': '1', 'b/keys/old/x.asc': '1' });
    expect(await planOf(repository, 'a-b')).toMatchObject({ bump: 'none', commits: 1 });
    repository.commit('fix: a key', { 'b/keys/x.asc': '1' });
    expect(await planOf(repository, 'a-b')).toMatchObject({ bump: 'patch', reasons: [{ summary: 'fix: a key', file: 'b/keys/x.asc' }, { summary: 'docs: name inputs' }] });
    repository.commit('feat: a module', { 'b/src/deep/x.ts': '1' });
    expect(await planOf(repository, 'a-b')).toMatchObject({ bump: 'minor' });
  });

  it('says of a revert and of what it reverts that they weigh nothing together', async () => {
    using repository = released();
    const commit = repository.commit('fix: one', { 'a/x': '1' });
    const revert = repository.commit(`Revert "fix: one"\n\nThis reverts commit ${commit}.`, { 'a/x': '2' });
    expect(await planOf(repository, 'a')).toMatchObject({ bump: 'none', reasons: [{ summary: 'takes back "fix: one"; together they weigh nothing' }, { summary: `fix: one (taken back by ${revert.slice(0, 10)}; together they weigh nothing)` }] });
  });

  it('plans prose as a patch, a level that prose states as that, and what a convention says asks for nothing as nothing', async () => {
    using repository = released();
    repository.commit('docs: x', { 'a/x': '1' });
    expect(await planOf(repository, 'a')).toMatchObject({ bump: 'none', nextVersion: '0.1.0' });
    repository.commit('pilot: fixed a crash, ATLASPANDA-12', { 'a/x': '2' });
    expect(await planOf(repository, 'a')).toMatchObject({ bump: 'patch', reasons: [{ kind: 'commit', weight: 'patch' }, { kind: 'commit', weight: 'none' }, { kind: 'issue', summary: 'ATLASPANDA-12', weight: 'none' }] });
    repository.commit('Increased package version to 0.2.0 - new dependencies', { 'a/x': '3' });
    expect(await planOf(repository, 'a')).toMatchObject({ bump: 'minor', nextVersion: '0.2.0' });
  });

  it('never releases a payload that is the same, and takes the weight of what changed in one that is not', async () => {
    using repository = released();
    repository.commit('feat!: much', { 'a/x': '1' });
    const then = new Map([['a', manifest('a', { '/usr/bin/a': '1', '/usr/lib/a/x': '2' })]]);
    expect(await planOf(repository, 'a', { payloads: { then, now: then } })).toMatchObject({ bump: 'none', nextVersion: '0.1.0', basis: 'payload', reasons: [{ kind: 'unchanged' }, { kind: 'commit' }] });
    repository.git('commit', '-q', '--amend', '-m', 'fix: small');
    const now = new Map([['a', manifest('a', { '/usr/bin/b': '1', '/usr/lib/a/x': '3' })]]);
    expect(await planOf(repository, 'a', { payloads: { then, now } })).toMatchObject({ bump: 'major', nextVersion: '0.2.0', reasons: [{ kind: 'payload', weight: 'major', summary: '/usr/bin/a moved to /usr/bin/b' }, { weight: 'patch' }, { weight: 'patch' }] });
  });

  it('counts a declared intent for the release after the commit that adds it, and only for that one', async () => {
    using repository = released();
    const text = formatIntent(new Map([['a', 'minor' as const]]), 'More pilots.');
    const commit = repository.commit('Add pilots', { 'a/x': '1', '.bigpanda/intents/more.md': text });
    expect(await planOf(repository, 'a')).toMatchObject({ bump: 'minor', reasons: [{ kind: 'intent', weight: 'minor', summary: 'More pilots.', commit, file: '.bigpanda/intents/more.md', line: 2 }, { kind: 'commit', weight: 'none' }] });
    repository.git('tag', 'a-0.2.0');
    repository.commit('Mend', { 'a/x': '2' });
    expect(await planOf(repository, 'a')).toMatchObject({ bump: 'patch', nextVersion: '0.2.1' });
  });

  it('obeys an override until the release it speaks of is made', async () => {
    using repository = released();
    repository.commit('fix: x', { 'a/x': '1' });
    const overrides = { a: { after: '0.1.0', as: '1.0.0', reason: 'stable' } };
    expect(await planOf(repository, 'a', {}, { overrides })).toMatchObject({ nextVersion: '1.0.0', reasons: [{ kind: 'override' }, { kind: 'commit' }] });
    repository.git('tag', 'a-1.0.0');
    repository.commit('fix: y', { 'a/x': '2' });
    expect(await planOf(repository, 'a', {}, { overrides })).toMatchObject({ nextVersion: '1.0.1' });
  });

  it('raises a version above what a repository has already, and refuses one that rpm would sort the other way round', async () => {
    using repository = released();
    repository.commit('fix: x', { 'a/x': '1' });
    expect(await planOf(repository, 'a', { published: new Map([['a', ['0.2.0~3.gabcdef0123']]]) })).toMatchObject({ nextVersion: '0.2.0', bump: 'minor', reasons: [{ kind: 'commit' }, { kind: 'published' }] });
    expect(await planOf(repository, 'a', { published: new Map([['a', ['7.0.0']]]) })).toMatchObject({ nextVersion: '0.1.1', refusal: { code: 'VERSION_PUBLISHED' } });
    repository.git('tag', 'a-0.1.1-alpha.1');
    expect(await planOf(repository, 'a', {}, { overrides: { a: { after: '0.1.0', as: '0.1.1-alpha.beta', reason: 'x' } } })).toMatchObject({ refusal: { code: 'VERSION_ORDER' } });
  });

  it('answers what if: without a commit, and with another level', async () => {
    using repository = released();
    const feature = repository.commit('feat: x', { 'a/x': '1' });
    repository.commit('fix: y', { 'a/y': '1' });
    expect(await planOf(repository, 'a', { assume: { dropped: new Set([feature]) } })).toMatchObject({ nextVersion: '0.1.1', commits: 1 });
    expect(await planOf(repository, 'a', { assume: { levels: new Map([['a', 'major' as const]]) } }, { zero: { major: 'major', minor: 'minor' } })).toMatchObject({ nextVersion: '1.0.0' });
  });

  it('explains a release that was made as it was planned then', async () => {
    using repository = released();
    repository.commit('feat: x', { 'a/x': '1' });
    repository.git('tag', 'a-0.2.0');
    repository.commit('fix: y', { 'a/y': '1' });
    expect(await planPastRelease(await openRepository(repository.root), 'a', '0.2.0')).toMatchObject({ lastVersion: '0.1.0', nextVersion: '0.2.0', bump: 'minor', commits: 1 });
    await expect(planPastRelease(await openRepository(repository.root), 'a', '7.0.0')).rejects.toMatchObject({ code: 'RELEASE_UNKNOWN' });
  });
});

describe('resolveVersionRules', () => {
  it('has a default for everything that is absent', () => {
    expect(resolveVersionRules({ first: '1.0.0', zero: { major: 'major' } })).toMatchObject({ first: '1.0.0', zero: { major: 'major', minor: 'minor' }, tagFormat: '${name}-${version}', commits: { preset: 'conventionalcommits', unconventional: 'patch' } });
  });
});
