import { describe, expect, it } from 'vitest';
import { checker } from '../src/checkers/rpm-json.ts';
import type { FindingDraft } from '../src/finding.ts';
import { readWorkspace } from '../src/workspace.ts';
import { makeWorkspace, type SampleFiles } from './sample-workspace.ts';

const file = 'packages/server/rpm.json';
const sound = { name: 'panda-server', summary: 'Takes jobs in', description: 'Takes jobs in and hands them out.', license: 'Apache-2.0', url: 'https://example.org' };

describe('checker rpm-json', () => {
  it('is content with sources that exist and with those that are built', async () => {
    const contents = [
      { source: 'etc/server.toml', destination: '/etc/panda/server.toml', type: 'noreplace' },
      { source: 'dist/bundle/server.js', destination: '/usr/lib/panda-server/server.js' },
    ];
    expect(await check({ ...sound, contents }, { 'packages/server/etc/server.toml': '' })).toEqual([]);
  });

  it('reports each source that does not exist, at its place', async () => {
    const findings = await check({
      ...sound,
      build: { bundles: [{ entry: 'src/gone.ts', output: 'server.js' }] },
      contents: [{ source: 'etc/gone.toml', destination: '/etc/panda/server.toml' }, { source: 'distant/gone', destination: '/usr/lib/gone' }],
      units: [{ source: 'systemd/gone.service' }],
      subpackages: [{ name: 'panda-server-sqlite', summary: 'SQLite', description: 'SQLite', contents: [{ source: 'etc/lost.toml', destination: '/etc/panda/lost.toml' }] }],
    });
    expect(findings.map(({ message }) => message)).toEqual([
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
    const subpackages = [{ name: 'panda-server-sqlite', summary: 'SQLite.', description: 'SQLite' }];
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
  return checker({ workspace: readWorkspace(makeWorkspace({ [file]: text, ...files })), folders: ['packages/server'] });
}
