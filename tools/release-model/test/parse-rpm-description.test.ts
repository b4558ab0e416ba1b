import { describe, expect, it } from 'vitest';
import { parseRpmDescription, ReleaseError } from '@bigpanda/release-model';

const smallest = { name: 'x', summary: 'An x', description: 'An x.', license: 'Apache-2.0', url: 'https://panda.test' };

function problemsOf(value: object): string[] {
  try {
    parseRpmDescription(JSON.stringify(value), 'x/rpm.json');
    return [];
  } catch (error) {
    if (!(error instanceof ReleaseError)) throw error;
    return error.problems.map(({ path, allowed }) => `${path.replace('x/rpm.json: ', '')}: ${allowed}`);
  }
}

describe('parseRpmDescription', () => {
  it('fills in what may be left out', () => {
    expect(parseRpmDescription(JSON.stringify(smallest), 'x')).toMatchObject({ arch: 'noarch', contents: [], subpackages: [], build: { bundles: [] } });
  });

  it.each([
    ['a path that climbs out', { destination: '/usr/../etc/x', source: 'a' }, 'contents[0].destination'],
    ['a source that climbs out', { destination: '/usr/x', source: '../secret' }, 'contents[0].source'],
    ['a file without a source', { destination: '/usr/x' }, 'contents[0].source'],
    ['a folder with a source', { type: 'dir', destination: '/usr/x', source: 'a' }, 'contents[0].source'],
    ['a symlink without a target', { type: 'symlink', destination: '/usr/x' }, 'contents[0].target'],
    ['an owner that is no account name', { destination: '/usr/x', source: 'a', owner: 'root;rm' }, 'contents[0].owner'],
  ])('refuses %s', (_title, entry, path) => {
    expect(problemsOf({ ...smallest, contents: [entry] }).join('\n')).toContain(path);
  });

  it('refuses control characters, which make createrepo_c drop a package', () => {
    expect(problemsOf({ ...smallest, summary: 'a\u0007', description: 'b\u0000' })).toHaveLength(2);
    expect(problemsOf({ ...smallest, description: 'two\nlines\tand a tab' })).toEqual([]);
  });

  it('names the file and the place of a syntax error', () => {
    expect(() => parseRpmDescription('{ "name": }', 'x/rpm.json')).toThrow('"x/rpm.json" is not JSON: Unexpected token');
  });
});
