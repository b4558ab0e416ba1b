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

  it('writes out every short form, and takes what it gave', () => {
    const short = {
      ...smallest,
      requires: ['a', { dependency: 'b', when: ['post'] }],
      contents: [{ type: 'doc', source: 'docs/README.md' }, { type: 'licence', source: 'COPYING*' }],
      units: ['x.service'],
      tmpfiles: ['x.tmpfiles', { path: '/run/x' }],
      users: ['x'],
      groups: ['y'],
      scriptlets: { pre: 'one', post: ['one', 'two'] },
      automatic: { requires: false },
    };
    const parsed = parseRpmDescription(JSON.stringify(short), 'x');
    expect(parsed).toMatchObject({
      requires: [{ dependency: 'a' }, { dependency: 'b', when: ['post'] }],
      contents: [{ destination: '/usr/share/doc/x/README.md' }, { destination: '/usr/share/licenses/x' }],
      units: [{ source: 'x.service', restart: true }],
      tmpfiles: [{ source: 'x.tmpfiles' }, { type: 'd', path: '/run/x' }],
      users: [{ name: 'x', description: 'x', home: '/', groups: [] }],
      groups: [{ name: 'y' }],
      scriptlets: { pre: { script: 'one' }, post: { script: 'one\ntwo\n' } },
      automatic: { requires: false, provides: { exclude: [], excludeFrom: [] } },
    });
    expect(parseRpmDescription(JSON.stringify(parsed), 'x')).toEqual(parsed);
  });

  it.each<readonly [string, object, string]>([
    ['name', { name: 'ü' }, 'name: a package name: letters, digits and + . _ -, beginning with a letter or digit'],
    ['summary', { summary: 'x'.repeat(81) }, 'summary: at most 80 characters'],
    ['url', { url: 'panda' }, 'url: a URL'],
    ['arch', { arch: 'mips' }, 'arch: one of "noarch", "x86_64", "aarch64", "ppc64le", "s390x"'],
    ['an unknown key', { epoch: 1 }, 'epoch: the keys of the schema'],
    ['a dependency that is no text', { requires: [7] }, 'requires[0]: a text or an object'],
    ['a dependency with a key that is not there', { requires: [{ dependency: 'a', phase: 'post' }] }, 'requires[0].phase: the keys of the schema'],
    ['a phase', { requires: [{ dependency: 'a', when: ['later'] }] }, 'requires[0].when[0]: one of "pretrans", "pre", "post", "preun", "postun", "posttrans", "verify", "meta"'],
    ['a phase of what is not required', { suggests: [{ dependency: 'a', when: ['post'] }] }, 'suggests[0].when: the keys of the schema'],
    ['a target', { conflicts: [{ dependency: 'a', targets: ['EL 9'] }] }, 'conflicts[0].targets[0]: the name of a target, such as "el9"'],
    ['no target', { provides: [{ dependency: 'a', targets: [] }] }, 'provides[0].targets: at least one target'],
    ['a type', { contents: [{ type: 'folder', destination: '/a' }] }, 'contents[0].type: one of "file", "config", "noreplace", "dir", "ghost", "symlink", "doc", "licence", "readme", "artifact"'],
    ['a file without a destination', { contents: [{ source: 'a' }] }, 'contents[0].destination: an absolute path; only the types "doc" and "licence" have a usual place'],
    ['a destination with a slash at the end', { contents: [{ source: 'a', destination: '/a/' }] }, 'contents[0].destination: an absolute path without "." or ".." parts, double slashes or a trailing slash'],
    ['an absolute source', { contents: [{ source: '/etc/passwd', destination: '/a' }] }, 'contents[0].source: a path inside the component folder'],
    ['a pattern that climbs out', { contents: [{ source: 'a', destination: '/a', exclude: ['../*'] }] }, 'contents[0].exclude[0]: a path inside the component folder'],
    ['an exclusion without a source', { contents: [{ type: 'dir', destination: '/a', exclude: ['b'] }] }, 'contents[0].exclude: nothing, because the type is "dir"'],
    ['a mode', { contents: [{ source: 'a', destination: '/a', mode: '0999' }] }, 'contents[0].mode: four octal digits, such as "0640"'],
    ['the mode of a symlink', { contents: [{ type: 'symlink', destination: '/a', target: 'b', mode: '0644' }] }, 'contents[0].mode: no mode, because that of a symlink means nothing'],
    ['capabilities', { contents: [{ source: 'a', destination: '/a', capabilities: 'root' }] }, 'contents[0].capabilities: capabilities as in cap_from_text(3), such as "cap_net_bind_service=ep"'],
    ['capabilities of a folder', { contents: [{ type: 'dir', destination: '/a', capabilities: 'cap_chown=ep' }] }, 'contents[0].capabilities: capabilities on a file, and on nothing else'],
    ['what a file stands for', { contents: [{ source: 'a', destination: '/a', of: 'dir' }] }, 'contents[0].of: nothing, because only a ghost stands for something else'],
    ['the ghost of a symlink without a target', { contents: [{ type: 'ghost', of: 'symlink', destination: '/a' }] }, 'contents[0].target: a target on a symlink or the ghost of one, and on nothing else'],
    ['a folder that may be gone', { contents: [{ type: 'dir', destination: '/a', missingok: true }] }, 'contents[0].missingok: nothing on a folder'],
    ['a language', { contents: [{ source: 'a', destination: '/a', language: 'german' }] }, 'contents[0].language: a language such as "de" or "pt_BR"'],
    ['what is not verified', { contents: [{ source: 'a', destination: '/a', unverified: ['md5'] }] }, 'contents[0].unverified[0]: one of "digest", "size", "linkTarget", "user", "group", "mtime", "mode", "capabilities"'],
    ['a unit', { units: [{ source: 'a', start: true }] }, 'units[0].start: the keys of the schema'],
    ['a unit outside of the component', { units: ['../a.service'] }, 'units[0]: a path inside the component folder'],
    ['a user', { users: ['Über'] }, 'users[0]: a user or group name'],
    ['the number of a user', { users: [{ name: 'a', id: 0 }] }, 'users[0].id: at least 1'],
    ['a group', { groups: [{ name: 'a', gid: 1 }] }, 'groups[0].gid: the keys of the schema'],
    ['an entry of tmpfiles', { tmpfiles: [{ path: '/run/x', mode: '755' }] }, 'tmpfiles[0].mode: four octal digits, such as "0640"'],
    ['a type of tmpfiles', { tmpfiles: [{ type: 'dir', path: '/run/x' }] }, 'tmpfiles[0].type: a type of tmpfiles.d(5), such as "d" for a folder'],
    ['a scriptlet', { scriptlets: { install: 'true' } }, 'scriptlets.install: the keys of the schema'],
    ['a scriptlet without a script', { scriptlets: { post: { interpreter: '<lua>' } } }, 'scriptlets.post.script: a script, or an interpreter that runs without one'],
    ['an interpreter', { scriptlets: { post: { interpreter: 'python3', script: 'a' } } }, 'scriptlets.post.interpreter: an absolute path of a program, or "<lua>"'],
    ['a line of a scriptlet', { scriptlets: { post: ['a', 7] } }, 'scriptlets.post[1]: a text'],
    ['a trigger without a package', { triggers: [{ when: 'in', on: [], script: 'a' }] }, 'triggers[0].on: at least one package'],
    ['when a trigger runs', { triggers: [{ when: 'later', on: ['a'], script: 'a' }] }, 'triggers[0].when: one of "prein", "in", "un", "postun"'],
    ['the path of a file trigger', { fileTriggers: [{ when: 'in', paths: ['usr'], script: 'a' }] }, 'fileTriggers[0].paths[0]: an absolute path without "." or ".." parts, double slashes or a trailing slash'],
    ['a priority', { fileTriggers: [{ when: 'in', paths: ['/usr'], script: 'a', priority: -1 }] }, 'fileTriggers[0].priority: at least 0'],
    ['automatic', { automatic: { requires: { except: ['a'] } } }, 'automatic.requires.except: the keys of the schema'],
    ['what automatic leaves out', { automatic: { provides: { exclude: [''] } } }, 'automatic.provides.exclude[0]: one line of text without control characters'],
    ['a day', { changelog: [{ date: '2026-13-01', author: 'A', text: '-' }] }, 'changelog[0].date: a day such as "2026-11-22"'],
    ['changes in the wrong order', { changelog: [{ date: '2026-01-01', author: 'A', text: '-' }, { date: '2026-01-02', author: 'A', text: '-' }] }, 'changelog[1].date: the newest first: a day not after "2026-01-01"'],
    ['a sub-package', { subpackages: [{ name: 'y', summary: 'Y', description: 'Y.', arch: 'x86_64' }] }, 'subpackages[0].arch: "noarch"'],
  ])('says where and what is allowed for %s', (_what, part, problem) => {
    expect(problemsOf({ ...smallest, ...part })).toContain(problem);
  });

  it('refuses control characters, which make createrepo_c drop a package', () => {
    expect(problemsOf({ ...smallest, summary: 'a\u0007', description: 'b\u0000' })).toHaveLength(2);
    expect(problemsOf({ ...smallest, description: 'two\nlines\tand a tab' })).toEqual([]);
  });

  it('names the file and the place of a syntax error', () => {
    expect(() => parseRpmDescription('{ "name": }', 'x/rpm.json')).toThrow('"x/rpm.json" is not JSON: Unexpected token');
  });
});
