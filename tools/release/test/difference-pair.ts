import { fileFlag, parseDependency, type PackageFile, type PackageSpec } from '@bigpanda/rpm-format';

const config = fileFlag.config;
const noreplace = fileFlag.config | fileFlag.noreplace;

function file(path: string, text: string, rest: Partial<Extract<PackageFile, { readonly type: 'file' }>> = {}): PackageFile {
  return { type: 'file', path, mode: 0o644, content: Buffer.from(text), ...rest };
}

const restarting = 'if [ "$1" -ge 1 ]; then\n  systemctl try-restart sitter.service >/dev/null 2>&1 || :\nfi\n';

/** A package, and its next version with a change of each kind that a comparison tells of. */
export const beforeSpec: PackageSpec = {
  name: 'sitter', evr: { version: '1.0', release: '1.el9' }, arch: 'noarch', summary: 'Sits', description: 'Sits.', license: 'MIT',
  url: 'https://sitter.invalid/', sourceRpm: 'sitter-1.0-1.el9.src.rpm', timeSeconds: 1_700_000_000,
  dependencies: {
    requires: ['nodejs(engine) >= 22.13', 'gone', 'sitter-libs = 1.0-1.el9'].map(parseDependency),
    recommends: ['sitter-doc'].map(parseDependency),
  },
  files: [
    file('/etc/sitter/changed.conf', 'a = 1\n', { flags: config }),
    file('/etc/sitter/kept.conf', 'a = 1\n', { flags: noreplace }),
    file('/etc/sitter/same.conf', 'a = 1\n', { flags: noreplace }),
    file('/etc/sitter/removed.conf', 'a = 1\n', { flags: config }),
    file('/etc/sitter/was-plain', 'a = 1\n'),
    file('/usr/bin/sitter', 'before\n', { mode: 0o755 }),
    file('/usr/bin/weaker', 'weaker\n', { mode: 0o4755 }),
    file('/usr/lib/systemd/system/sitter.service', '[Service]\n'),
    file('/usr/lib/systemd/system/old.service', '[Service]\n'),
    file('/usr/lib/systemd/system/quiet.timer', '[Timer]\n'),
    { type: 'symlink', path: '/usr/lib/sitter-current', mode: 0o777, target: 'one' },
  ],
  scriptlets: { post: { body: 'echo first\necho second\necho third' }, postun: { body: restarting }, preun: { body: 'exit 0' } },
  triggers: [{ when: 'in', on: [{ name: 'bash' }], body: 'echo bash' }],
  changelog: [{ timeSeconds: 1_699_963_200, author: 'Ada <ada@sitter.invalid> - 1.0-1', text: '- first' }],
};

export const afterSpec: PackageSpec = {
  ...beforeSpec,
  evr: { version: '1.1', release: '1.el9' }, license: 'Apache-2.0', sourceRpm: 'sitter-1.1-1.el9.src.rpm',
  dependencies: {
    requires: ['nodejs(engine) >= 24', 'come', 'sitter-libs = 1.1-1.el9'].map(parseDependency),
    obsoletes: ['sitter-old < 1.0'].map(parseDependency),
  },
  files: [
    file('/etc/sitter/changed.conf', 'a = 2\n', { flags: config }),
    file('/etc/sitter/kept.conf', 'a = 2\n', { flags: noreplace }),
    file('/etc/sitter/same.conf', 'a = 1\n', { flags: noreplace, mode: 0o640, group: 'panda' }),
    file('/etc/sitter/come.conf', 'a = 1\n', { flags: config }),
    file('/etc/sitter/come-kept.conf', 'a = 1\n', { flags: noreplace }),
    file('/etc/sitter/was-plain', 'a = 2\n', { flags: noreplace }),
    file('/usr/bin/sitter', 'after, and longer\n', { mode: 0o755, capabilities: 'cap_net_raw=ep' }),
    file('/usr/bin/stronger', 'stronger\n', { mode: 0o6755, group: 'panda' }),
    file('/usr/bin/weaker', 'weaker\n', { mode: 0o755 }),
    file('/usr/lib/systemd/system/sitter.service', '[Service]\nType=simple\n'),
    file('/usr/lib/systemd/system/quiet.timer', '[Timer]\nOnBootSec=1\n'),
    file('/usr/lib/systemd/system/fresh.socket', '[Socket]\n'),
    { type: 'dir', path: '/var/lib/sitter', mode: 0o777 },
    { type: 'dir', path: '/usr/lib/sitter-current', mode: 0o755 },
  ],
  scriptlets: { post: { body: 'echo first\necho 2nd\necho third' }, postun: { body: restarting }, posttrans: { body: 'print("done")', interpreter: ['<lua>'] } },
  triggers: [{ when: 'in', on: [{ name: 'bash' }], body: 'echo bash again' }],
  changelog: [{ timeSeconds: 1_700_049_600, author: 'Ada <ada@sitter.invalid> - 1.1-1', text: '- second' }, ...beforeSpec.changelog ?? []],
};
