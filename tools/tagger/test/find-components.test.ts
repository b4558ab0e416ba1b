import { describe, expect, it } from 'vitest';
import { findComponents, findUnits } from '@bigpanda/tagger';
import { packageJson, rpmJson, TemporaryRepository } from './temporary-repository.ts';

describe('findComponents', () => {
  it('finds every folder with an rpm.json, its libraries and the shared inputs, the lock file only where something is bundled', async () => {
    using repository = new TemporaryRepository();
    repository.commit('one', {
      'packages/server/rpm.json': rpmJson('panda-server'),
      'packages/server/package.json': packageJson('@x/server', ['@x/store', 'hono']),
      'packages/store/package.json': packageJson('@x/store', ['@x/model']),
      'packages/model/package.json': packageJson('@x/model', []),
      'tool/rpm.json': JSON.stringify({ ...JSON.parse(rpmJson('a-tool')) as object, build: { bundles: [{ entry: 'x.ts', output: 'x.mjs' }] } }),
      'packages/server/test/fixtures/rpm.json': '{}',
    });
    const found = await findComponents({ workspaceRoot: repository.root, sharedInputs: ['LICENSE', 'package-lock.json'] });
    expect(found.map(({ name, root, inputs }) => ({ name, root, inputs }))).toEqual([
      { name: 'a-tool', root: 'tool', inputs: ['LICENSE', 'package-lock.json', 'tool'] },
      { name: 'panda-server', root: 'packages/server', inputs: ['LICENSE', 'packages/model', 'packages/server', 'packages/store'] },
    ]);
  });

  it('lists the problems of all rpm.json files at once, each with its path', async () => {
    using repository = new TemporaryRepository();
    repository.commit('one', {
      'a/rpm.json': JSON.stringify({ ...(JSON.parse(rpmJson('a')) as object), summary: '', contents: [{ destination: 'etc/x', source: 'x', mode: '99' }], requieres: [] }),
      'b/rpm.json': '{',
    });
    await expect(findComponents({ workspaceRoot: repository.root, sharedInputs: [] })).rejects.toMatchObject({
      code: 'RPM_JSON_INVALID',
      exitStatus: 2,
      problems: [
        { path: 'a/rpm.json: summary', found: '""' },
        { path: 'a/rpm.json: contents[0].destination', found: '"etc/x"' },
        { path: 'a/rpm.json: contents[0].mode', found: '"99"', allowed: 'four octal digits, such as "0640"' },
        { path: 'a/rpm.json: requieres' },
        { path: expect.stringContaining('"b/rpm.json" is not JSON') as string },
      ],
    });
  });

  it('refuses a repository without any rpm.json, and one package name in two places', async () => {
    using repository = new TemporaryRepository();
    repository.commit('one', { 'a.txt': 'a' });
    const options = { workspaceRoot: repository.root, sharedInputs: [] };
    await expect(findComponents(options)).rejects.toMatchObject({ code: 'RPM_JSON_MISSING', exitStatus: 2 });
    repository.commit('two', { 'a/rpm.json': rpmJson('twin'), 'b/rpm.json': rpmJson('twin') });
    await expect(findComponents(options)).rejects.toMatchObject({ code: 'RPM_NAME_TWICE' });
  });

  it('finds what goes to npm by its npm.json, under its npm name, or with the RPM of the same folder', async () => {
    using repository = new TemporaryRepository();
    const named = (name: string, dependencies = {}): string => JSON.stringify({ name, dependencies });
    repository.commit('one', {
      'lib/npm.json': '{ "build": "library" }', 'lib/package.json': named('@a/lib', { '@a/words': '0.0.0' }), 'words/package.json': named('@a/words'),
      'both/npm.json': '{ "build": "bundle" }', 'both/package.json': named('@a/both'), 'both/rpm.json': rpmJson('both'),
    });
    const options = { workspaceRoot: repository.root, sharedInputs: ['package-lock.json'] };
    const units = await findUnits(options);
    expect(units.map(({ name, npm, libraries, inputs }) => [name, npm?.name, libraries, inputs])).toEqual([
      ['@a/lib', '@a/lib', ['words'], ['lib', 'package-lock.json', 'words']],
      ['both', '@a/both', [], ['both', 'package-lock.json']],
    ]);
    expect((await findComponents(options)).map(({ name }) => name)).toEqual(['both']);
    repository.commit('two', { 'lib/npm.json': '{ "build": "tar" }' });
    await expect(findUnits(options)).rejects.toMatchObject({ code: 'NPM_JSON_INVALID', exitStatus: 2 });
    repository.commit('three', { 'lib/npm.json': '{ "build": "library" }', 'lib/package.json': '{}' });
    await expect(findUnits(options)).rejects.toMatchObject({ code: 'NPM_PACKAGE_MISSING', exitStatus: 2 });
  });

  it('sees a component that is not committed yet, and not one that is ignored', async () => {
    using repository = new TemporaryRepository();
    repository.commit('one', { '.gitignore': 'dist/\n' });
    repository.write('new/rpm.json', rpmJson('fresh')).write('new/dist/rpm.json', rpmJson('built'));
    const found = await findComponents({ workspaceRoot: repository.root, sharedInputs: [] });
    expect(found.map(({ name }) => name)).toEqual(['fresh']);
  });
});
