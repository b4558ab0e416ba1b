import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { rpmbuildDifferences } from '@bigpanda/rpm-builder';
import { print, run } from '../fixture.ts';
import { caseName, descriptionCases, watched } from './description-cases.ts';
import { makeInstallRoot, type InstallRoot } from './install-root.ts';
import { comparePackages, expectedDifferences } from './package-comparison.ts';
import { writeRepository } from './package-repository.ts';
import { packCases, type PackedCase, type PackedCases } from './packed-cases.ts';

/** Not installed here: it is for another kind of machine. */
const isForeign = ({ of }: PackedCase) => of.part['arch'] === 'aarch64';

/** The errors that rpmlint finds in the cases, by the name of the check, and why they may stand. */
const acceptedFindings: Readonly<Record<string, string>> = {
  ...Object.fromEntries(['no-changelogname-tag', 'no-group-tag', 'no-packager-tag', 'no-signature', 'no-dependency-on', 'no-binary'].map((check) => [check, 'what these cases do without'])),
  ...Object.fromEntries(['%pre', '%post', '%preun', '%posttrans', '%transfiletrigger'].map((place) => [`invalid-shell-in-${place}`, 'interpreters that are not on this machine, or not known to rpmlint'])),
  ...Object.fromEntries(
    ['backup-file-in-package', 'dir-or-file-in-opt', 'file-parent-ownership-mismatch', 'non-readable', 'non-standard-dir-perm', 'non-standard-executable-perm', 'not-listed-as-documentation', 'setgid-binary', 'setuid-binary', 'symlink-contains-up-and-down-segments', 'zero-length']
      .map((check) => [check, 'what a case is there to show']),
  ),
};

const folder = mkdtempSync(join(tmpdir(), 'rpm-comparison-'));
let packed: PackedCases;

beforeAll(async () => { packed = await packCases(folder); }, 300_000);
afterAll(() => { rmSync(folder, { recursive: true, force: true }); });

describe('packages of the native packager and of rpmbuild', () => {
  it('are those of at least 25 descriptions', () => {
    expect(packed.first.length).toBe(descriptionCases.length);
    expect(new Set(descriptionCases.map(caseName)).size).toBeGreaterThanOrEqual(25);
    for (const { native, rpmbuild } of [...packed.first, ...packed.next]) expect(rpmbuild.map(({ file }) => file.split('/').at(-1))).toEqual(native.map(({ file }) => file.split('/').at(-1)));
  });

  it('are the same in every field and file but for what the table lists, each line of which is needed', async () => {
    const found = new Set<string>();
    for (const { of, native, rpmbuild } of [...packed.first, ...packed.next]) {
      for (const [index, { file }] of native.entries()) {
        const differences = await comparePackages(file, rpmbuild[index]?.file ?? '');
        expect({ what: of.what, unexpected: differences.filter((name) => !expectedDifferences.includes(name)) }).toEqual({ what: of.what, unexpected: [] });
        for (const name of differences) found.add(name);
      }
    }
    const unsigned = ['RSAHEADER'];
    const late = ['PREUNTRANS at its end', 'POSTUNTRANS at its end'];
    expect([...found].sort()).toEqual(expectedDifferences.filter((name) => !unsigned.includes(name) && !late.includes(name)).sort());
  });

  it('have no error by rpmlint but those of the table', () => {
    const [ours, theirs] = (['native', 'rpmbuild'] as const).map((which) => {
      const { output } = run('rpmlint', packed.first.flatMap((one) => one[which].map(({ file }) => file)));
      return output.split('\n').flatMap((line) => /^\S+ E: [a-z0-9%-]+/.exec(line)?.[0] ?? []);
    });
    expect(ours).toEqual(theirs);
    expect([...new Set(ours?.map((line) => line.split(' ').at(-1)))].sort()).toEqual(Object.keys(acceptedFindings).sort());
  });

  it('hold in their payload what rpm2cpio and cpio unpack', () => {
    for (const { native } of packed.first) {
      for (const { file } of native) {
        const listed = print('sh', ['-c', 'rpm2cpio "$1" | cpio -it --quiet', 'sh', file]).split('\n').filter((line) => line !== '');
        const wanted = print('rpm', ['-qp', '--qf', '[%{FILEFLAGS:fflags}|.%{FILENAMES}\n]', file]).split('\n').filter((line) => line !== '' && !line.split('|')[0]?.includes('g')).map((line) => line.slice(line.indexOf('|') + 1));
        expect(listed.length).toBe(wanted.length);
      }
    }
  });

  it('are installed, upgraded and erased alike, with the same files, scripts and answers of rpm -V after each step', () => {
    const [ours, theirs] = [makeInstallRoot(join(folder, 'root-native')), makeInstallRoot(join(folder, 'root-rpmbuild'))];
    const files = (cases: readonly PackedCase[], which: 'native' | 'rpmbuild') => cases.filter((one) => !isForeign(one)).flatMap((one) => one[which].map(({ file }) => file));
    const both = (step: (root: InstallRoot, which: 'native' | 'rpmbuild') => unknown) => {
      const [left, right] = [step(ours, 'native'), step(theirs, 'rpmbuild')];
      expect(left).toEqual(right);
      return left;
    };
    const settle = (root: InstallRoot) => ({ log: root.takeLog(), files: root.list() });

    both((root, which) => ({ ...root.rpm('-i', '--nodeps', ...files(packed.first, which)), ...settle(root) }));
    expect(both((root) => root.rpm('-Va', '--nodeps', '--noscripts'))).toEqual({ status: 0, output: '' });
    for (const root of [ours, theirs]) {
      for (const name of ['kept', 'saved']) writeFileSync(join(root.path, `etc/case-configuration/${name}.conf`), 'mine = 1\n');
    }
    expect(both((root) => root.rpm('-V', '--nodeps', 'case-configuration'))).toMatchObject({ status: 1, output: expect.stringMatching(/^S\.5\.{4}T\. {2}c \/etc\/case-configuration\/kept\.conf$/m) });
    const upgraded = both((root, which) => ({ ...root.rpm('-U', '--nodeps', ...files(packed.next, which)), ...settle(root) }));
    expect(upgraded).toMatchObject({ status: 0, files: expect.stringMatching(/kept\.conf\.rpmnew f[^]*saved\.conf\.rpmsave f/) });
    const names = files(packed.first, 'native').map((file) => print('rpm', ['-qp', '--qf', '%{NAME}', file]));
    const erased = both((root) => ({ ...root.rpm('-e', '--nodeps', ...names), ...settle(root) }));
    expect(erased).toMatchObject({ status: 0 });
    expect(print('find', [ours.path, '-path', '*case-*', '-type', 'f', '-not', '-name', '*.rpm*'])).toBe('');
  });

  it('run their scripts in the order of rpm, with the number of instances that are left', () => {
    for (const which of ['native', 'rpmbuild'] as const) {
      const root = makeInstallRoot(join(folder, `life-${which}`));
      const fileOf = (cases: readonly PackedCase[], what: string) => cases.find(({ of }) => of.what === what)?.[which][0]?.file ?? '';
      const install = (...whats: readonly string[]) => { expect(root.rpm('-i', '--nodeps', ...whats.map((what) => fileOf(packed.first, what)))).toEqual({ status: 0, output: '' }); };
      install('triggers');
      install('file triggers');
      const steps = [
        ['-i', fileOf(packed.first, 'scriptlets')], ['-U', fileOf(packed.next, 'scriptlets')], ['-e', 'case-scriptlets'],
        ['-i', fileOf(packed.first, 'watched by file triggers')], ['-U', fileOf(packed.next, 'watched by file triggers')], ['-e', 'case-watched-by-file-triggers'],
        ['-i', fileOf(packed.first, 'lua')],
      ];
      const logs = steps.map((step) => {
        root.takeLog();
        expect(root.rpm('--nodeps', ...step)).toEqual({ status: 0, output: '' });
        return root.takeLog();
      });
      expect(logs).toEqual([
        ['trigger prein 1 0', 'pre 1', 'post 1', 'trigger in 1 1', 'posttrans 1'],
        ['trigger prein 1 1', 'pre 2', 'post 2', 'trigger in 1 2', 'trigger un 1 1', 'preun 1', 'postun 1', 'trigger postun 1 1', 'posttrans 2'],
        ['trigger un 1 0', 'preun 0', 'postun 0', 'trigger postun 1 0'],
        [`file in ${watched}`, `file in ${watched}/file`, 'transaction in'],
        ['transaction un', `file in ${watched}`, `file in ${watched}/file`, 'transaction in', '/usr/bin/python3 {print(1)} 0'],
        ['transaction un', 'file un', 'file postun', '/usr/bin/python3 {print(1)} 0'],
        ['lua pretrans', 'trigger prein 1 0', 'lua post', 'trigger in 1 1', 'lua posttrans'],
      ]);
    }
  });
});

describe('packages of the native packager in a repository', () => {
  const native = (cases: readonly PackedCase[]) => cases.filter((one) => !isForeign(one)).flatMap((one) => one.native.map(({ file }) => file));
  const nameOf = (file: string) => print('rpm', ['-qp', '--qf', '%{NAME}', file]);

  it('are installed, upgraded and removed by dnf', async () => {
    const [root, home, repository] = [makeInstallRoot(join(folder, 'dnf')), join(folder, 'dnf-home'), join(folder, 'dnf-repository')];
    for (const path of [home, join(root.path, 'var/log')]) mkdirSync(path, { recursive: true });
    writeFileSync(join(home, '.rpmmacros'), '%_dbpath /db\n');
    writeFileSync(join(home, 'cases.repo'), `[cases]\nname=cases\nbaseurl=file://${repository}\ngpgcheck=0\nmetadata_expire=0\n`);
    const settings = { reposdir: home, cachedir: join(home, 'cache'), persistdir: join(home, 'state'), logdir: join(root.path, 'var/log'), varsdir: '/nonexistent', install_weak_deps: 'False', module_platform_id: 'platform:el9' };
    const dnf = (...parameters: readonly string[]) => run('dnf', ['-y', '-q', `--installroot=${root.path}`, '--releasever=9', '--forcearch=x86_64', '--noplugins', ...Object.entries(settings).map(([key, value]) => `--setopt=${key}=${value}`), ...parameters], { HOME: home });
    await writeRepository(repository, native(packed.first));
    const names = native(packed.first).map(nameOf);
    // What a %pretrans requires has to be there before the transaction.
    expect(dnf('install', 'stub-of-everything-else')).toMatchObject({ status: 0 });
    expect(dnf('install', ...names)).toMatchObject({ status: 0 });
    expect(root.rpm('-q', ...names).output.trim().split('\n').length).toBe(names.length);
    await writeRepository(repository, [...native(packed.first), ...native(packed.next)]);
    expect(dnf('upgrade')).toMatchObject({ status: 0 });
    expect(new Set(root.rpm('-q', '--qf', '%{VERSION}\n', ...native(packed.next).map(nameOf)).output.trim().split('\n'))).toEqual(new Set(['0.2.0']));
    expect(dnf('remove', ...names)).toMatchObject({ status: 0 });
    expect(root.rpm('-q', ...names).output.trim().split('\n').filter((line) => !line.endsWith('is not installed'))).toEqual([]);
  });

  it('are installed and removed by zypper', async () => {
    const [root, home, repository] = [makeInstallRoot(join(folder, 'zypper')), join(folder, 'zypper-home'), join(folder, 'zypper-repository')];
    mkdirSync(home);
    writeFileSync(join(home, '.rpmmacros'), '%_dbpath /db\n');
    await writeRepository(repository, native(packed.first));
    const zypper = (...parameters: readonly string[]) => run('zypper', ['--root', root.path, '--non-interactive', '--no-gpg-checks', ...parameters], { HOME: home });
    const names = native(packed.first).map(nameOf);
    expect(zypper('ar', '-f', '-G', `file://${repository}`, 'cases')).toMatchObject({ status: 0 });
    expect(zypper('install', '--no-recommends', ...names)).toMatchObject({ status: 0 });
    expect(root.rpm('-q', ...names).output.trim().split('\n').filter((line) => line.endsWith('is not installed'))).toEqual([]);
    expect(zypper('remove', ...names)).toMatchObject({ status: 0 });
  });
});

describe('the table of differences', () => {
  it('stands in the documentation as it is in the code', () => {
    const text = print('cat', [join(import.meta.dirname, '../../../../docs/packagers.md')]);
    const rows = [...Map.groupBy(Object.entries(rpmbuildDifferences), ([, reason]) => reason)].map(([reason, entries]) => `| ${entries.map(([name]) => `\`${name}\``).join(', ')} | ${reason} |`);
    expect(text).toContain(`| field | why |\n|---|---|\n${rows.join('\n')}\n\n`);
  });
});
