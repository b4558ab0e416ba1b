import type { Target } from '@bigpanda/release-model';
import { allTargets, fullDescription } from '../full-description.ts';

/** A component that both packagers make, and what is special about it. */
export interface DescriptionCase {
  /** What it shows; the component is called `case-` and this with hyphens for spaces. */
  readonly what: string;
  /** Keys of rpm.json beside the usual ones. */
  readonly part: Readonly<Record<string, unknown>>;
  /** el9 when absent. */
  readonly target?: Target;
  readonly version?: string;
  /** What differs in the next version, to which it is then upgraded. */
  readonly next?: Readonly<Record<string, unknown>>;
}

const [el8, el9, el10] = allTargets;
const { name: _, summary: __, ...everything } = fullDescription;
/** The sizes at which the native packager begins to stream, to cut frames and to keep a payload on disk. */
const someSizes = ['empty', 'one', 'block', 'frame', 'spool'];

/** A script of every phase that says into a file what runs, and with which number of instances. */
const loud = Object.fromEntries(['pre', 'post', 'preun', 'postun', 'posttrans'].map((phase) => [phase, `echo "${phase} $1" >> /log`]));
/** Below it, file triggers of a case see what comes and goes. */
export const watched = '/opt/case-watched-by-file-triggers';

/** Every feature of the writer at least once. */
export const descriptionCases: readonly DescriptionCase[] = [
  { what: 'nothing', part: {} },
  { what: 'one file', part: { contents: [{ source: 'text/plain', destination: '/opt/case-one-file' }] } },
  { what: 'texts', part: { summary: 'Per cent 100 %, %{name}, "quotes" and \\ back', description: 'First: 100 % of %{version}.\n\n  Indented, $HOME, `id`, \'single\'.\nNo # comment.\nLast, Zoë 日本.', url: 'https://panda.test/%7Euser' } },
  { what: 'files of many sizes', part: { contents: [{ source: 'sizes', destination: '/opt/case-sizes' }] } },
  { what: 'many files', part: { contents: [{ source: 'many', destination: '/opt/case-many' }] } },
  { what: 'names of any characters', part: { contents: [{ source: 'names', destination: '/opt/case-names' }, { type: 'dir', destination: '/opt/case-names/ein Ordner' }, { type: 'symlink', target: 'ünï "q"', destination: '/opt/case-names/link 100%' }] } },
  { what: 'the longest names', part: { contents: [{ source: 'text/plain', destination: `/opt/${'ü'.repeat(123)}` }, { type: 'dir', destination: `/opt/${'x'.repeat(255)}` }] } },
  { what: 'sub packages', part: { subpackages: ['one', 'two'].map((name) => ({ name: `case-sub-${name}`, summary: name, description: name, requires: ['case-sub-packages = %{version}-%{release}'], contents: [{ source: 'text/plain', destination: `/opt/case-sub/${name}` }, { type: 'dir', destination: '/opt/case-sub' }] })) } },
  { what: 'a noarch part', part: { arch: 'x86_64', subpackages: [{ name: 'case-part', summary: 'Part', description: 'Part.', arch: 'noarch', license: 'CC0-1.0', contents: [{ source: 'text/plain', type: 'doc' }] }] } },
  { what: 'another architecture', part: { arch: 'aarch64', contents: [{ source: 'text/plain', destination: '/opt/case-arch' }] } },
  { what: 'plain dependencies', part: { requires: ['lone', 'below < 2', 'up-to <= 1:2-3', 'exact = 1.0', 'from >= 1.0~rc1', 'above > 0^git'], provides: ['virtual', 'virtual(x) = 2:1-1'], conflicts: ['enemy < 1'], obsoletes: ['forerunner <= 3'] } },
  { what: 'weak dependencies', part: { recommends: ['nice'], suggests: ['nicer >= 2'], supplements: ['friend'], enhances: ['base'], orderWithRequires: ['earlier'] } },
  { what: 'rich dependencies', part: { requires: ['(a or b)', '((c with c-devel >= 2) if d else e)', '(f or (f2 unless g else g2))', '(h and (i without j))'], recommends: ['(k if l)'], supplements: ['(m and n)'], conflicts: ['(o and p)', '(q unless r)'] } },
  { what: 'phases of requirements', part: { requires: [['pre'], ['post', 'postun'], ['preun'], ['pretrans'], ['posttrans'], ['verify'], ['meta']].map((when) => ({ dependency: `for-${when.join('-')} >= 1`, when })) } },
  {
    what: 'configuration',
    part: { contents: [
      { source: 'etc/a.conf', destination: '/etc/case-configuration/kept.conf', type: 'noreplace' },
      { source: 'etc/a.conf', destination: '/etc/case-configuration/saved.conf', type: 'config', mode: '0640' },
      { source: 'etc/a.conf', destination: '/etc/case-configuration/gone.conf', type: 'config', missingok: true },
    ] },
    next: { contents: [
      { source: 'etc/b.conf', destination: '/etc/case-configuration/kept.conf', type: 'noreplace' },
      { source: 'etc/b.conf', destination: '/etc/case-configuration/saved.conf', type: 'config', mode: '0640' },
    ] },
  },
  { what: 'ghosts', part: { contents: [
    { type: 'ghost', destination: '/var/log/case-ghosts.log' }, { type: 'ghost', of: 'dir', destination: '/run/case-ghosts', mode: '0711' },
    { type: 'ghost', of: 'symlink', target: 'x', destination: '/opt/case-ghosts-link' }, { type: 'ghost', of: 'noreplace', destination: '/etc/case-ghosts.conf' }, { type: 'ghost', of: 'config', destination: '/etc/case-ghosts-2.conf' },
  ] } },
  { what: 'documents', part: { contents: [
    { source: 'text/plain', type: 'doc' }, { source: 'etc/a.conf', type: 'licence' }, { source: 'text/plain', type: 'readme', destination: '/opt/case-readme' },
    { source: 'text/plain', type: 'artifact', destination: '/opt/case-artifact' }, { source: 'text/plain', destination: '/usr/share/doc/case-documents/no-doc' }, { source: 'text/plain', destination: '/usr/share/man/man1/case.1' },
  ] } },
  { what: 'folders', part: { contents: [{ type: 'dir', destination: '/opt/case-folders', mode: '0700' }, { type: 'dir', destination: '/opt/case-folders/shared', mode: '2775', group: 'keeper' }, { type: 'dir', destination: '/opt/case-folders/sticky', mode: '1777' }], users: ['keeper'] } },
  { what: 'links', part: { contents: [
    { type: 'symlink', target: 'nothing/there', destination: '/opt/case-links/dangling' }, { type: 'symlink', target: '/etc', destination: '/opt/case-links/absolute' },
    { type: 'symlink', target: '../..', destination: '/opt/case-links/up' }, { type: 'symlink', target: '-rf', destination: '/opt/case-links/-option' },
  ] } },
  { what: 'capabilities', part: { contents: [
    { source: 'bin/tool', destination: '/opt/case-ping', mode: '0755', capabilities: 'cap_net_raw=ep' },
    { source: 'bin/tool', destination: '/opt/case-many-caps', mode: '0750', capabilities: 'cap_net_admin,cap_net_raw=eip' },
  ] } },
  { what: 'set uid', part: { contents: [{ source: 'bin/tool', destination: '/opt/case-setuid', mode: '4755' }, { source: 'bin/tool', destination: '/opt/case-setgid', mode: '2755', group: 'keeper' }], users: ['keeper'] } },
  { what: 'owners', part: { users: ['keeper', { name: 'reader', groups: ['readers'], home: '/var/lib/reader', shell: '/bin/sh', id: 481 }], groups: ['readers'], contents: [{ source: 'text/plain', destination: '/opt/case-owners/keeper', owner: 'keeper', group: 'readers', mode: '0640' }, { type: 'dir', destination: '/opt/case-owners', owner: 'reader' }] } },
  { what: 'languages and what is not verified', part: { contents: [{ source: 'text/plain', destination: '/opt/case-text.de', language: 'de' }, { source: 'text/plain', destination: '/opt/case-changing', unverified: ['digest', 'size', 'mtime'] }, { source: 'text/plain', destination: '/opt/case-free', unverified: ['digest', 'size', 'linkTarget', 'user', 'group', 'mtime', 'mode', 'capabilities'] }] } },
  { what: 'scriptlets', part: { scriptlets: loud, contents: [{ source: 'text/plain', destination: '/opt/case-scriptlets' }] }, next: {} },
  { what: 'lua', part: { scriptlets: Object.fromEntries(['pretrans', 'post', 'posttrans'].map((phase) => [phase, { interpreter: '<lua>', script: `local log = io.open("/log", "a")\nlog:write("lua ${phase}\\n")\nlog:close()` }])) }, next: {} },
  { what: 'other interpreters', part: { scriptlets: {
    pre: { interpreter: '/usr/bin/perl', args: ['-w'], script: 'print "pre %s";' }, post: { interpreter: '/usr/bin/python3', args: ['-E', '-s'], script: 'print("100 %")\n' },
    preun: { interpreter: '/bin/bash', args: ['-e'], script: 'x=$1' }, postun: { interpreter: '/sbin/ldconfig' }, verify: { interpreter: '/bin/true' },
  } } },
  { what: 'expanded scripts', part: { scriptlets: { post: { script: 'echo "%{?nothing}macros" >> /log', expand: 'macros' }, posttrans: { script: 'echo "%{NAME}" >> /log', expand: 'queryFormat' } } } },
  { what: 'scripts of many lines', part: { scriptlets: { post: "\n\n# a comment with %post in it\ncat >> /log <<'EOF'\n100 % \\ \"quoted\" $1 `x`\n  indented\n\nEOF\n\n", postun: 'if [ "$1" = 0 ]; then\n\techo tab >> /log\nfi', verify: 'exit 0\n' } } },
  { what: 'triggers', part: {
    triggers: (['prein', 'in', 'un', 'postun'] as const).map((when) => ({ when, on: ['case-scriptlets >= 0', 'case-lua'], script: `echo "trigger ${when} $1 $2" >> /log` }))
      .concat([{ when: 'in', on: ['none < 1:2-3'], script: 'print(1)', interpreter: '<lua>' } as never, { when: 'un', on: ['none'], script: 'print 1', interpreter: '/usr/bin/perl' } as never]),
  } },
  { what: 'file triggers', part: { fileTriggers: [
    { when: 'in', paths: [watched], script: 'while read path; do echo "file in $path" >> /log; done' }, { when: 'un', paths: [watched], script: 'echo "file un" >> /log', priority: 500 },
    { when: 'postun', paths: [watched], script: 'echo "file postun" >> /log' }, { when: 'in', scope: 'transaction', paths: [watched], script: 'echo "transaction in" >> /log', priority: 2_000_000 },
    { when: 'un', scope: 'transaction', paths: [watched], script: 'echo "transaction un" >> /log' }, { when: 'postun', scope: 'transaction', paths: [watched, '/srv'], script: 'print(1)', interpreter: '/usr/bin/python3' },
  ] } },
  { what: 'watched by file triggers', part: { contents: [{ source: 'text/plain', destination: `${watched}/file` }] }, next: {} },
  { what: 'units', part: { units: ['units/case.service', { source: 'units/once.service', restart: false }, 'units/case.timer'] }, next: {} },
  { what: 'tmpfiles', part: { tmpfiles: ['units/case.tmpfiles', { path: '/run/case-tmp', mode: '0750', owner: 'keeper' }], users: ['keeper'] } },
  { what: 'found dependencies', part: { contents: [{ source: 'lib/case.pc', destination: '/usr/share/pkgconfig/case.pc' }, { source: 'bin/tool', destination: '/opt/case-found', mode: '0755' }], automatic: { requires: { exclude: ['/usr/bin/*'] } } } },
  { what: 'a changelog', part: { changelog: [{ date: '2026-11-22', author: 'Zoë <zoe@panda.test>', version: '0.1.0-1', text: ['- 100 % done', '  more of it', '- last'] }, { date: '2024-02-29', author: 'Ada <ada@panda.test>', text: '- first' }] } },
  { what: 'a snapshot version', part: { requires: ['case-a-snapshot-version = %{version}-%{release}'] }, version: '0.1.0~12.gabc123' },
  { what: 'a version after a release', part: {}, version: '1.0^20260101git' },
  { what: 'el8', part: { contents: [{ source: 'many', destination: '/opt/case-el8' }] }, ...(el8 === undefined ? {} : { target: el8 }) },
  { what: 'el10', part: { contents: [{ source: 'many', destination: '/opt/case-el10' }] }, ...(el10 === undefined ? {} : { target: el10 }) },
  { what: 'zstd 3', part: { contents: [{ source: 'sizes', destination: '/opt/case-zstd-3' }] }, target: { name: 'el9', payload: { codec: 'zstd', level: 3 } } },
  { what: 'everything', part: everything, ...(el9 === undefined ? {} : { target: el9 }) },
];

/** What a case is called as a component. */
export function caseName({ what }: DescriptionCase): string {
  return `case-${what.replaceAll(' ', '-')}`;
}

/** The files that cases stand for, by their paths below the component. */
export function listCaseFiles(): ReadonlyMap<string, string | Buffer> {
  const sizes = [0, 1, 4096, 300_000, 2_500_000];
  return new Map<string, string | Buffer>([
    ['text/plain', 'plain\n'], ['bin/tool', '#!/bin/sh\nexit 0\n'], ['lib/case.pc', 'Name: Case\nDescription: Case\nVersion: 1.2\nRequires: case-base >= 3\n'], ['etc/a.conf', 'a = 1\n'], ['etc/b.conf', 'b = 2\n'],
    ['units/case.service', '[Service]\nExecStart=/bin/true\n'], ['units/once.service', '[Service]\nExecStart=/bin/true\nType=oneshot\n'], ['units/case.timer', '[Timer]\nOnBootSec=1\n'],
    ['units/case.tmpfiles', 'd /run/case 0755 root root -\n'],
    ...someSizes.map((name, index): readonly [string, Buffer] => [`sizes/${name}`, makeBytes(sizes[index] ?? 0)]),
    ...Array.from({ length: 120 }, (_, index): readonly [string, string] => [`many/${index % 7}/${index % 3}/file-${index}`, `file ${index % 10}\n`]),
    ...['a b', 'star*', 'question?', '[bracket]', '{a,b}', 'back\\slash', 'ünï "q"', "single'", '100%', '%{name}', '#hash', '$HOME', '-dash', 'end ', '日本'].map((name): readonly [string, string] => [`names/${name}`, name]),
  ]);
}

/** Bytes that do not compress to nothing, the same each time. */
function makeBytes(length: number): Buffer {
  const bytes = Buffer.alloc(length);
  let state = 12_345;
  for (let index = 0; index < length; index += 1) {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    bytes[index] = state >> 16;
  }
  return bytes;
}
