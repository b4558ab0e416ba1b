import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readBytes, readPackageMetadata, readRpm, signatureTag, writeRpm, type PackageSpec } from '@bigpanda/rpm-format';
import { gzip, makeFolder, print, run, sampleSpec, writeBytes, writeSample, zstd } from './fixture.ts';

/** The errors that rpmlint finds in the sample, by the name of the check, and why they may stand. */
const acceptedFindings: Readonly<Record<string, string>> = {
  'zero-length': 'the sample has an empty file on purpose',
  'no-signature': 'the sample is not signed; rpm-builder judges signed packages',
  'non-readable': 'a configuration file of mode 0640 is the point of that mode',
  'no-packager-tag': 'the vendor stands in its tag; a packager is a person or builder that differs by run',
  'no-group-tag': 'groups are obsolete; rpmbuild writes "Unspecified" too',
  'invalid-shell-in-%postun': 'rpmlint compares the interpreter with its argument, "/bin/sh -e"',
};

describe('writeRpm', () => {
  it.each([zstd, gzip])('writes a package whose digests rpm accepts and whose fields it shows, with $codec', async (compression) => {
    await using folder = await makeFolder();
    const file = await writeSample(folder.path, sampleSpec, compression);
    expect(print('rpmkeys', ['--dbpath', join(folder.path, 'db'), '-K', file])).toContain('digests OK');
    const shown = print('rpm', ['-qpi', file]);
    for (const line of [
      'Name        : sample', 'Version     : 1.2.0~rc.1', 'Release     : 1.el9', 'Architecture: noarch', 'License     : Apache-2.0',
      'Source RPM  : sample-1.2.0~rc.1-1.el9.src.rpm', 'Build Date  : Tue Nov 14 12:00:00 2023', 'Build Host  : bigpanda.invalid',
      'Vendor      : Sample', 'The second line, with an umlaut: ä.',
    ]) expect(shown).toContain(line);
  });

  it('writes the files in the order of their paths, with modes, owners and flags', async () => {
    await using folder = await makeFolder();
    const file = await writeSample(folder.path);
    const listed = print('rpm', ['-qp', '--qf', '[%{FILEMODES:perms} %{FILEUSERNAME} %{FILEFLAGS:fflags} %{FILENAMES} %{FILELINKTOS}\n]', file]);
    expect(listed.trimEnd().split('\n').map((line) => line.trimEnd())).toEqual([
      '-rw-r----- root cn /etc/sample.conf',
      '-rwxr-xr-x root  /usr/bin/sample',
      'lrwxrwxrwx root  /usr/bin/sample-too sample',
      'drwxr-xr-x root  /usr/lib/sample',
      '-rw-r--r-- root  /usr/lib/sample/empty',
      '-rw-r--r-- root  /usr/lib/sample/text',
      '-rw-r--r-- root d /usr/share/doc/sample/README',
      '-rw-r--r-- root l /usr/share/licenses/sample/LICENSE',
      '-rw-r--r-- root g /var/log/sample.log',
    ]);
  });

  it('writes scriptlets with their interpreters, and what they require', async () => {
    await using folder = await makeFolder();
    const file = await writeSample(folder.path);
    expect(print('rpm', ['-qp', '--scripts', file])).toBe(
      'preinstall scriptlet (using /bin/sh):\necho pre\npostinstall scriptlet (using /bin/sh):\necho post $1\npostuninstall scriptlet (using /bin/sh -e):\necho postun\n',
    );
    const required = print('rpm', ['-qp', '--qf', '[%{REQUIREFLAGS:deptype}: %{REQUIRENEVRS}\n]', file]);
    for (const line of ['pre,interp: /bin/sh', 'post,interp: /bin/sh', 'postun,interp: /bin/sh', 'config: config(sample) = 1.2.0~rc.1-1.el9']) {
      expect(required.split('\n')).toContain(line);
    }
  });

  it('writes a payload that rpm2cpio and cpio list, without ghosts', async () => {
    await using folder = await makeFolder();
    const file = await writeSample(folder.path);
    const listed = print('sh', ['-c', 'rpm2cpio "$1" | cpio --quiet -t', 'sh', file]);
    expect(listed.trim().split('\n')).toEqual([
      './etc/sample.conf', './usr/bin/sample', './usr/bin/sample-too', './usr/lib/sample', './usr/lib/sample/empty',
      './usr/lib/sample/text', './usr/share/doc/sample/README', './usr/share/licenses/sample/LICENSE',
    ]);
  });

  it.each([zstd, gzip])('writes a package that rpm installs and finds unchanged, with $codec', async (compression) => {
    await using folder = await makeFolder();
    const file = await writeSample(folder.path, sampleSpec, compression);
    const root = join(folder.path, 'root');
    await mkdir(root);
    print('rpm', ['-i', '--root', root, '--dbpath', '/db', '--nodeps', '--noscripts', '--ignorearch', file]);
    expect(run('rpm', ['-V', '--root', root, '--dbpath', '/db', '--nodeps', 'sample'])).toEqual({ status: 0, output: '' });
    await writeFile(join(root, 'usr/lib/sample/text'), 'else\n');
    expect(run('rpm', ['-V', '--root', root, '--dbpath', '/db', '--nodeps', 'sample'])).toMatchObject({ status: 1, output: expect.stringContaining('/usr/lib/sample/text') });
  });

  it('writes packages that createrepo_c accepts', async () => {
    await using folder = await makeFolder();
    await writeSample(folder.path);
    await writeSample(folder.path, { ...sampleSpec, name: 'bare', files: [], scriptlets: {}, dependencies: {} });
    const shown = run('createrepo_c', ['--quiet', '--no-database', '--simple-md-filenames', folder.path]);
    expect(shown).toEqual({ status: 0, output: '' });
    expect(print('sh', ['-c', 'zcat "$1"/repodata/primary.xml.gz', 'sh', folder.path])).toContain('packages="2"');
  });

  it('writes a package in which rpmlint finds no error that matters', async () => {
    await using folder = await makeFolder();
    const { output } = run('rpmlint', [await writeSample(folder.path)]);
    const errors = output.split('\n').flatMap((line) => /: E: (?<check>[a-z0-9%-]+)/.exec(line)?.groups?.['check'] ?? []);
    expect(output).toMatch(/1 packages and 0 specfiles checked/);
    expect(new Set(errors)).toEqual(new Set(Object.keys(acceptedFindings)));
  });

  it('gives the same bytes for the same package, whatever the order of its files and dependencies', async () => {
    const turned: PackageSpec = {
      ...sampleSpec,
      files: sampleSpec.files.toReversed(),
      dependencies: { ...sampleSpec.dependencies, requires: (sampleSpec.dependencies?.requires ?? []).toReversed() },
    };
    expect(Buffer.compare(await writeBytes(), await writeBytes(turned))).toBe(0);
  });

  it('has the same content digest with either codec', async () => {
    const [first, second] = await Promise.all([zstd, gzip].map((compression) => writeRpm(sampleSpec, { compression })));
    expect(first?.payloadContentDigest).toBe(second?.payloadContentDigest);
    expect(first?.payloadDigest).not.toBe(second?.payloadDigest);
  });

  it('moves nothing when it is signed: the signature takes its bytes from the reserved space', async () => {
    const plain = await writeRpm(sampleSpec, { compression: zstd });
    for (const length of [1, 2, 3, 70, 565, 566, 567, 568, 1_093, 4_000]) {
      const signature = new Uint8Array(length).fill(0xab);
      const signed = await writeRpm(sampleSpec, { compression: zstd, signHeader: async () => signature });
      expect(signed.headerRange).toEqual(plain.headerRange);
      expect(signed.sizeBytes).toBe(plain.sizeBytes);
      expect(readBytes(readRpm(Buffer.concat(signed.chunks)).signature, signatureTag.rsa)).toEqual(Buffer.from(signature));
    }
  });

  it('leaves room for rpmsign to replace a signature in place', async () => {
    const { signature } = readRpm(await writeBytes());
    expect(readBytes(signature, signatureTag.reservedSpace)).toHaveLength(4128);
  });

  it('reads contents only when it needs them', async () => {
    const content = { sizeBytes: 6, async *read() { yield Buffer.from('abc'); yield Buffer.from('def'); } };
    const spec: PackageSpec = { ...sampleSpec, files: [{ type: 'file', path: '/a', mode: 0o644, content }] };
    const held: PackageSpec = { ...sampleSpec, files: [{ type: 'file', path: '/a', mode: 0o644, content: Buffer.from('abcdef') }] };
    expect(Buffer.compare(await writeBytes(spec), await writeBytes(held))).toBe(0);
    const wrong: PackageSpec = { ...sampleSpec, files: [{ type: 'file', path: '/a', mode: 0o644, content: { ...content, sizeBytes: 5 } }] };
    await expect(writeBytes(wrong)).rejects.toMatchObject({ code: 'PACKAGE_INVALID', message: expect.stringContaining('gave at least 6 bytes; wanted 5') });
  });

  it('adds the architecture to what a package of one provides, and the epoch to its EVR', async () => {
    const bytes = await writeBytes({ ...sampleSpec, arch: 'x86_64', evr: { epoch: 2, version: '1', release: '1' }, files: [] });
    expect(readPackageMetadata(bytes).provides.map(({ name, evr }) => `${name} ${evr}`)).toEqual(['sample 2:1-1', 'sample(x86-64) 2:1-1', 'sample-contract 1']);
  });

  it('asks for rpm\'s own interpreter, and for nothing else, for Lua scriptlets', async () => {
    const { requires } = readPackageMetadata(await writeBytes({ ...sampleSpec, dependencies: {}, scriptlets: { pretrans: { body: 'print(1)', interpreter: ['<lua>'] } } }));
    expect(requires.map(({ name }) => name)).toContain('rpmlib(BuiltinLuaScripts)');
    expect(requires.map(({ name }) => name)).not.toContain('<lua>');
  });

  it.each<readonly [string, Partial<PackageSpec>]>([
    ['a name with a space', { name: 'a b' }],
    ['a version with a hyphen', { evr: { version: '1-0', release: '1' } }],
    ['no source package', { sourceRpm: '' }],
    ['a control character', { summary: 'bell \u0007' }],
    ['a fraction of a second', { timeSeconds: 1.5 }],
    ['a relative path', { files: [{ type: 'dir', path: 'usr', mode: 0o755 }] }],
    ['a path with ..', { files: [{ type: 'dir', path: '/usr/../etc', mode: 0o755 }] }],
    ['a path with a slash at its end', { files: [{ type: 'dir', path: '/usr/', mode: 0o755 }] }],
    ['a path twice', { files: [{ type: 'dir', path: '/a', mode: 0o755 }, { type: 'ghost', path: '/a', mode: 0o644 }] }],
    ['type bits in a mode', { files: [{ type: 'dir', path: '/a', mode: 0o40755 }] }],
  ])('refuses %s', async (_, part) => {
    await expect(writeRpm({ ...sampleSpec, ...part }, { compression: zstd })).rejects.toMatchObject({ code: 'PACKAGE_INVALID' });
  });

  it('writes a file with its digest that rpm knows after a byte was changed', async () => {
    await using folder = await makeFolder();
    const file = await writeSample(folder.path);
    const bytes = await readFile(file);
    bytes[bytes.length - 3] = (bytes[bytes.length - 3] ?? 0) ^ 1;
    await writeFile(file, bytes);
    expect(run('rpmkeys', ['--dbpath', join(folder.path, 'db'), '-K', file])).toMatchObject({ status: 1, output: expect.stringContaining('DIGESTS NOT OK') });
  });
});
