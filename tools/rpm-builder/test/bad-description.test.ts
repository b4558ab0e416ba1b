import { mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { nativePackager } from '@bigpanda/rpm-builder';
import { makeFolder, print } from './fixture.ts';
import { allTargets, writeFullComponent } from './full-description.ts';

interface BadCase {
  readonly what: string;
  readonly part?: Readonly<Record<string, unknown>>;
  /** A file that is taken away before. */
  readonly without?: string;
  readonly code: string;
  /** Where, what was found and what is allowed. */
  readonly problem: string;
}

const only = (entry: object) => ({ contents: [entry], users: [], groups: [], tmpfiles: [], units: [] });

const cases: readonly BadCase[] = [
  { what: 'a source that is gone', without: 'bin/full', code: 'RPM_SOURCE_MISSING', problem: 'rpm.json: contents[0].source: found "bin/full", which does not exist or is an empty folder, wanted a file, or a folder with at least one file' },
  { what: 'a unit that is gone', without: 'units/once.service', code: 'RPM_SOURCE_MISSING', problem: 'rpm.json: units[1].source: found "units/once.service", which does not exist or is an empty folder, wanted a file, or a folder with at least one file' },
  { what: 'a tmpfiles.d file that is gone', without: 'units/full-extra.tmpfiles', code: 'RPM_SOURCE_MISSING', problem: 'rpm.json: tmpfiles[0].source: found "units/full-extra.tmpfiles", which does not exist or is an empty folder, wanted a file, or a folder with at least one file' },
  { what: 'a pattern that matches nothing', part: only({ source: 'etc/*.ini', destination: '/etc/full' }), code: 'RPM_SOURCE_MISSING', problem: 'rpm.json: contents[0].source: found "etc/*.ini", which matches no file, wanted a pattern that matches at least one file' },
  { what: 'a pattern below a folder that is not there', part: only({ source: 'nowhere/**/x', destination: '/etc/full' }), code: 'RPM_SOURCE_MISSING', problem: 'rpm.json: contents[0].source: found "nowhere/**/x", which matches no file, wanted a pattern that matches at least one file' },
  { what: 'exclusions that leave nothing', part: only({ source: 'tree', exclude: ['**'], destination: '/opt/full' }), code: 'RPM_CONTENT_INVALID', problem: 'rpm.json: contents[0].exclude: found "**", wanted patterns that leave a file of "tree"' },
  { what: 'a group that nobody makes', part: { users: [{ name: 'full', groups: ['nobody-makes'] }], groups: ['operators', 'numbered'] }, code: 'RPM_CONTENT_INVALID', problem: 'rpm.json: users[0].groups[0]: found the group "nobody-makes", wanted one of "root", "full", "operators", "numbered"; list another one under "groups"' },
  { what: 'the owner of a temporary folder that nobody makes', part: { tmpfiles: [{ path: '/run/full', owner: 'apache' }] }, code: 'RPM_CONTENT_INVALID', problem: 'rpm.json: tmpfiles[0].owner: found the owner "apache", wanted one of "root", "plain-user", "full", "operators", "numbered"; list another one under "users"' },
  { what: 'a scriptlet that units need too in another language', part: { scriptlets: { preun: { interpreter: '/usr/bin/python3', script: 'pass' } } }, code: 'RPM_CONTENT_INVALID', problem: 'rpm.json: scriptlets.preun: found the interpreter "/usr/bin/python3", wanted a plain script for /bin/sh, because users, units or tmpfiles of the package need one in "preun" too' },
  { what: 'an expanded scriptlet where a shell part stands', part: { scriptlets: { post: { script: 'echo %{NAME}', expand: 'queryFormat' } } }, code: 'RPM_CONTENT_INVALID', problem: 'rpm.json: scriptlets.post: found a script that is expanded as queryFormat, wanted a plain script for /bin/sh, because users, units or tmpfiles of the package need one in "post" too' },
  { what: 'a rich dependency that may not stand there', part: { provides: ['(a or b)'] }, code: 'RPM_DEPENDENCY_INVALID', problem: 'rpm.json: provides[0]: found "(a or b)", wanted something else: "(a or b)" is a rich dependency, which may not stand there' },
  { what: 'a rich dependency of a kind that has no such condition', part: { requires: ['(a unless b)'] }, code: 'RPM_DEPENDENCY_INVALID', problem: 'rpm.json: requires[0]: found "(a unless b)", wanted something else: the rich dependency "(a unless b)" has "unless" where "if" belongs: it may stand in an "or", and alone in conflicts, supplements and enhances' },
  { what: 'a trigger on no package', part: { triggers: [{ when: 'in', on: ['httpd>=2'], script: 'true' }] }, code: 'RPM_DEPENDENCY_INVALID', problem: 'rpm.json: triggers[0].on[0]: found "httpd>=2", wanted read the dependency "httpd>=2": found the name "httpd>=2"; wanted a name, "name operator evr" with spaces between and one of < <= = >= >, or a rich dependency in parentheses' },
  { what: 'a dependency of a sub-package', part: { subpackages: [{ name: 'full-doc', summary: 'Words', description: 'Words.', enhances: ['a >> 2'] }] }, code: 'RPM_DEPENDENCY_INVALID', problem: 'rpm.json: subpackages[0].enhances[0]: found "a >> 2", wanted read the dependency "a >> 2": found the operator ">>"; wanted a name, "name operator evr" with spaces between and one of < <= = >= >, or a rich dependency in parentheses' },
];

describe('nativePackager', () => {
  it.each(cases)('refuses $what, says where and what to do, and leaves no file', async ({ part = {}, without, code, problem }) => {
    await using folder = await makeFolder();
    const target = allTargets[1];
    if (target === undefined) throw new RangeError('no target');
    const root = join(folder.path, 'component');
    const input = await writeFullComponent(root, target, part);
    if (without !== undefined) await rm(join(root, without));
    await mkdir(join(folder.path, 'out'));
    const attempt = nativePackager.pack(input, { folder: join(folder.path, 'out') });
    await expect(attempt).rejects.toMatchObject({ code, hint: expect.stringMatching(/^[A-Z].*\.$/) });
    const problems = await attempt.catch((error: unknown) => (error as { problems: { path: string; found: string; allowed: string }[] }).problems.map(({ path, found, allowed }) => `${path}: found ${found}, wanted ${allowed}`));
    expect(problems).toContain(problem);
    expect(print('find', [folder.path, '-name', '*.rpm', '-o', '-name', '*.tmp'])).toBe('');
    expect(await readdir(join(folder.path, 'out'))).toEqual([]);
  });
});
