import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkRpm, listQueryFields, readPackageMetadata, readPayload, readRpm, writeSourceRpm, type SourcePackageSpec } from '@bigpanda/rpm-format';
import { print, run, zstd } from './fixture.ts';

const timeSeconds = 1_700_000_001;

const specText = `
%{lua: posix.setenv("SOURCE_DATE_EPOCH", "${timeSeconds}")}
%global use_source_date_epoch_as_buildtime 1
%global clamp_mtime_to_source_date_epoch 1
%global _buildhost bigpanda.invalid
%global _source_payload w3.zstdio
%global _target_platform %{_target_cpu}-linux
Name: sourced
Epoch: 2
Version: 1.0~rc1
Release: 1.el9
Summary: Made from sources
License: MIT
URL: https://sample.invalid/
VCS: git:https://sample.invalid/#0123
Vendor: Sample
Source0: hello.txt
Source1: another.sh
BuildArch: noarch
ExclusiveArch: x86_64 noarch
BuildRequires: nodejs(engine) >= 22.13
%description
Made from sources.
%prep
%build
%install
mkdir -p %{buildroot}/opt
cp %{SOURCE0} %{buildroot}/opt/hello.txt
%files
/opt/hello.txt
%changelog
* Tue Nov 14 2023 Ada <ada@sample.invalid> - 1.0
- first
`;

const source: SourcePackageSpec = {
  name: 'sourced',
  evr: { epoch: 2, version: '1.0~rc1', release: '1.el9' },
  arch: 'noarch',
  summary: 'Made from sources',
  description: 'Made from sources.',
  license: 'MIT',
  url: 'https://sample.invalid/',
  vcs: 'git:https://sample.invalid/#0123',
  vendor: 'Sample',
  timeSeconds,
  specFile: { name: 'sourced.spec', content: Buffer.from(specText) },
  sources: [{ name: 'hello.txt', content: Buffer.from('hello\n') }, { name: 'another.sh', content: Buffer.from('exit 0\n') }],
  buildRequires: [{ name: 'nodejs(engine)', operator: '>=', evr: '22.13' }],
  exclusiveArchs: ['x86_64', 'noarch'],
  changelog: [{ timeSeconds: 1_699_963_200, author: 'Ada <ada@sample.invalid> - 1.0', text: '- first' }],
};

/** Query fields in which a source package of `rpmbuild -bs` differs from ours, and why. */
const differences: Readonly<Record<string, string>> = {
  COOKIE: 'host and time of the build, which stand in tags of their own',
  LONGSIGSIZE: 'size of the header, which differs',
  PAYLOADDIGEST: 'of the compressed payload, whose content differs',
  PAYLOADDIGESTALT: 'our entries have no inode and one time',
  SHA1HEADER: 'of the header, which differs',
  SHA256HEADER: 'likewise',
  SIGMD5: 'a relic of rpm 3, and refused in FIPS mode',
  SIGSIZE: 'size of the header, which differs',
  SPEC: 'the spec file as rpmbuild read it; it is in the payload',
};

describe('writeSourceRpm', () => {
  const folder = mkdtempSync(join(tmpdir(), 'rpm-format-test-'));
  const file = join(folder, 'sourced-1.0~rc1-1.el9.src.rpm');
  let bytes: Buffer;

  beforeAll(async () => {
    bytes = Buffer.concat((await writeSourceRpm(source, { compression: zstd })).chunks);
    writeFileSync(file, bytes);
    mkdirSync(join(folder, 'SOURCES'));
    for (const { name, content } of source.sources) writeFileSync(join(folder, 'SOURCES', name), content as Uint8Array);
    writeFileSync(join(folder, 'sourced.spec'), specText);
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('writes the same fields as rpmbuild -bs but for what the table lists', () => {
    print('rpmbuild', ['-bs', '--define', `_topdir ${folder}`, join(folder, 'sourced.spec')]);
    const peer = readRpm(readFileSync(join(folder, 'SRPMS/sourced-1.0~rc1-1.el9.src.rpm')));
    const [ours, theirs] = [listQueryFields(readRpm(bytes)), listQueryFields(peer)];
    const different = [...new Set([...ours.keys(), ...theirs.keys()])].filter((name) => JSON.stringify(ours.get(name)) !== JSON.stringify(theirs.get(name)));
    expect(different.sort()).toEqual(Object.keys(differences).sort());
    expect(readRpm(bytes).lead).toEqual(peer.lead);
  });

  it('writes a package that rpm knows as a source package, whose digests are right, and from which it builds', () => {
    expect(print('rpm', ['-qp', '--qf', '%{NAME} %|SOURCERPM?{binary}:{source}| [%{FILENAMES} ]', file])).toBe('sourced source another.sh hello.txt sourced.spec ');
    expect(run('rpmkeys', ['-K', file])).toMatchObject({ status: 0, output: expect.stringContaining('digests OK') });
    expect(run('rpmbuild', ['--rebuild', '--define', `_topdir ${join(folder, 'again')}`, file])).toMatchObject({ status: 11, output: expect.stringContaining('nodejs(engine) >= 22.13 is needed') });
    print('rpmbuild', ['--rebuild', '--nodeps', '--define', `_topdir ${join(folder, 'again')}`, file]);
    expect(print('rpm', ['-qpl', join(folder, 'again/RPMS/noarch/sourced-1.0~rc1-1.el9.noarch.rpm')])).toBe('/opt/hello.txt\n');
  });

  it('writes a package that rpm2cpio unpacks and that our reader reads', async () => {
    print('sh', ['-c', 'cd "$1" && mkdir unpacked && cd unpacked && rpm2cpio "$2" | cpio -idm --quiet', 'sh', folder, file]);
    expect(readFileSync(join(folder, 'unpacked/hello.txt'), 'utf8')).toBe('hello\n');
    const rpm = readRpm(bytes);
    expect(rpm.lead.type).toBe('source');
    expect((await readPayload(rpm, 1_000_000)).map(({ name }) => name)).toEqual(['another.sh', 'hello.txt', 'sourced.spec']);
    expect(readPackageMetadata(bytes)).toMatchObject({ arch: 'src', sourceRpm: '', epoch: 2, files: [{ path: 'another.sh' }, { path: 'hello.txt' }, { path: 'sourced.spec' }] });
    expect(await checkRpm(bytes)).toEqual([]);
  });

  it.each<readonly [string, Partial<SourcePackageSpec>, string]>([
    ['a name with a folder in it', { sources: [{ name: 'a/b', content: Buffer.alloc(0) }] }, 'has a slash in its name'],
    ['a name that leads out', { sources: [{ name: '..', content: Buffer.alloc(0) }] }, 'no plain absolute path'],
    ['two sources of one name', { sources: [{ name: 'sourced.spec', content: Buffer.alloc(0) }] }, 'stands twice'],
    ['a version that is none', { evr: { version: '1-2', release: '1' } }, 'other characters'],
  ])('refuses %s', async (_, part, message) => {
    await expect(writeSourceRpm({ ...source, ...part }, { compression: zstd })).rejects.toMatchObject({ code: 'PACKAGE_INVALID', message: expect.stringContaining(message) });
  });
});
