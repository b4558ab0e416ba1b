import { describe, expect, it } from 'vitest';
import { checker } from '../src/checkers/rpm-json.ts';
import type { FindingDraft } from '../src/finding.ts';
import { makeWorkspace, runChecker, type SampleFiles } from './sample-workspace.ts';

const file = 'packages/server/rpm.json';
const sound = { name: 'panda-server', summary: 'Takes jobs in', description: 'Takes jobs in and hands them out.', license: 'Apache-2.0', url: 'https://example.org' };

const licence = { type: 'licence', source: 'LICENSE', destination: '/usr/share/licenses/panda-server/LICENSE' };
const etc = { type: 'dir', destination: '/etc/panda' };

describe('checker rpm-json', () => {
  it('is content with sources that exist and with those that are built', async () => {
    const contents = [
      { source: 'etc/server.toml', destination: '/etc/panda/server.toml', type: 'noreplace' },
      { source: 'dist/bundle/server.js', destination: '/usr/lib/panda-server/server.js' },
      licence,
      etc,
    ];
    expect(await check({ ...sound, contents }, { 'packages/server/etc/server.toml': '', 'packages/server/LICENSE': '' })).toEqual([]);
  });

  it('reports each source that does not exist, at its place', async () => {
    const findings = await check({
      ...sound,
      build: { bundles: [{ entry: 'src/gone.ts', output: 'server.js' }] },
      contents: [{ source: 'etc/gone.toml', destination: '/etc/panda/server.toml' }, { source: 'distant/gone', destination: '/usr/lib/gone' }],
      units: [{ source: 'systemd/gone.service' }],
      subpackages: [{ name: 'panda-server-sqlite', summary: 'SQLite', description: 'SQLite', contents: [{ source: 'etc/lost.toml', destination: '/etc/panda/lost.toml' }] }],
    });
    expect(findings.filter(({ rule }) => rule === 'bigpanda/rpm-json').map(({ message }) => message)).toEqual([
      'find the sources: "src/gone.ts" does not exist',
      'find the sources: "etc/gone.toml" does not exist',
      'find the sources: "distant/gone" does not exist',
      'find the sources: "systemd/gone.service" does not exist',
      'find the sources: "etc/lost.toml" does not exist',
    ]);
    expect(findings.every(({ range }) => range !== undefined)).toBe(true);
    expect(findings[0]).toMatchObject({ rule: 'bigpanda/rpm-json', severity: 'error', file, range: { line: 10 } });
  });

  it('reports summaries that end in a full stop', async () => {
    const subpackages = [{ name: 'panda-server-sqlite', summary: 'SQLite.', description: 'Keeps jobs in SQLite.' }];
    const findings = await check({ ...sound, summary: 'Takes jobs in. ', subpackages });
    expect(findings.map(({ message }) => message)).toEqual([
      'check the summary of "panda-server": it ends in a full stop',
      'check the summary of "panda-server-sqlite": it ends in a full stop',
    ]);
  });

  it('reports every problem with the schema, at its place', async () => {
    const findings = await check({ ...sound, colour: 'red', contents: [{ source: 'x', destination: '/usr/x', mode: '644' }] });
    expect(findings.map(({ message, range }) => [range?.line, message])).toEqual([
      [12, 'read rpm.json: "contents[0].mode" is "644", wanted four octal digits, such as "0640"'],
      [7, 'read rpm.json: "colour" is a key that does not exist, wanted the keys of the schema'],
    ]);
  });

  it('takes the folders of Python modules as those of Python', async () => {
    expect(await check({ ...sound, contents: [{ source: 'dist/a', destination: '/usr/lib/python3.9/site-packages/__pycache__/a.cpython-39.pyc' }] })).toEqual([]);
  });

  it.each([
    ['rpm-owner', [{ type: 'file', source: 'a', destination: '/usr/share/other/a' }], 'own "/usr/share/other": no package owns the folder of "/usr/share/other/a"'],
    ['rpm-owner', [{ source: 'a', destination: '/usr/lib/panda-server/a', owner: 'panda' }], 'own "/usr/lib/panda-server/a": nobody makes the account "panda"'],
    ['rpm-world-writable', [{ source: 'a', destination: '/usr/lib/panda-server/a', mode: '0646' }], 'set the mode of "/usr/lib/panda-server/a": 0646 lets everybody write'],
    ['rpm-path', [{ source: 'a', destination: '/opt2/a' }], 'install "/opt2/a": packages add no folder at the top (FHS 3)'],
    ['rpm-path', [{ source: 'a', destination: '/usr/local/bin/a' }], 'install "/usr/local/bin/a": /usr/local is for what the administrator installs without packages (FHS 4.9)'],
    ['rpm-path', [{ source: 'a', destination: '/etc/cron.daily/a', mode: '0755' }], 'install "/etc/cron.daily/a": programs are not below /etc (FHS 3.7)'],
    ['rpm-config', [{ source: 'a', destination: '/etc/sysconfig/a' }], 'install "/etc/sysconfig/a": an upgrade would overwrite what the administrator changed'],
    ['rpm-interpreter', [{ source: 'env', destination: '/usr/bin/env-script', mode: '0755' }], 'run "/usr/bin/env-script": its first line asks env for "node", so that any program of that name runs it'],
    ['rpm-units', [{ source: 'a.service', destination: '/usr/lib/systemd/system/a.service' }], 'install "/usr/lib/systemd/system/a.service": no scriptlet tells systemd of the unit'],
  ])('reports by %s: %j', async (rule, contents, message) => {
    const sources = { a: '1\n', env: '#!/usr/bin/env node\n', 'a.service': '[Install]\nWantedBy=multi-user.target\n', LICENSE: '' };
    const files = Object.fromEntries(Object.entries(sources).map(([name, text]) => [`packages/server/${name}`, text]));
    const findings = await check({ ...sound, contents: [...contents, licence] }, files);
    expect(findings.map((finding) => [finding.rule, finding.message])).toEqual([[`bigpanda/${rule}`, message]]);
    expect(findings[0]?.range).toBeDefined();
  });

  it('takes patterns for the files that they match, and reports those that match nothing', async () => {
    const contents = [{ type: 'noreplace', source: 'etc/*.toml', destination: '/etc/panda' }, { type: 'doc', source: 'docs/**/*.md' }, { type: 'doc', source: '[a]*.md' }, licence];
    const files = { 'packages/server/etc/a.toml': '', 'packages/server/[a]b.md': '', 'packages/server/LICENSE': '' };
    const findings = await check({ ...sound, contents: [...contents, etc] }, files);
    expect(findings.map(({ message }) => message)).toEqual(['find the sources: "docs/**/*.md" matches nothing']);
  });

  it('reports an interpreter that nobody requires, where it is not found automatically', async () => {
    const contents = [{ source: 'python', destination: '/usr/bin/python-script', mode: '0755' }, licence];
    const files = { 'packages/server/python': '#!/usr/bin/python3\n', 'packages/server/LICENSE': '' };
    expect(await check({ ...sound, contents }, files)).toEqual([]);
    const findings = await check({ ...sound, contents, automatic: { requires: false } }, files);
    expect(findings.map(({ message }) => message)).toEqual(['run "/usr/bin/python-script": nothing that is required brings "python3"']);
  });

  it.each([
    ['a sticky folder that everybody writes', [{ type: 'dir', destination: '/var/lib/panda-server', mode: '1777' }]],
    ['a key that rpm verifies packages with', [{ source: 'b.service', destination: '/etc/pki/rpm-gpg/RPM-GPG-KEY-panda' }]],
    ['a folder of keys that rpm verifies packages with', [{ source: 'dist/keys', destination: '/etc/pki/rpm-gpg' }]],
    ['a unit without [Install]', [{ source: 'b.service', destination: '/usr/lib/systemd/system/b.service' }]],
    ['a link into a package that is required', [{ type: 'symlink', destination: '/usr/lib/panda-base/plugins/server', target: '../../panda-server' }]],
  ])('is content with %s', async (_what, contents) => {
    const files = { 'packages/server/b.service': '[Service]\n', 'packages/server/LICENSE': '' };
    expect(await check({ ...sound, requires: ['panda-base'], contents: [...contents, licence] }, files)).toEqual([]);
  });

  it('reports a text that is not JSON', async () => {
    const findings = await checkText('{ "name": ');
    expect(findings).toHaveLength(1);
    expect(findings[0]).toMatchObject({ file, message: expect.stringMatching(/is not JSON/u) });
    expect(findings[0]).not.toHaveProperty('range');
  });
});

function check(description: object, files: SampleFiles = {}): Promise<readonly FindingDraft[]> {
  return checkText(JSON.stringify(description, undefined, 2), files);
}

function checkText(text: string, files: SampleFiles = {}): Promise<readonly FindingDraft[]> {
  return runChecker(checker, makeWorkspace({ [file]: text, ...files }), ['packages/server']);
}
