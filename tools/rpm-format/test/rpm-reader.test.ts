import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { checkRpm, formatDependency, readPackageMetadata, readPayload, readRpm, type Dependency } from '@bigpanda/rpm-format';
import { buildPeer, makeFolder, print, sampleSpec, writeBytes } from './fixture.ts';

const limitBytes = 1_000_000;

describe('readPackageMetadata', () => {
  it.each(['w6.gzdio', 'w3.zstdio', 'w2.xzdio'])('says of a package that rpmbuild made with %s what rpm says', async (payload) => {
    await using folder = await makeFolder();
    const bytes = await buildPeer(folder.path, payload);
    const file = join(folder.path, 'peer.rpm');
    await writeFile(file, bytes);
    const metadata = readPackageMetadata(bytes);
    const query = (format: string) => print('rpm', ['-qp', '--qf', format, file]);
    expect(query('%{NAME} %{VERSION} %{RELEASE} %{ARCH} %{BUILDTIME} %{SIZE} %{SOURCERPM} %{LICENSE}')).toBe(
      [metadata.name, metadata.version, metadata.release, metadata.arch, metadata.buildTimeSeconds, metadata.installedSizeBytes, metadata.sourceRpm, metadata.license].join(' '),
    );
    expect(query('%{SUMMARY}\n%{DESCRIPTION}')).toBe(`${metadata.summary}\n${metadata.description}`);
    expect(query('[%{FILENAMES}\n]')).toBe(metadata.files.map(({ path }) => `${path}\n`).join(''));
    expect(query('[%{REQUIRENEVRS}\n]')).toBe(listTexts(metadata.requires));
    expect(query('[%{PROVIDENEVRS}\n]')).toBe(listTexts(metadata.provides));
    expect(query('[%{OBSOLETENEVRS}\n]')).toBe(listTexts(metadata.obsoletes));
    expect(query('[%{CHANGELOGTIME} %{CHANGELOGNAME} %{CHANGELOGTEXT}\n]')).toBe(
      metadata.changelog.map(({ timeSeconds, author, text }) => `${timeSeconds} ${author} ${text}\n`).join(''),
    );
    expect(await checkRpm(bytes)).toEqual([]);
  });

  it('tells folders and ghosts from files, and newest changes first', async () => {
    const { files, changelog } = readPackageMetadata(await writeBytes());
    expect(files.filter(({ type }) => type !== 'file')).toEqual([{ path: '/usr/lib/sample', type: 'dir' }, { path: '/var/log/sample.log', type: 'ghost' }]);
    expect(changelog).toEqual(sampleSpec.changelog);
  });

  it('needs only the beginning of a file when digest and size are given', async () => {
    const bytes = await writeBytes();
    const whole = readPackageMetadata(bytes);
    const { sha256, sizeBytes, headerRange } = whole;
    expect(readPackageMetadata(bytes.subarray(0, headerRange.end), { sha256, sizeBytes })).toEqual(whole);
  });
});

describe('readPayload', () => {
  it.each(['w6.gzdio', 'w3.zstdio'])('finds the files of a package that rpmbuild made with %s', async (payload) => {
    await using folder = await makeFolder();
    const entries = await readPayload(readRpm(await buildPeer(folder.path, payload)), limitBytes);
    const contents = new Map(entries.map(({ name, content }) => [name, Buffer.from(content).toString()]));
    expect(contents.get('./usr/lib/sample/text')).toBe('some text\n');
    expect(contents.get('./usr/bin/sample-too')).toBe('sample');
    expect(contents.size).toBe(8);
  });

  it('says that it cannot read an xz payload', async () => {
    await using folder = await makeFolder();
    await expect(readPayload(readRpm(await buildPeer(folder.path, 'w2.xzdio')), limitBytes)).rejects.toMatchObject({ code: 'PAYLOAD_CODEC_UNSUPPORTED' });
  });
});

function listTexts(dependencies: readonly Dependency[]): string {
  return dependencies.map((dependency) => `${formatDependency(dependency)}\n`).join('');
}
