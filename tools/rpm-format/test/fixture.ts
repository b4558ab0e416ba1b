import { spawnSync } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeRpm, type PackageSpec, type PayloadCompression } from '@bigpanda/rpm-format';

/** A new folder that disappears with the scope. */
export async function makeFolder(): Promise<{ readonly path: string; [Symbol.asyncDispose](): Promise<void> }> {
  const path = await mkdtemp(join(tmpdir(), 'rpm-format-test-'));
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }) };
}

export interface Run {
  readonly status: number | null;
  readonly output: string;
}

/** Runs a program to its end; output and errors together, in the C locale and UTC. */
export function run(program: string, parameters: readonly string[], input?: Uint8Array): Run {
  const result = spawnSync(program, parameters, { env: { ...process.env, LC_ALL: 'C.UTF-8', TZ: 'UTC' }, ...(input === undefined ? {} : { input }) });
  if (result.error !== undefined) throw result.error;
  return { status: result.status, output: `${result.stdout.toString()}${result.stderr.toString()}` };
}

/** What a program prints when it succeeds. */
export function print(program: string, parameters: readonly string[]): string {
  const { status, output } = run(program, parameters);
  if (status !== 0) throw new Error(`run ${program}: status ${status}: ${output}`);
  return output;
}

/** A package with each kind of file, dependencies of each operator and scriptlets. */
export const sampleSpec: PackageSpec = {
  name: 'sample',
  evr: { version: '1.2.0~rc.1', release: '1.el9' },
  arch: 'noarch',
  summary: 'Sample of each kind of file',
  description: 'The first line.\nThe second line, with an umlaut: ä.',
  license: 'Apache-2.0',
  url: 'https://sample.invalid/',
  vendor: 'Sample',
  vcs: 'git:https://sample.invalid/#0123456789abcdef0123456789abcdef01234567',
  distUrl: 'https://packages.sample.invalid/sample',
  sourceRpm: 'sample-1.2.0~rc.1-1.el9.src.rpm',
  timeSeconds: 1_699_963_200,
  dependencies: {
    requires: [{ name: 'nodejs(engine)', operator: '>=', evr: '22.13' }, { name: 'other' }, { name: '(alpha if beta)' }],
    provides: [{ name: 'sample-contract', operator: '=', evr: '1' }],
    conflicts: [{ name: 'sample-old', operator: '<', evr: '1.0-1' }],
    obsoletes: [{ name: 'sample-older', operator: '<=', evr: '1:2.0' }],
    recommends: [{ name: 'sample-more', operator: '>', evr: '0.9' }],
    suggests: [{ name: 'sample-most' }],
  },
  files: [
    { type: 'dir', path: '/usr/lib/sample', mode: 0o755 },
    { type: 'file', path: '/usr/lib/sample/text', mode: 0o644, content: Buffer.from('some text\n') },
    { type: 'file', path: '/usr/lib/sample/empty', mode: 0o644, content: new Uint8Array(0) },
    { type: 'file', path: '/usr/bin/sample', mode: 0o755, content: Buffer.from('#!/bin/sh\nexit 0\n') },
    { type: 'symlink', path: '/usr/bin/sample-too', mode: 0o777, target: 'sample' },
    { type: 'file', path: '/etc/sample.conf', mode: 0o640, flags: 17, content: Buffer.from('key = 1\n') },
    { type: 'file', path: '/usr/share/doc/sample/README', mode: 0o644, flags: 2, content: Buffer.from('Read this.\n') },
    { type: 'file', path: '/usr/share/licenses/sample/LICENSE', mode: 0o644, flags: 128, content: Buffer.from('Licence\n') },
    { type: 'ghost', path: '/var/log/sample.log', mode: 0o644 },
  ],
  scriptlets: { pre: { body: 'echo pre' }, post: { body: 'echo post $1' }, postun: { body: 'echo postun', interpreter: ['/bin/sh', '-e'] } },
  changelog: [
    { timeSeconds: 1_699_963_200, author: 'Ada <ada@sample.invalid> - 1.2.0', text: '- newer' },
    { timeSeconds: 1_599_998_400, author: 'Ada <ada@sample.invalid> - 1.1.0', text: '- older' },
  ],
};

export const zstd: PayloadCompression = { codec: 'zstd', level: 3 };
export const gzip: PayloadCompression = { codec: 'gzip', level: 6 };

/** The bytes of a package. */
export async function writeBytes(spec: PackageSpec = sampleSpec, compression: PayloadCompression = zstd): Promise<Buffer> {
  return Buffer.concat((await writeRpm(spec, { compression })).chunks);
}

/** Writes a package to a folder and gives its path. */
export async function writeSample(folder: string, spec: PackageSpec = sampleSpec, compression: PayloadCompression = zstd): Promise<string> {
  const file = join(folder, `${spec.name}.rpm`);
  await writeFile(file, await writeBytes(spec, compression));
  return file;
}

/** The same package as `sampleSpec`, made by rpmbuild. */
export async function buildPeer(folder: string, payload: string): Promise<Buffer> {
  const file = join(folder, 'sample.spec');
  await writeFile(file, peerSpec);
  const defines = {
    _topdir: join(folder, 'top'),
    _binary_payload: payload,
    __os_install_post: '%{nil}',
    _buildhost: 'bigpanda.invalid',
    disturl: 'https://packages.sample.invalid/sample',
    use_source_date_epoch_as_buildtime: '1',
    clamp_mtime_to_source_date_epoch: '1',
  };
  const parameters = Object.entries(defines).flatMap(([name, value]) => ['--define', `${name} ${value}`]);
  print('env', [`SOURCE_DATE_EPOCH=${sampleSpec.timeSeconds}`, 'rpmbuild', '-bb', ...parameters, file]);
  return readFile(join(folder, 'top/RPMS/noarch/sample-1.2.0~rc.1-1.el9.noarch.rpm'));
}

const peerSpec = `
Name: sample
Version: 1.2.0~rc.1
Release: 1.el9
Summary: Sample of each kind of file
License: Apache-2.0
URL: https://sample.invalid/
Vendor: Sample
VCS: git:https://sample.invalid/#0123456789abcdef0123456789abcdef01234567
BuildArch: noarch
AutoReqProv: no
Requires: nodejs(engine) >= 22.13
Requires: other
Requires: (alpha if beta)
Provides: sample-contract = 1
Conflicts: sample-old < 1.0-1
Obsoletes: sample-older <= 1:2.0
Recommends: sample-more > 0.9
Suggests: sample-most
%description
The first line.
The second line, with an umlaut: ä.
%install
mkdir -p %{buildroot}/usr/lib/sample %{buildroot}/usr/bin %{buildroot}/etc %{buildroot}/usr/share/doc/sample %{buildroot}/usr/share/licenses/sample
echo 'some text' > %{buildroot}/usr/lib/sample/text
touch %{buildroot}/usr/lib/sample/empty
printf '#!/bin/sh\\nexit 0\\n' > %{buildroot}/usr/bin/sample
ln -s sample %{buildroot}/usr/bin/sample-too
echo 'key = 1' > %{buildroot}/etc/sample.conf
echo 'Read this.' > %{buildroot}/usr/share/doc/sample/README
echo 'Licence' > %{buildroot}/usr/share/licenses/sample/LICENSE
%pre
echo pre
%post
echo post $1
%postun -p "/bin/sh -e"
echo postun
%files
%dir %attr(0755,root,root) /usr/lib/sample
%attr(0644,root,root) /usr/lib/sample/text
%attr(0644,root,root) /usr/lib/sample/empty
%attr(0755,root,root) /usr/bin/sample
/usr/bin/sample-too
%config(noreplace) %attr(0640,root,root) /etc/sample.conf
%doc %attr(0644,root,root) /usr/share/doc/sample/README
%license %attr(0644,root,root) /usr/share/licenses/sample/LICENSE
%ghost %attr(0644,root,root) /var/log/sample.log
%changelog
* Tue Nov 14 2023 Ada <ada@sample.invalid> - 1.2.0
- newer
* Sun Sep 13 2020 Ada <ada@sample.invalid> - 1.1.0
- older
`;
