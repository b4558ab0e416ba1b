import { execFile } from 'node:child_process';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { readPackageMetadata, type PackageSpec } from '@bigpanda/rpm-format';
import { openRepositoryFiles, publish, verifyRepository, type PublishOptions } from '../src/index.ts';
import { createSite, publishOptions, sampleConfig, writeSample, type SampleRpm, type SampleSite } from './sample-repository.ts';

const config = {
  ...sampleConfig,
  packageLimitBytes: 20_000,
  targets: [{ name: 'el8', payload: { codec: 'gzip', level: 6 }, caret: false, baseProvides: ['/bin/sh', 'systemd', 'lib*.so.6()(64bit)'] }, ...sampleConfig.targets],
} as typeof sampleConfig;

let first: SampleSite;
let site: SampleSite;
beforeAll(async () => {
  first = await createSite();
});
afterAll(() => first[Symbol.asyncDispose]());
beforeEach(async () => {
  site = await createSite(first.signer);
});
afterEach(async () => {
  expect((await verifyRepository(site.root)).filter(({ code }) => code !== 'KEY_MISSING')).toEqual([]);
  await site[Symbol.asyncDispose]();
});

function file(path: string, content: string): PackageSpec['files'][number] {
  return { path, type: 'file', mode: 0o644, content: Buffer.from(content) };
}

function options(packages: readonly SampleRpm[], more: Partial<PublishOptions> = {}): PublishOptions {
  return publishOptions(site, packages, { config, target: 'el8', ...more });
}

function make(name: string, fields: Partial<PackageSpec> = {}): Promise<SampleRpm> {
  return writeSample({ name, ...fields }, site.signer);
}

async function listRefusals(packages: readonly SampleRpm[]): Promise<readonly string[]> {
  const error = await publish(options(packages)).then(() => ({ problems: [] }), (thrown: unknown) => thrown) as { problems: { path: string; found: string }[] };
  return error.problems.map(({ path, found }) => `${path.replace(/-\d.*/, '')}: ${found}`);
}

describe('publish', () => {
  it('refuses what nothing offers: in the publish, in the channel or in the list of the target', async () => {
    await publish(options([await make('library', { evr: { epoch: 1, version: '2.0', release: '1.el8' }, dependencies: { provides: [{ name: 'library(api)', operator: '=', evr: '3' }] }, files: [file('/usr/libexec/tool&co', 'x')] })]));
    const requires = [
      { name: 'systemd' }, { name: 'libc.so.6()(64bit)' }, { name: 'library', operator: '>=', evr: '1:2.0' }, { name: 'library(api)', operator: '<', evr: '4' }, { name: '/usr/libexec/tool&co' },
      { name: 'brother', operator: '=', evr: '1.0-1.el9' }, { name: '(a or b)' },
      { name: 'library', operator: '<', evr: '1:2.0' }, { name: 'library(api)', operator: '>', evr: '3' }, { name: '/usr/bin/absent' }, { name: 'absent' },
    ] as const;
    const packages = [await make('program', { dependencies: { requires } }), await make('brother')];
    expect(await listRefusals(packages)).toEqual([
      'program: it requires "/usr/bin/absent", which nothing offers', 'program: it requires "absent", which nothing offers',
      'program: it requires "library < 1:2.0", which nothing offers', 'program: it requires "library(api) > 3", which nothing offers',
    ]);
    expect(await publish(options(packages, { allow: ['missing-dependency'] }))).toMatchObject({ changed: true });
  });

  it('looks for what packages require in the primary of a base repository too, with versions', async () => {
    const tree = join(site.folder, 'base');
    await mkdir(tree);
    const base = await make('base', { dependencies: { provides: [{ name: 'base(api)', operator: '=', evr: '2' }], requires: [{ name: 'absent' }] }, files: [file('/usr/bin/tool&co', 'x')] });
    await writeFile(join(tree, base.file), base.bytes);
    await promisify(execFile)('createrepo_c', ['--quiet', '--no-database', '--simple-md-filenames', tree]);
    const targets = [{ name: 'el8', payload: { codec: 'gzip' as const, level: 6 }, baseMetadata: ['base/repodata/primary.xml.gz'] }];
    const requires = [{ name: 'base' }, { name: 'base(api)', operator: '>=', evr: '2' }, { name: '/usr/bin/tool&co' }, { name: 'base(api)', operator: '>', evr: '2' }, { name: 'absent' }] as const;
    const attempt = publish(options([await make('program', { dependencies: { requires } })], { config: { ...config, targets }, workspaceRoot: site.folder }));
    await expect(attempt).rejects.toMatchObject({ problems: [{ found: 'it requires "absent", which nothing offers' }, { found: 'it requires "base(api) > 2", which nothing offers' }] });
    await expect(publish(options([await make('program', { dependencies: { requires } })], { config: { ...config, targets }, workspaceRoot: '/nonexistent' }))).rejects.toMatchObject({ code: 'BASE_METADATA_UNREADABLE', exitStatus: 2 });
  });

  it('refuses a file that was changed while it was looked at, and what is no file, and waits for neither', async () => {
    const path = join(site.folder, 'sample.rpm');
    const { bytes } = await make('sample');
    await writeFile(path, bytes);
    const files = openRepositoryFiles(site.root);
    const write: typeof files.write = async (name, ...parts) => {
      await writeFile(path, 'other');
      return files.write(name, ...parts);
    };
    await expect(publish(publishOptions(site, [path], { files: { ...files, write } }))).rejects.toMatchObject({ code: 'PACKAGE_CHANGED' });
    await rm(path);
    await promisify(execFile)('mkfifo', [path]);
    await expect(publish(publishOptions(site, [path]))).rejects.toMatchObject({ code: 'PACKAGE_UNREADABLE', message: expect.stringContaining('no plain file') });
    await publish(publishOptions(site, [{ file: path, bytes }]));
  });

  it.each([['name', 'na-me', '../me'], ['name', 'na-me', 'a/b/c'], ['name', 'na-me', '.n-me'], ['version', '1.2.3.4', '/../../'], ['release', '5.6.7.8', '../../x'], ['arch', 'noarch', '../x/y']] as const)('refuses a %s that leads elsewhere: %s as %s', async (part, text, forged) => {
    const rpm = await make('na-me', { evr: { version: '1.2.3.4', release: '5.6.7.8' } });
    const bytes = Buffer.from(rpm.bytes);
    const header = readPackageMetadata(bytes).headerRange;
    for (let at = bytes.indexOf(`\0${text}\0`, header.start); at >= 0 && at < header.end; at = bytes.indexOf(`\0${text}\0`, at + 1)) bytes.write(forged, at + 1);
    await expect(publish(options([{ file: 'forged.rpm', bytes }]))).rejects.toMatchObject({
      code: 'PUBLISH_REFUSED', problems: expect.arrayContaining([{ path: 'forged.rpm', found: `the ${part} "${forged}"`, allowed: expect.stringContaining(part) }]),
    });
  });

  it('refuses one path with two contents, unless the packages exclude each other', async () => {
    await publish(options([await make('one', { files: [file('/usr/share/a', 'one'), file('/usr/share/same', 'same')] })]));
    const two = await make('two', { files: [file('/usr/share/a', 'two'), file('/usr/share/same', 'same')] });
    const three = await make('three', { files: [file('/usr/share/a', 'three')] });
    expect(await listRefusals([two, three])).toEqual([
      'two: the file "/usr/share/a", which "one-1.0-1.el9.noarch" has with other content',
      'three: the file "/usr/share/a", which "two-1.0-1.el9.noarch" has with other content',
      'three: the file "/usr/share/a", which "one-1.0-1.el9.noarch" has with other content',
    ]);
    const four = await make('four', { files: [file('/usr/share/a', 'four')], dependencies: { conflicts: [{ name: 'one' }] } });
    const next = await make('one', { evr: { version: '2.0', release: '1' }, files: [file('/usr/share/a', 'other')] });
    expect(await listRefusals([four, next])).toEqual([]);
  });

  it('refuses a version that goes down, a caret where rpm knows none, and what is too large, all at once', async () => {
    await publish(options([await make('sample', { evr: { version: '2.0', release: '1' } })]));
    const packages = [await make('sample'), await make('other', { evr: { version: '1.0^1', release: '1' } }), await make('large', { files: [file('/usr/share/large', Array.from({ length: 9_000 }, (_, index) => String((index * 7_919) % 99_991)).join(' '))] })];
    expect(await listRefusals(packages)).toEqual([
      'sample: "sample-1.0-1.el9.noarch", while the channel has "sample-2.0-1.noarch"', 'other: the version "1.0^1-1"', expect.stringMatching(/^large: \d+ bytes$/),
    ]);
    expect(await publish(options(packages.slice(0, 1), { allow: ['downgrade'] }))).toMatchObject({ changed: true });
  });
});
