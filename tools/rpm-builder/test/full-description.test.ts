import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { nativePackager } from '@bigpanda/rpm-builder';
import { makeFolder, print, run } from './fixture.ts';
import { allTargets, writeFullComponent } from './full-description.ts';

const [el8, el9, el10] = allTargets;

async function packFor(target: (typeof allTargets)[number] | undefined, folder: string, part: Readonly<Record<string, unknown>> = {}) {
  if (target === undefined) throw new RangeError('no such target');
  const input = await writeFullComponent(join(folder, 'component'), target, part);
  const [main, doc] = await nativePackager.pack(input, { folder: join(folder, target.name) });
  return { main: main?.file ?? '', doc: doc?.file ?? '' };
}

const query = (file: string, format: string) => print('rpm', ['-qp', '--qf', format, file]).trimEnd().split('\n');

describe('a description with every key', () => {
  it.each(allTargets)('becomes packages for $name that rpm verifies, installs and removes', async (target) => {
    await using folder = await makeFolder();
    const { main, doc } = await packFor(target, folder.path);
    expect(query(main, '%{NEVRA} %{PAYLOADCOMPRESSOR} %{PAYLOADFLAGS}\n')).toEqual([`full-0.1.0-1.${target.name}.x86_64 ${target.payload.codec} ${target.payload.level}`]);
    expect(query(doc, '%{NEVRA} %{LICENSE} [%{SUPPLEMENTS}]\n')).toEqual([`full-doc-0.1.0-1.${target.name}.noarch CC-BY-4.0 full`]);
    expect(run('rpmkeys', ['-K', main, doc]).status).toBe(0);
    const rpm = (...parameters: string[]) => run('rpm', ['--root', join(folder.path, 'root'), '--dbpath', '/db', ...parameters]);
    expect(rpm('-i', '--nodeps', '--noscripts', '--ignorearch', main, doc)).toEqual({ status: 0, output: expect.not.stringContaining('error') });
    expect(rpm('-V', '--nodeps', '--noscripts', 'full', 'full-doc')).toEqual({ status: 0, output: '' });
    expect(rpm('-e', '--nodeps', '--noscripts', 'full', 'full-doc')).toMatchObject({ status: 0 });
  });

  it('holds what is for one target only in the packages of that target', async () => {
    await using folder = await makeFolder();
    const facts = await Promise.all([el8, el9, el10].map(async (target) => {
      const { main } = await packFor(target, join(folder.path, target?.name ?? ''));
      const all = print('rpm', ['-qp', '--requires', '--obsoletes', '--list', '--triggers', '--scripts', main]);
      return ['platform-python', 'older-full', '/usr/lib/full/only-el8', 'old.service', 'print("gone")'].map((text) => all.includes(text));
    }));
    expect(facts).toEqual([[true, true, true, true, false], [false, true, false, false, true], [false, false, false, false, true]]);
  });

  it('writes each kind of dependency with its phases', async () => {
    await using folder = await makeFolder();
    const { main } = await packFor(el9, folder.path);
    const requires = query(main, '[%{REQUIREFLAGS:deptype}: %{REQUIRENEVRS}\n]').filter((line) => line.startsWith('manual') || /^(?:pre|post|preun|postun|meta)(?!.*interp)/.test(line));
    expect(requires).toEqual(expect.arrayContaining([
      'manual: (rich-a or rich-b)', 'manual: plain', 'manual: versioned >= 1:2.0-3', 'meta: full-data = 0.1.0-1.el9', 'pre: shadow-utils', 'post,preun,postun: systemd >= 239',
    ]));
    const others = Object.fromEntries(['conflict', 'obsolete', 'recommend', 'suggest', 'supplement', 'enhance'].map((kind) => [kind, query(main, `[%{${kind.toUpperCase()}NEVRS}\n]`)]));
    expect(others).toEqual({
      conflict: ['(full-x and full-y)', 'old-full < 1'],
      obsolete: ['older-full <= 0.9'],
      recommend: ['full-doc'],
      suggest: ['(full-extra if gnome)'],
      supplement: ['(httpd and php)'],
      enhance: ['vim'],
    });
    expect(query(main, '[%{ORDERNAME}\n]')).toEqual(['filesystem']);
  });

  it('installs files as their types say, with capabilities, languages and what is not verified', async () => {
    await using folder = await makeFolder();
    const { main } = await packFor(el9, folder.path);
    const files = query(main, '[%{FILEMODES:perms} %{FILEUSERNAME} %{FILEGROUPNAME} %{FILENAMES} %{FILEFLAGS:fflags} %{FILEVERIFYFLAGS:hex}|%{FILECAPS}|%{FILELANGS}|%{FILELINKTOS}\n]');
    expect(files.slice(0, 10)).toEqual([
      'drwxr-xr-x root root /etc/full  ffffffff|||',
      '-rw-r--r-- root root /etc/full/a.conf cn ffffffff|||',
      '-rw-r--r-- root root /etc/full/b.conf cn ffffffff|||',
      '-rw-r--r-- root root /etc/full/made-later.conf cng ffffffd8|||',
      '-rw-r--r-- full operators /etc/full/plain.cfg cm ffffffff|||',
      'drwx--x--x root root /run/full g ffffffd8|||',
      '-rwxr-xr-x root root /usr/bin/full  ffffffff|cap_net_bind_service=ep||',
      'lrwxrwxrwx root root /usr/bin/full-too g ffffffd8|||full',
      'drwxr-xr-x root root /usr/lib/full  ffffffff|||',
      'lrwxrwxrwx root root /usr/lib/full-share  ffffffff|||../share/full',
    ]);
    const paths = print('rpm', ['-qpl', main]).trim().split('\n');
    expect(paths.filter((path) => path.startsWith('/usr/share/full'))).toEqual([
      '/usr/share/full', '/usr/share/full/README.de', '/usr/share/full/deep', '/usr/share/full/deep/er', '/usr/share/full/deep/er/leaf ünï.txt',
      '/usr/share/full/orig', '/usr/share/full/orig/deep', '/usr/share/full/orig/deep/old.orig', '/usr/share/full/top.txt',
    ]);
    expect(paths.filter((path) => /share\/(?:doc|licenses)|tmpfiles|sysusers/.test(path))).toEqual([
      '/usr/lib/sysusers.d/full.conf', '/usr/lib/tmpfiles.d/full-extra.conf', '/usr/lib/tmpfiles.d/full.conf',
      '/usr/share/doc/full', '/usr/share/doc/full/README', '/usr/share/doc/full/one.txt', '/usr/share/doc/full/read me ünï.md',
      '/usr/share/licenses/full', '/usr/share/licenses/full/COPYING', '/usr/share/licenses/full/LICENSE',
    ]);
    expect(files.find((line) => line.includes('README.de'))).toBe('-rw-r--r-- root root /usr/share/full/README.de  ffffffff||de|');
    expect(files.find((line) => line.includes('full.log'))).toBe('-rw-r--r-- root root /var/log/full.log g ffffff98|||');
    expect(files.find((line) => line.includes('/usr/lib/full/artifact'))).toContain('artifact a ffffffff');
  });

  it('writes scriptlets with their interpreters, triggers and file triggers', async () => {
    await using folder = await makeFolder();
    const { main } = await packFor(el9, folder.path);
    const scripts = print('rpm', ['-qp', '--scripts', main]);
    expect(scripts).toMatch(/pretrans scriptlet \(using <lua>\):\nprint\("pretrans"\)/);
    expect(scripts).toMatch(/postinstall scriptlet \(using \/bin\/sh\):\nif command -v systemd-tmpfiles[^]*full-extra\.conf \/usr\/lib\/tmpfiles\.d\/full\.conf[^]*echo post "\$1"\necho more\nif/);
    expect(scripts).toMatch(/postuninstall scriptlet \(using \/bin\/bash\):\necho postun/);
    expect(scripts).toMatch(/posttrans scriptlet \(using \/usr\/bin\/python3 -E\):\nprint\("posttrans"\)/);
    expect(scripts).toMatch(/verify program: \/bin\/true/);
    const triggers = print('rpm', ['-qp', '--triggers', '--filetriggers', main]);
    expect(triggers).toContain('triggerin scriptlet (using /bin/sh) -- httpd >= 2.4, nginx\necho triggered');
    expect(triggers).toContain('triggerpostun scriptlet (using <lua>) -- httpd\nprint("gone")');
    expect(triggers).toMatch(/filetriggerin scriptlet \(using \/bin\/sh\) -- \/usr\/share\/full, \/usr\/share\/other\ncat/);
    expect(triggers).toMatch(/transfiletriggerpostun scriptlet \(using \/bin\/bash\) -- \/usr\/lib\/full\ncat/);
    expect(query(main, '[%{TRANSFILETRIGGERPRIORITIES}\n]')).toEqual(['200']);
  });

  it('lets rpm make users where it can, and a scriptlet where it cannot', async () => {
    await using folder = await makeFolder();
    const part = { users: [{ name: 'full', description: 'Full', home: '/var/lib/full' }], groups: ['operators'], scriptlets: {} };
    const facts = await Promise.all([el8, el9, el10].map(async (target) => {
      const { main } = await packFor(target, join(folder.path, target?.name ?? ''), part);
      const provides = print('rpm', ['-qp', '--provides', main]).split('\n').filter((line) => /^(?:user|group)\(/.test(line));
      return { hasScript: print('rpm', ['-qp', '--scripts', main]).includes('preinstall'), provides };
    }));
    const lines = { operators: Buffer.from('g operators -\0\0').toString('base64'), full: Buffer.from('u full - "Full" /var/lib/full\0').toString('base64') };
    expect(facts).toEqual([
      { hasScript: true, provides: [] },
      { hasScript: true, provides: [] },
      { hasScript: false, provides: ['group(full)', `group(operators) = ${lines.operators}`, `user(full) = ${lines.full}`] },
    ]);
  });

  it('writes the changes at noon of their days, the newest first', async () => {
    await using folder = await makeFolder();
    const { main } = await packFor(el9, folder.path);
    expect(query(main, '[%{CHANGELOGTIME:date} %{CHANGELOGNAME} %{CHANGELOGTEXT}\n]')).toEqual([
      'Sun Nov 22 12:00:00 2026 Zoë <zoe@full.invalid> - 0.1.0-1 - second', '- and more', 'Fri Jan  2 12:00:00 2026 Zoë <zoe@full.invalid> - first',
    ]);
  });
});
