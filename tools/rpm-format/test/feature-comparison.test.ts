import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { listQueryFields, readPackageMetadata, readRpm, writeRpm, type PackageSpec } from '@bigpanda/rpm-format';
import { buildFeaturePeer, featureSpec } from './feature-spec.ts';
import { makeFolder, print, run, writeBytes, writeSample, zstd } from './fixture.ts';

/** Query fields in which rpmbuild's package differs from ours, and why. */
const differences: Readonly<Record<string, string>> = {
  CLASSDICT: 'what libmagic says; differs between its versions',
  FILECLASS: 'likewise',
  FILECOLORS: 'tells 32-bit programs from 64-bit ones, which a noarch package has not',
  FILEDEVICES: '0 for a ghost that is not in the buildroot; nobody reads it',
  LONGSIGSIZE: 'size of the header, which differs',
  SIGSIZE: 'likewise',
  OPTFLAGS: 'flags of a C compiler',
  PAYLOADDIGEST: 'of the compressed payload, whose content differs',
  PAYLOADDIGESTALT: 'our entries have no inode and one time',
  PLATFORM: 'names the distribution that rpmbuild runs on',
  SHA1HEADER: 'of the header, which differs',
  SHA256HEADER: 'likewise',
  SIGMD5: 'a relic of rpm 3, and refused in FIPS mode',
};

/** A package whose scriptlets and triggers write into a file what runs, and with which `$1`. */
function loud(name: string, release: string, more: Partial<PackageSpec> = {}): PackageSpec {
  const say = (what: string, interpreter?: string) => (interpreter === '<lua>' ? `local log = io.open("/log", "a"); log:write("${name}-${release} ${what}\\n"); log:close()` : `echo "${name}-${release} ${what} $1" >> /log`);
  return {
    ...featureSpec,
    name,
    evr: { version: '1', release },
    dependencies: {},
    triggers: [],
    fileTriggers: [],
    files: [{ type: 'dir', path: `/opt/${name}`, mode: 0o755 }, { type: 'file', path: `/opt/${name}/version`, mode: 0o644, content: Buffer.from(release) }],
    scriptlets: {
      pretrans: { body: say('pretrans', '<lua>'), interpreter: ['<lua>'] },
      pre: { body: say('pre') }, post: { body: say('post') }, preun: { body: say('preun') }, postun: { body: say('postun') }, posttrans: { body: say('posttrans') },
    },
    ...more,
  };
}

/** An install root with a shell, in which scriptlets really run. */
async function makeRoot(folder: string): Promise<string> {
  const root = join(folder, 'root');
  await mkdir(join(root, 'bin'), { recursive: true });
  print('cp', ['/bin/busybox', join(root, 'bin/busybox')]);
  print('ln', ['-s', 'busybox', join(root, 'bin/sh')]);
  return root;
}

describe('writeRpm with every feature', () => {
  it('writes the same fields as rpmbuild but for what the table lists', async () => {
    await using folder = await makeFolder();
    const theirs = listQueryFields(readRpm(await buildFeaturePeer(folder.path)));
    const ours = listQueryFields(readRpm(await writeBytes(featureSpec)));
    const different = [...new Set([...ours.keys(), ...theirs.keys()])].filter((name) => JSON.stringify(ours.get(name)) !== JSON.stringify(theirs.get(name)));
    expect(different.sort()).toEqual(Object.keys(differences).sort());
  });

  it('writes triggers, capabilities and ghosts that rpm shows as they are', async () => {
    await using folder = await makeFolder();
    const file = await writeSample(folder.path, featureSpec);
    const shown = print('rpm', ['-qp', '--triggers', file]);
    expect(shown).toContain('triggerin scriptlet (using /bin/sh) -- bash >= 4, dash');
    expect(shown).toContain('triggerpostun scriptlet (using <lua>) -- zsh < 1:2-3');
    expect(print('rpm', ['-qp', '--filetriggers', file])).toContain('filetriggerin scriptlet (using /bin/sh) -- /usr/bin, /usr/lib');
    expect(print('rpm', ['-qp', '--filecaps', file])).toContain('/usr/bin/able\tcap_net_raw=ep');
    expect(print('rpm', ['-qp', '--qf', '[%{FILEMODES:perms} %{FILENAMES} %{FILELINKTOS}\n]', file])).toContain('lrwxrwxrwx /var/feature/link file');
  });

  it('writes a package that rpm installs with its capabilities, names and no ghosts, and finds unchanged', async () => {
    await using folder = await makeFolder();
    const root = join(folder.path, 'root');
    await mkdir(root);
    print('rpm', ['-i', '--root', root, '--dbpath', '/db', '--nodeps', '--noscripts', '--notriggers', '--ignorearch', await writeSample(folder.path, featureSpec)]);
    expect(run('rpm', ['-V', '--root', root, '--dbpath', '/db', '--nodeps', '--noscripts', 'feature'])).toEqual({ status: 0, output: '' });
    expect(print('getcap', [join(root, 'usr/bin/able')])).toContain('cap_net_raw=ep');
    expect(await readFile(join(root, 'usr/bin/able-ü-日本'), 'utf8')).toBe('any name\n');
    expect(run('ls', [join(root, 'var/feature/link')]).status).not.toBe(0);
  });

  it('writes scriptlets and triggers that run in the right order and with the right $1', async () => {
    await using folder = await makeFolder();
    const root = await makeRoot(folder.path);
    const rpm = (...parameters: readonly string[]) => print('rpm', ['--root', root, '--dbpath', '/db', '--nodeps', ...parameters]);
    const watcher = loud('watcher', '1', {
      scriptlets: {},
      triggers: [
        { when: 'in', on: [{ name: 'loud' }], body: 'echo "triggerin $1 $2" >> /log' },
        { when: 'un', on: [{ name: 'loud' }], body: 'echo "triggerun $1 $2" >> /log' },
        { when: 'postun', on: [{ name: 'loud' }], body: 'echo "triggerpostun $1 $2" >> /log' },
      ],
      fileTriggers: [
        { when: 'in', scope: 'package', paths: ['/opt/loud'], body: 'while read path; do echo "filetriggerin $path" >> /log; done' },
        { when: 'in', scope: 'transaction', paths: ['/opt/loud'], body: 'echo transfiletriggerin >> /log' },
      ],
    });
    rpm('-i', '--ignorearch', await writeSample(folder.path, watcher));
    rpm('-i', '--ignorearch', await writeSample(folder.path, loud('loud', '1')));
    rpm('-U', '--ignorearch', await writeSample(folder.path, loud('loud', '2')));
    rpm('-e', 'loud');
    expect((await readFile(join(root, 'log'), 'utf8')).trim().split('\n')).toEqual([
      'loud-1 pretrans', 'loud-1 pre 1', 'filetriggerin /opt/loud', 'filetriggerin /opt/loud/version', 'loud-1 post 1', 'triggerin 1 1',
      'loud-1 posttrans 1', 'transfiletriggerin',
      'loud-2 pretrans', 'loud-2 pre 2', 'filetriggerin /opt/loud', 'filetriggerin /opt/loud/version', 'loud-2 post 2', 'triggerin 1 2',
      'triggerun 1 1', 'loud-1 preun 1', 'loud-1 postun 1', 'triggerpostun 1 1', 'loud-2 posttrans 2', 'transfiletriggerin',
      'triggerun 1 0', 'loud-2 preun 0', 'loud-2 postun 0', 'triggerpostun 1 0',
    ]);
  });

  it('asks for the rpm that a feature needs', async () => {
    const required = readPackageMetadata(await writeBytes(featureSpec)).requires.map(({ name }) => name);
    for (const feature of ['FileCaps', 'ScriptletExpansion', 'ScriptletInterpreterArgs', 'BuiltinLuaScripts', 'RichDependencies', 'CaretInVersions']) {
      expect(required).toContain(`rpmlib(${feature})`);
    }
    for (const program of ['/sbin/ldconfig', '/usr/bin/perl', '/usr/bin/python3', '/bin/sh']) expect(required).toContain(program);
  });

  it('writes scriptlets around the removal of a transaction, which rpm 4.19 runs and 4.18 passes over', async () => {
    await using folder = await makeFolder();
    const spec: PackageSpec = { ...featureSpec, scriptlets: { preuntrans: { body: 'echo 1' }, postuntrans: { body: 'echo 2', interpreter: ['/bin/sh', '-e'] } } };
    const file = await writeSample(folder.path, spec);
    const fields = listQueryFields(readRpm(await readFile(file)));
    expect(fields.get('PREUNTRANS')).toEqual(['echo 1']);
    expect(fields.get('POSTUNTRANSPROG')).toEqual(['/bin/sh', '-e']);
    expect(print('rpm', ['-qpi', file])).toContain('Name        : feature');
  });

  it.each<readonly [string, Partial<PackageSpec>, string]>([
    ['a name longer than a file system has', { files: [{ type: 'dir', path: `/${'ü'.repeat(128)}`, mode: 0o755 }] }, 'a name of 256 bytes'],
    ['a file whose name is too long for rpm to unpack', { files: [{ type: 'file', path: `/${'x'.repeat(247)}`, mode: 0o644, content: Buffer.alloc(0) }] }, 'wanted at most 246'],
    ['a path longer than Linux has', { files: [{ type: 'dir', path: '/abcdefghi'.repeat(410), mode: 0o755 }] }, 'a path of 4100 bytes'],
    ['half a character', { files: [{ type: 'dir', path: '/\ud800', mode: 0o755 }] }, 'no form in UTF-8'],
    ['a file below a file', { files: [{ type: 'file', path: '/a', mode: 0o644, content: Buffer.alloc(0) }, { type: 'dir', path: '/a/b/c', mode: 0o755 }] }, 'lies below "/a"'],
    ['a file below a symlink', { files: [{ type: 'symlink', path: '/a', mode: 0o777, target: '/etc' }, { type: 'dir', path: '/a/b', mode: 0o755 }] }, 'lies below "/a"'],
    ['capabilities that are none', { files: [{ type: 'file', path: '/a', mode: 0o644, content: Buffer.alloc(0), capabilities: 'everything' }] }, 'has the capabilities "everything"'],
    ['a user with a space', { files: [{ type: 'dir', path: '/a', mode: 0o755, user: 'a b' }] }, 'belongs to "a b"'],
    ['an empty symlink', { files: [{ type: 'symlink', path: '/a', mode: 0o777, target: '' }] }, 'points to ""'],
    ['a scriptlet of a relative program', { scriptlets: { post: { body: 'x', interpreter: ['sh'] } } }, 'has the interpreter "sh"'],
    ['Lua with arguments', { scriptlets: { post: { body: 'x', interpreter: ['<lua>', '-x'] } } }, 'gives arguments'],
    ['a trigger without a package', { triggers: [{ when: 'in', on: [], body: 'x' }] }, 'names no package'],
    ['a file trigger of a relative path', { fileTriggers: [{ when: 'in', scope: 'package', paths: ['etc'], body: 'x' }] }, 'no absolute path'],
    ['a dependency with an operator in its name', { dependencies: { requires: [{ name: 'a>=1' }] } }, 'an operator in it'],
    ['a rich dependency that is provided', { dependencies: { provides: [{ name: '(a or b)' }] } }, 'may not stand there'],
    ['a rich dependency that does not close', { dependencies: { requires: [{ name: '(a or b' }] } }, 'parentheses that do not close'],
    ['a version without an operator', { dependencies: { requires: [{ name: 'a', evr: '1' }] } }, 'a version without an operator'],
    ['a change from before 1970', { changelog: [{ timeSeconds: -1, author: 'A', text: '- b' }] }, 'the time of a change'],
  ])('refuses %s', async (_, part, message) => {
    await expect(writeRpm({ ...featureSpec, ...part }, { compression: zstd })).rejects.toMatchObject({ code: 'PACKAGE_INVALID', message: expect.stringContaining(message) });
  });

  it('writes a file once for each name where rpmbuild would link them, so that any of them can go', async () => {
    await using folder = await makeFolder();
    const content = Buffer.from('the same');
    const files = ['/a', '/b'].map((path) => ({ type: 'file' as const, path, mode: 0o644, content }));
    const file = await writeSample(folder.path, { ...featureSpec, files });
    await writeFile(join(folder.path, 'list'), print('rpm', ['-qp', '--qf', '[%{FILENLINKS} %{FILEDIGESTS}\n]', file]));
    const lines = (await readFile(join(folder.path, 'list'), 'utf8')).trim().split('\n');
    expect(new Set(lines).size).toBe(1);
    expect(lines[0]).toMatch(/^1 /);
  });
});
