import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { sense, type PackageSpec } from '@bigpanda/rpm-format';
import { print } from './fixture.ts';

const timeSeconds = 1_699_963_200;

/** A package with everything that `sampleSpec` has not: triggers, capabilities, ghosts of each kind, other interpreters, weak dependencies. */
export const featureSpec: PackageSpec = {
  name: 'feature',
  evr: { epoch: 1, version: '1.0^git1', release: '1' },
  arch: 'noarch',
  summary: 'Every feature',
  description: 'Every feature.',
  license: 'MIT',
  sourceRpm: 'feature-1.0^git1-1.src.rpm',
  timeSeconds,
  dependencies: {
    requires: [
      { name: 'prereq', sense: sense.pre },
      { name: 'both', operator: '>=', evr: '2', sense: sense.post | sense.postun },
      { name: 'told', sense: sense.meta },
      { name: '((a with b >= 2) or (c unless d else e))' },
    ],
    supplements: [{ name: '(first and second)' }],
    enhances: [{ name: 'enhanced', operator: '=', evr: '1' }],
    orderWithRequires: [{ name: 'earlier' }],
  },
  files: [
    { type: 'file', path: '/usr/bin/able', mode: 0o755, content: Buffer.from('able\n'), capabilities: 'cap_net_raw=ep' },
    { type: 'file', path: '/usr/bin/able-ü-日本', mode: 0o644, content: Buffer.from('any name\n') },
    { type: 'file', path: '/usr/share/feature/de', mode: 0o644, content: Buffer.from('deutsch\n'), language: 'de' },
    { type: 'file', path: '/usr/share/feature/changing', mode: 0o644, content: Buffer.from('x\n'), verifyFlags: 0xffffffdc },
    { type: 'ghost', path: '/var/feature/file', mode: 0o644 },
    { type: 'ghost', of: 'dir', path: '/var/feature/folder', mode: 0o755 },
    { type: 'ghost', of: 'symlink', path: '/var/feature/link', mode: 0o777, target: 'file' },
  ],
  scriptlets: {
    pretrans: { body: 'print("pretrans")', interpreter: ['<lua>'] },
    post: { body: '', interpreter: ['/sbin/ldconfig'] },
    preun: { body: 'print "preun";', interpreter: ['/usr/bin/perl', '-w'] },
    postun: { body: 'echo "%{name}"', expand: 'macros' },
    posttrans: { body: 'echo "%{NAME}"', expand: 'queryFormat' },
    verify: { body: 'echo verified' },
  },
  triggers: [
    { when: 'in', on: [{ name: 'bash', operator: '>=', evr: '4' }, { name: 'dash' }], body: 'echo in' },
    { when: 'un', on: [{ name: 'bash' }], body: 'print "un";', interpreter: '/usr/bin/perl' },
    { when: 'postun', on: [{ name: 'zsh', operator: '<', evr: '1:2-3' }], body: 'print("postun")', interpreter: '<lua>' },
    { when: 'prein', on: [{ name: 'ksh' }], body: 'echo prein' },
  ],
  fileTriggers: [
    { when: 'in', scope: 'package', paths: ['/usr/lib', '/usr/bin'], body: 'echo file in' },
    { when: 'un', scope: 'package', paths: ['/etc'], body: 'print("file un")', interpreter: '<lua>', priority: 500 },
    { when: 'postun', scope: 'package', paths: ['/opt'], body: 'echo file postun' },
    { when: 'in', scope: 'transaction', paths: ['/usr/share'], body: 'echo transaction in', priority: 2_000_000 },
    { when: 'un', scope: 'transaction', paths: ['/usr/share'], body: 'echo transaction un' },
    { when: 'postun', scope: 'transaction', paths: ['/srv'], body: 'print(5)', interpreter: '/usr/bin/python3' },
  ],
};

/** The same package, made by rpmbuild. */
export async function buildFeaturePeer(folder: string): Promise<Buffer> {
  const file = join(folder, 'feature.spec');
  await writeFile(file, peerSpec);
  const defines = {
    _topdir: join(folder, 'top'),
    _binary_payload: 'w3.zstdio',
    __os_install_post: '%{nil}',
    _buildhost: 'bigpanda.invalid',
    use_source_date_epoch_as_buildtime: '1',
    clamp_mtime_to_source_date_epoch: '1',
  };
  const parameters = Object.entries(defines).flatMap(([name, value]) => ['--define', `${name} ${value}`]);
  print('env', [`SOURCE_DATE_EPOCH=${timeSeconds}`, 'rpmbuild', '-bb', ...parameters, file]);
  return readFile(join(folder, 'top/RPMS/noarch/feature-1.0^git1-1.noarch.rpm'));
}

const peerSpec = `
Name: feature
Epoch: 1
Version: 1.0^git1
Release: 1
Summary: Every feature
License: MIT
BuildArch: noarch
AutoReqProv: no
Requires(pre): prereq
Requires(post,postun): both >= 2
Requires(meta): told
Requires: ((a with b >= 2) or (c unless d else e))
Supplements: (first and second)
Enhances: enhanced = 1
OrderWithRequires: earlier
%description
Every feature.
%install
mkdir -p %{buildroot}/usr/bin %{buildroot}/usr/share/feature %{buildroot}/var/feature/folder
echo able > %{buildroot}/usr/bin/able
echo 'any name' > %{buildroot}/usr/bin/able-ü-日本
echo deutsch > %{buildroot}/usr/share/feature/de
echo x > %{buildroot}/usr/share/feature/changing
ln -s file %{buildroot}/var/feature/link
%pretrans -p <lua>
print("pretrans")
%post -p /sbin/ldconfig
%preun -p "/usr/bin/perl -w"
print "preun";
%postun -e
echo "%%{name}"
%posttrans -q
echo "%%{NAME}"
%verifyscript
echo verified
%triggerin -- bash >= 4, dash
echo in
%triggerun -p /usr/bin/perl -- bash
print "un";
%triggerpostun -p <lua> -- zsh < 1:2-3
print("postun")
%triggerprein -- ksh
echo prein
%filetriggerin -- /usr/lib /usr/bin
echo file in
%filetriggerun -P 500 -p <lua> -- /etc
print("file un")
%filetriggerpostun -- /opt
echo file postun
%transfiletriggerin -P 2000000 -- /usr/share
echo transaction in
%transfiletriggerun -- /usr/share
echo transaction un
%transfiletriggerpostun -p /usr/bin/python3 -- /srv
print(5)
%files
%attr(0755,root,root) %caps(cap_net_raw=ep) /usr/bin/able
%attr(0644,root,root) /usr/bin/able-ü-日本
%attr(0644,root,root) %lang(de) /usr/share/feature/de
%attr(0644,root,root) %verify(not md5 size mtime) /usr/share/feature/changing
%ghost %attr(0644,root,root) /var/feature/file
%ghost %dir %attr(0755,root,root) /var/feature/folder
%ghost /var/feature/link
`;
