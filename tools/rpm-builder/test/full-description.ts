import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { rpmDescriptionSchema, type Target } from '@bigpanda/release-model';
import type { PackInput } from '@bigpanda/rpm-builder';
import { sampleInput } from './fixture.ts';

/** The targets that the workspace knows, as repository.json would enable them. */
export const allTargets: readonly Target[] = [
  { name: 'el8', payload: { codec: 'gzip', level: 9 }, caret: false },
  { name: 'el9', payload: { codec: 'zstd', level: 9 } },
  { name: 'el10', payload: { codec: 'zstd', level: 19 } },
];

/** A component that uses every key of rpm.json. */
export const fullDescription = {
  name: 'full',
  summary: 'Everything that rpm.json can say',
  description: ['Every key once.', 'Ünïcödé too.'].join('\n'),
  license: 'Apache-2.0',
  url: 'https://full.invalid/',
  arch: 'x86_64',
  requires: [
    'plain',
    'versioned >= 1:2.0-3',
    '(rich-a or rich-b)',
    { dependency: 'shadow-utils', when: ['pre'] },
    { dependency: 'systemd >= 239', when: ['post', 'preun', 'postun'] },
    { dependency: 'full-data = %{version}-%{release}', when: ['meta'] },
    { dependency: 'platform-python', targets: ['el8'] },
  ],
  provides: ['full-contract = 3'],
  conflicts: ['old-full < 1', '(full-x and full-y)'],
  obsoletes: [{ dependency: 'older-full <= 0.9', targets: ['el8', 'el9'] }],
  recommends: ['full-doc'],
  suggests: ['(full-extra if gnome)'],
  supplements: ['(httpd and php)'],
  enhances: ['vim'],
  orderWithRequires: ['filesystem'],
  contents: [
    { source: 'bin/full', destination: '/usr/bin/full', mode: '0755', capabilities: 'cap_net_bind_service=ep' },
    { source: 'etc/*.conf', destination: '/etc/full', type: 'noreplace' },
    { source: 'etc/plain.cfg', destination: '/etc/full/plain.cfg', type: 'config', missingok: true, owner: 'full', group: 'operators' },
    { source: 'tree', exclude: ['**/*.orig', 'skip/**'], destination: '/usr/share/full' },
    { source: 'tree/**/*.orig', destination: '/usr/share/full/orig' },
    { source: 'docs/read me ünï.md', type: 'doc' },
    { source: 'docs/*.txt', type: 'doc' },
    { source: 'docs/COPYING', type: 'licence' },
    { source: 'docs/README', type: 'readme', destination: '/usr/share/doc/full/README' },
    { source: 'docs/README', type: 'artifact', destination: '/usr/lib/full/artifact' },
    { source: 'docs/README', destination: '/usr/share/full/README.de', language: 'de' },
    { source: 'docs/README', destination: '/usr/lib/full/only-el8', targets: ['el8'] },
    { type: 'dir', destination: '/var/lib/full', mode: '0750', owner: 'full', group: 'full' },
    { type: 'ghost', destination: '/var/log/full.log', unverified: ['mode'] },
    { type: 'ghost', of: 'dir', destination: '/run/full', mode: '0711' },
    { type: 'ghost', of: 'symlink', target: 'full', destination: '/usr/bin/full-too' },
    { type: 'ghost', of: 'noreplace', destination: '/etc/full/made-later.conf' },
    { type: 'symlink', target: '../share/full', destination: '/usr/lib/full-share' },
  ],
  units: ['units/full.service', { source: 'units/once.service', restart: false }, { source: 'units/old.service', targets: ['el8'] }],
  tmpfiles: ['units/full-extra.tmpfiles', { path: '/run/full', mode: '0750', owner: 'full', group: 'operators' }, { type: 'L+', path: '/run/full link', argument: '/run/full' }],
  users: ['plain-user', { name: 'full', description: 'Full', home: '/var/lib/full', shell: '/bin/sh', id: 480, groups: ['operators'] }],
  groups: ['operators', { name: 'numbered', id: 481 }],
  scriptlets: {
    pretrans: { interpreter: '<lua>', script: 'print("pretrans")' },
    pre: 'echo pre "$1"',
    post: ['echo post "$1"', 'echo more'],
    preun: { script: 'echo preun "$1"' },
    postun: { interpreter: '/bin/bash', script: 'echo postun "$1"' },
    posttrans: { interpreter: '/usr/bin/python3', args: ['-E'], script: 'print("posttrans")' },
    verify: { interpreter: '/bin/true' },
  },
  triggers: [
    { when: 'in', on: ['httpd >= 2.4', 'nginx'], script: 'echo triggered' },
    { when: 'postun', on: ['httpd'], interpreter: '<lua>', script: ['print("gone")'], targets: ['el9', 'el10'] },
  ],
  fileTriggers: [
    { when: 'in', paths: ['/usr/share/full', '/usr/share/other'], script: 'cat' },
    { when: 'postun', scope: 'transaction', paths: ['/usr/lib/full'], script: 'cat', priority: 200, interpreter: '/bin/bash' },
  ],
  changelog: [
    { date: '2026-11-22', author: 'Zoë <zoe@full.invalid>', version: '0.1.0-1', text: ['- second', '- and more'] },
    { date: '2026-01-02', author: 'Zoë <zoe@full.invalid>', text: '- first' },
  ],
  subpackages: [
    { name: 'full-doc', summary: 'Words', description: 'Words of it.', arch: 'noarch', license: 'CC-BY-4.0', supplements: ['full'], contents: [{ source: 'docs/COPYING', type: 'licence' }] },
  ],
};

const fullFiles: Readonly<Record<string, string>> = {
  'bin/full': '#!/bin/sh\nexit 0\n',
  'etc/a.conf': 'a = 1\n',
  'etc/b.conf': 'b = 1\n',
  'etc/plain.cfg': 'c = 1\n',
  'tree/top.txt': 'top\n',
  'tree/deep/er/leaf ünï.txt': 'leaf\n',
  'tree/deep/old.orig': 'orig\n',
  'tree/skip/me.txt': 'skipped\n',
  'docs/read me ünï.md': '# Read\n',
  'docs/one.txt': 'one\n',
  'docs/COPYING': 'Copy it.\n',
  'docs/README': 'Read it.\n',
  'units/full.service': '[Service]\nExecStart=/usr/bin/full\n[Install]\nWantedBy=multi-user.target\n',
  'units/once.service': '[Service]\nExecStart=/usr/bin/full\nType=oneshot\n',
  'units/old.service': '[Service]\nExecStart=/usr/bin/full\n',
  'units/full-extra.tmpfiles': 'd /run/full-extra 0755 root root -\n',
};

/** What to pack for a target, after the component's files are written below the folder; parts of the description may be replaced. */
export async function writeFullComponent(componentRoot: string, target: Target, part: Readonly<Record<string, unknown>> = {}): Promise<PackInput> {
  for (const [path, text] of Object.entries(fullFiles)) {
    await mkdir(dirname(join(componentRoot, path)), { recursive: true });
    await writeFile(join(componentRoot, path), text);
  }
  const { changelog: _, extraFiles: __, ...input } = sampleInput(componentRoot);
  return { ...input, target, release: `1.${target.name}`, description: rpmDescriptionSchema.parse({ ...fullDescription, ...part }) };
}
