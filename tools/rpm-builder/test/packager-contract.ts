import { mkdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { rpmDescriptionSchema, type RpmDescription } from '@bigpanda/release-model';
import type { Packager, PackInput } from '@bigpanda/rpm-builder';
import { checkRpm, readPackageMetadata, readPayload, readRpm } from '@bigpanda/rpm-format';
import { createVerifier, openOrCreateKey, type Signer } from '@bigpanda/signer';
import { makeFolder, print, run, sampleDescription, sampleInput, writeComponent } from './fixture.ts';

/** The errors that rpmlint finds in the sample component, by the name of the check, and why they may stand. */
const acceptedFindings: Readonly<Record<string, string>> = {
  'no-packager-tag': 'the vendor stands in its tag; a packager is a person or builder that differs by run',
  'no-group-tag': 'groups are obsolete; rpmbuild writes "Unspecified" too',
  'non-readable': 'a configuration file of mode 0640 is the point of that mode',
  'non-standard-dir-perm': 'a state folder of mode 0750 likewise',
  'no-dependency-on': 'whether a sub-package requires the main one is its author\'s choice',
  'unknown-key': 'rpmlint asks the system\'s key ring; that the signature is good, rpmkeys says above',
};

interface Packed {
  readonly folder: string;
  /** Path of each RPM file by the name of its package. */
  readonly files: ReadonlyMap<string, string>;
}

interface PackChoice {
  readonly folder: string;
  readonly change?: (input: PackInput) => PackInput;
  readonly signer?: Signer;
}

/** Packs the sample component, which is put into the folder first. */
async function packInto(packager: Packager, { folder, change = (input) => input, signer }: PackChoice): Promise<Packed> {
  const root = join(folder, 'component');
  await writeComponent(root);
  const written = await packager.pack(change(sampleInput(root)), { folder: join(folder, 'out'), ...(signer === undefined ? {} : { signers: { signer, additional: [] } }) });
  return { folder: join(folder, 'out'), files: new Map(written.map(({ name, file }) => [name, file])) };
}

function describeWith(part: Record<string, unknown>): (input: PackInput) => PackInput {
  return (input) => ({ ...input, description: { ...rpmDescriptionSchema.parse({ ...sampleDescription, ...part }) } });
}

/** What every packager does, judged by rpm and its companions. */
export function describePackager(packager: Packager): void {
  describe(`the packager "${packager.name}"`, () => {
    let signer: Signer;

    beforeAll(async () => {
      await using folder = await makeFolder();
      signer = await openOrCreateKey({
        name: 'sample',
        userId: 'Sample packages <packages@sample.invalid>',
        nowSeconds: 1_690_000_000,
        environment: { XDG_STATE_HOME: folder.path },
      });
    });

    const query = (file: string | undefined, ...parameters: string[]) => print('rpm', ['-qp', ...parameters, file ?? '']);

    it('makes the main package and each sub-package, the main one first', async () => {
      await using folder = await makeFolder();
      const { files } = await packInto(packager, { folder: folder.path });
      expect([...files.keys()]).toEqual(['sample-server', 'sample-server-sqlite', 'sample-server-doc']);
      expect(query(files.get('sample-server-doc'), '--qf', '%{NEVRA} %{SOURCERPM} %{VENDOR} %{LICENSE} %{VCS}')).toBe(
        'sample-server-doc-0.1.0-1.el9.noarch sample-server-0.1.0-1.el9.src.rpm Sample Apache-2.0 git:https://sample.invalid/repository#0123456789abcdef0123456789abcdef01234567',
      );
      expect(query(files.get('sample-server-doc'), '--changelog')).toContain('Ada <ada@sample.invalid> - 0.1.0-1.el9');
    });

    it('installs files with the modes, owners and flags that the description gives', async () => {
      await using folder = await makeFolder();
      const { files } = await packInto(packager, { folder: folder.path });
      const list = (name: string) =>
        query(files.get(name), '--qf', '[%{FILEMODES:perms} %{FILEUSERNAME} %{FILEGROUPNAME} %{FILENAMES} %{FILEFLAGS:fflags}\n]').trimEnd().split('\n').map((line) => line.trimEnd());
      expect(list('sample-server')).toEqual([
        '-rw-r----- root sample /etc/sample/server.toml cn',
        '-rwxr-xr-x root root /usr/bin/sample',
        'lrwxrwxrwx root root /usr/bin/sample-too',
        'drwxr-xr-x root root /usr/lib/sample-server',
        '-rw-r--r-- root root /usr/lib/sample-server/server.mjs',
        'drwxr-xr-x root root /usr/lib/sample-server/static',
        'drwxr-xr-x root root /usr/lib/sample-server/static/img',
        '-rw-r--r-- root root /usr/lib/sample-server/static/img/logo.svg',
        '-rw-r--r-- root root /usr/lib/sample-server/static/style.css',
        '-rw-r--r-- root root /usr/lib/sample-server/version.json',
        '-rw-r--r-- root root /usr/lib/systemd/system/sample-clean.service',
        '-rw-r--r-- root root /usr/lib/systemd/system/sample.service',
        '-rw-r--r-- root root /usr/lib/sysusers.d/sample-server.conf',
        '-rw-r--r-- root root /usr/lib/tmpfiles.d/sample-server.conf',
        'drwxr-xr-x root root /usr/share/doc/sample-server',
        '-rw-r--r-- root root /usr/share/doc/sample-server/README.md d',
        'drwxr-xr-x root root /usr/share/licenses/sample-server',
        '-rw-r--r-- root root /usr/share/licenses/sample-server/LICENSE l',
        'drwxr-x--- sample sample /var/lib/sample',
        '-rw-r--r-- sample sample /var/log/sample/server.log g',
      ]);
      expect(list('sample-server-sqlite')).toEqual([
        '-rw-r--r-- sample root /etc/sample/sqlite.toml c',
        'drwxr-xr-x root root /usr/lib/sample-server',
        'drwxr-xr-x root root /usr/lib/sample-server/dialect',
        '-rw-r--r-- root root /usr/lib/sample-server/dialect/sqlite.mjs',
        'drwxr-xr-x root root /usr/share/licenses/sample-server-sqlite',
        '-rw-r--r-- root root /usr/share/licenses/sample-server-sqlite/LICENSE l',
      ]);
    });

    it('writes which version it is into one file of the main package, as canonical JSON', async () => {
      await using folder = await makeFolder();
      const { files } = await packInto(packager, { folder: folder.path });
      const entries = await readPayload(readRpm(await readFile(files.get('sample-server') ?? '')), 1_000_000);
      const content = entries.find(({ name }) => name === './usr/lib/sample-server/version.json')?.content;
      expect(Buffer.from(content ?? []).toString()).toBe(
        '{\n  "commit": "0123456789abcdef0123456789abcdef01234567",\n  "name": "sample-server",\n  "release": "1.el9",\n  "version": "0.1.0"\n}\n',
      );
    });

    it('requires what the author wrote, the shell of its scriptlets and its own configuration', async () => {
      await using folder = await makeFolder();
      const { files } = await packInto(packager, { folder: folder.path });
      const required = query(files.get('sample-server'), '--qf', '[%{REQUIREFLAGS:deptype}: %{REQUIRENEVRS}\n]').split('\n');
      // A spec file cannot say that a dependency was found in a file: there it stands as if its author had written it.
      const described = required.map((line) => line.replace(/^auto: /, 'manual: ').replace(',auto: ', ': '));
      expect(described.filter((line) => line !== '' && !line.startsWith('rpmlib:')).toSorted()).toEqual([
        'config: config(sample-server) = 0.1.0-1.el9',
        'manual: /bin/sh',
        'manual: nodejs(engine) >= 22.13',
        'manual: sample-server-dialect',
        'post,interp: /bin/sh',
        'post,preun,postun: systemd',
        'postun,interp: /bin/sh',
        'pre,interp: /bin/sh',
        'preun,interp: /bin/sh',
      ]);
      expect(query(files.get('sample-server'), '--provides').trim().split('\n')).toEqual([
        'config(sample-server) = 0.1.0-1.el9', 'sample-contract = 1', 'sample-server = 0.1.0-1.el9',
      ]);
      expect(query(files.get('sample-server-doc'), '--scripts')).toBe('');
    });

    it('signs so that rpm accepts the packages, and rpm refuses them unsigned or changed', async () => {
      await using folder = await makeFolder();
      const signed = await packInto(packager, { folder: join(folder.path, 'signed'), signer });
      const unsigned = await packInto(packager, { folder: join(folder.path, 'unsigned') });
      const key = join(folder.path, 'key.asc');
      await writeFile(key, signer.publicKeyArmored);
      print('rpmkeys', ['--dbpath', join(folder.path, 'db'), '--import', key]);
      const judge = (file: string) => run('rpmkeys', ['--dbpath', join(folder.path, 'db'), '--define', '_pkgverify_level all', '-K', file]);
      for (const file of signed.files.values()) expect(judge(file)).toMatchObject({ status: 0, output: expect.stringContaining('digests signatures OK') });
      for (const file of unsigned.files.values()) expect(judge(file)).toMatchObject({ status: 1, output: expect.stringContaining('SIGNATURES NOT OK') });
      const file = signed.files.get('sample-server') ?? '';
      const bytes = await readFile(file);
      const { headerRange } = readPackageMetadata(bytes);
      for (const offset of [headerRange.start + 600, headerRange.end - 40, headerRange.end + 30, bytes.length - 1]) {
        const changed = Buffer.from(bytes);
        changed[offset] = (changed[offset] ?? 0) ^ 4;
        await writeFile(file, changed);
        expect(judge(file).status).toBe(1);
      }
    });

    it('signs so that our own check accepts the packages', async () => {
      await using folder = await makeFolder();
      const { files } = await packInto(packager, { folder: folder.path, signer });
      const verifier = await createVerifier([signer.publicKeyArmored]);
      for (const file of files.values()) expect(await checkRpm(await readFile(file), verifier.verify)).toEqual([]);
    });

    it('gives the same bytes from another folder, with files of other times and modes', async () => {
      await using folder = await makeFolder();
      const first = await packInto(packager, { folder: join(folder.path, 'first'), signer });
      await mkdir(join(folder.path, 'second/component'), { recursive: true });
      const second = await packInto(packager, { folder: join(folder.path, 'second'), signer, change: (input) => {
        print('chmod', ['-R', 'go-rwx', input.componentRoot]);
        print('find', [input.componentRoot, '-exec', 'touch', '-d', '2001-02-03', '{}', '+']);
        return { ...input, extraFiles: new Map([...(input.extraFiles ?? [])].toReversed()) };
      } });
      for (const [name, file] of first.files) expect(Buffer.compare(await readFile(file), await readFile(second.files.get(name) ?? ''))).toBe(0);
    });

    it('makes packages that rpm installs and finds unchanged, and erases without a trace', async () => {
      await using folder = await makeFolder();
      const { files } = await packInto(packager, { folder: folder.path });
      const root = join(folder.path, 'root');
      await mkdir(join(root, 'etc'), { recursive: true });
      await writeFile(join(root, 'etc/passwd'), 'root:x:0:0::/:/bin/sh\nsample:x:990:990::/:/bin/sh\n');
      await writeFile(join(root, 'etc/group'), 'root:x:0:\nsample:x:990:\n');
      const rpm = (...parameters: string[]) => run('rpm', ['--root', root, '--dbpath', '/db', ...parameters]);
      const installed = rpm('-i', '--nodeps', '--noscripts', ...files.values());
      expect(installed).toMatchObject({ status: 0, output: expect.not.stringContaining('does not exist') });
      for (const name of files.keys()) expect(rpm('-V', '--nodeps', name)).toEqual({ status: 0, output: '' });
      expect(rpm('-e', '--nodeps', '--noscripts', ...files.keys())).toMatchObject({ status: 0 });
      expect(print('find', [root, '-path', '*sample*'])).toBe(`${root}/etc/sample\n`);
    });

    it('makes packages whose scriptlets run in a root that holds busybox and nothing else', async () => {
      await using folder = await makeFolder();
      const { files } = await packInto(packager, { folder: folder.path });
      const root = join(folder.path, 'root');
      for (const name of ['bin', 'etc']) await mkdir(join(root, name), { recursive: true });
      print('cp', ['/bin/busybox', join(root, 'bin/busybox')]);
      for (const name of ['sh', 'grep']) await symlink('busybox', join(root, 'bin', name));
      await writeFile(join(root, 'etc/passwd'), 'root:x:0:0::/:/bin/sh\nsample:x:990:990::/:/bin/sh\n');
      await writeFile(join(root, 'etc/group'), 'root:x:0:\nsample:x:990:\n');
      const rpm = (...parameters: string[]) => run('rpm', ['--root', root, '--dbpath', '/db', ...parameters]);
      expect(rpm('-i', '--nodeps', ...files.values())).toMatchObject({ status: 0, output: expect.stringMatching(/^installed$/m) });
      expect(rpm('-V', '--nodeps', ...files.keys())).toEqual({ status: 0, output: '' });
      expect(rpm('-U', '--nodeps', '--replacepkgs', ...files.values())).toMatchObject({ status: 0, output: expect.not.stringContaining('scriptlet failed') });
      expect(rpm('-e', '--nodeps', ...files.keys())).toMatchObject({ status: 0, output: expect.not.stringContaining('scriptlet failed') });
    });

    it('makes packages that createrepo_c accepts and in which rpmlint finds no error that matters', async () => {
      await using folder = await makeFolder();
      const { files, folder: out } = await packInto(packager, { folder: folder.path, signer });
      expect(run('createrepo_c', ['--quiet', '--no-database', out])).toEqual({ status: 0, output: '' });
      const { output } = run('rpmlint', [...files.values()]);
      const errors = output.split('\n').flatMap((line) => /: E: (?<check>[a-z0-9%-]+)/.exec(line)?.groups?.['check'] ?? []);
      expect(output).toMatch(/3 packages and 0 specfiles checked/);
      expect(new Set(errors)).toEqual(new Set(Object.keys(acceptedFindings)));
    });

    it('names all missing sources at once, and says to build first', async () => {
      await using folder = await makeFolder();
      const attempt = packager.pack({ ...sampleInput(folder.path), extraFiles: new Map() }, { folder: join(folder.path, 'out') });
      await expect(attempt).rejects.toMatchObject({ code: 'RPM_SOURCE_MISSING', hint: expect.stringContaining('Build the component first') });
      const places = await attempt.catch((error: unknown) => (error as { problems: { path: string }[] }).problems.map(({ path }) => path));
      expect(places).toEqual([
        'rpm.json: contents[0].source', 'rpm.json: contents[1].source', 'rpm.json: contents[2].source', 'rpm.json: contents[3].source',
        'rpm.json: contents[4].source', 'rpm.json: contents[5].source', 'rpm.json: units[0].source', 'rpm.json: units[1].source',
        'rpm.json: subpackages[0].contents[0].source', 'rpm.json: subpackages[0].contents[1].source',
      ]);
    });

    it.each<{ readonly what: string; readonly part: Partial<Record<keyof RpmDescription, unknown>>; readonly code: string; readonly found: string }>([
      { what: 'files of a user that nobody makes', part: { users: [] }, code: 'RPM_CONTENT_INVALID', found: 'the owner "sample"' },
      { what: 'a path twice', part: { contents: [{ type: 'dir', destination: '/a' }, { type: 'ghost', destination: '/a' }] }, code: 'RPM_CONTENT_INVALID', found: 'a second time' },
      { what: 'two packages of one name', part: { subpackages: [{ ...sampleDescription.subpackages[1], name: 'sample-server' }] }, code: 'RPM_CONTENT_INVALID', found: '"sample-server" a second time' },
      { what: 'a user whose description would break passwd', part: { users: [{ name: 'sample', description: 'a:b' }] }, code: 'RPM_CONTENT_INVALID', found: '"a:b"' },
      { what: 'a dependency that is none', part: { requires: ['nodejs>=22'] }, code: 'RPM_DEPENDENCY_INVALID', found: '"nodejs>=22"' },
    ])('refuses $what', async ({ part, code, found }) => {
      await using folder = await makeFolder();
      const attempt = packInto(packager, { folder: folder.path, change: describeWith(part) });
      await expect(attempt).rejects.toMatchObject({ code, problems: expect.arrayContaining([expect.objectContaining({ found: expect.stringContaining(found) })]) });
    });

    it('refuses a symbolic link among the files of a source', async () => {
      await using folder = await makeFolder();
      await packInto(packager, { folder: folder.path });
      await symlink('/etc/passwd', join(folder.path, 'component/dist/static/link'));
      await expect(packager.pack(sampleInput(join(folder.path, 'component')), { folder: join(folder.path, 'out') })).rejects.toMatchObject({ code: 'RPM_SOURCE_INVALID' });
    });

    it('refuses sources that links lead out of the component, and what is no file, all at once', async () => {
      await using folder = await makeFolder();
      await packInto(packager, { folder: folder.path });
      const root = join(folder.path, 'component');
      const outside = join(folder.path, 'outside');
      await mkdir(outside);
      await writeFile(join(outside, 'server.toml'), 'secret\n');
      await writeFile(join(outside, 'tmpfiles.conf'), 'secret\n');
      for (const path of ['README.md', 'bin/sample', 'etc', 'units/sample.service']) await rm(join(root, path), { recursive: true });
      await symlink('/etc/shadow', join(root, 'README.md'));
      await symlink('../outside', join(root, 'etc'));
      await symlink('/etc/passwd', join(root, 'units/sample.service'));
      print('mkfifo', [join(root, 'bin/sample'), join(root, 'dist/static/pipe')]);
      const attempt = packager.pack(sampleInput(root), { folder: join(folder.path, 'out') });
      await expect(attempt).rejects.toMatchObject({ code: 'RPM_SOURCE_INVALID', exitStatus: 2, hint: expect.stringContaining('type "symlink"') });
      const places = await attempt.catch((error: unknown) => (error as { problems: { path: string }[] }).problems.map(({ path }) => path));
      expect(places).toEqual([
        'rpm.json: contents[1].source', 'rpm.json: contents[2].source', 'rpm.json: contents[3].source', 'rpm.json: contents[4].source',
        'rpm.json: contents[5].source', 'rpm.json: units[0].source',
      ]);
    });

    it('packs what a link within the component leads to', async () => {
      await using folder = await makeFolder();
      await packInto(packager, { folder: folder.path });
      const root = join(folder.path, 'component');
      await rm(join(root, 'README.md'));
      await symlink('units/../bin/sample', join(root, 'README.md'));
      await expect(packager.pack(sampleInput(root), { folder: join(folder.path, 'out') })).resolves.toBeDefined();
    });

    it('refuses a version that rpm would not take', async () => {
      await using folder = await makeFolder();
      await expect(packInto(packager, { folder: folder.path, change: (input) => ({ ...input, version: '0.1.0-rc.1' }) })).rejects.toMatchObject({ code: 'RPM_PACKAGE_INVALID' });
    });
  });
}
