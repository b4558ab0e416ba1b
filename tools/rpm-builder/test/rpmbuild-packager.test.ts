import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { rpmDescriptionSchema } from '@bigpanda/release-model';
import { createRpmbuildPackager, nativePackager, type PackInput } from '@bigpanda/rpm-builder';
import { makeFolder, print, sampleInput, writeComponent } from './fixture.ts';
import { describePackager } from './packager-contract.ts';

const packager = createRpmbuildPackager(process.env);

describePackager(packager);

/** What to pack: a component of a few keys. */
function inputOf(componentRoot: string, part: Readonly<Record<string, unknown>>): PackInput {
  const description = rpmDescriptionSchema.parse({ name: 'odd', summary: 'Odd', description: 'Odd.', license: 'MIT', url: 'https://odd.invalid/', ...part });
  return { ...sampleInput(componentRoot), description };
}

describe('createRpmbuildPackager', () => {
  it('says what to install where there is no rpmbuild', async () => {
    await using folder = await makeFolder();
    const attempt = createRpmbuildPackager({ PATH: folder.path }).pack(inputOf(folder.path, {}), { folder: join(folder.path, 'out') });
    await expect(attempt).rejects.toMatchObject({ code: 'RPMBUILD_MISSING', exitStatus: 2, hint: expect.stringContaining('dnf install rpm-build') });
    expect(await readdir(join(folder.path, 'out'))).toEqual([]);
  });

  it('takes nothing from the macros of its user', async () => {
    await using folder = await makeFolder();
    const home = join(folder.path, 'home');
    await mkdir(home);
    await writeFile(join(home, '.rpmmacros'), '%vendor Other\n%_topdir /nonexistent\n%_buildhost other\n%__os_install_post false\n');
    const pack = async (environment: Readonly<Record<string, string | undefined>>, out: string) => {
      const [written] = await createRpmbuildPackager(environment).pack(inputOf(folder.path, {}), { folder: join(folder.path, out) });
      return written?.sha256;
    };
    expect(await pack({ ...process.env, HOME: home, SOURCE_DATE_EPOCH: '5', LANG: 'de_DE.UTF-8', TZ: 'Asia/Tokyo' }, 'one')).toBe(await pack(process.env, 'two'));
  });

  it('takes files of any name, and makes of them what the native packager makes', async () => {
    await using folder = await makeFolder();
    const names = ['a b', 'star*', 'star?', '[x]', '{a,b}', 'back\\slash', 'double"quote', "single'quote", '100%', '%{name}', '%files', 'ünï-日本', '#hash', '$HOME', '`id`', '-dash', 'end '];
    await mkdir(join(folder.path, 'files'));
    for (const name of names) await writeFile(join(folder.path, 'files', name), name);
    const input = inputOf(folder.path, { contents: [{ source: 'files', destination: '/opt/odd', mode: '0600' }, { type: 'symlink', destination: '/opt/odd/link "%', target: 'a b%' }] });
    const list = async (one: typeof packager) => {
      const [written] = await one.pack(input, { folder: join(folder.path, one.name) });
      return print('rpm', ['-qp', '--qf', '[%{FILENAMES} %{FILEMODES:octal} %{FILEDIGESTS} %{FILELINKTOS}\n]', written?.file ?? '']);
    };
    const listed = await list(packager);
    for (const name of names) expect(listed).toContain(`/opt/odd/${name} 100600`);
    expect(listed).toBe(await list(nativePackager));
  });

  it('refuses different files of one path in two packages, which would have to be one file in its tree', async () => {
    await using folder = await makeFolder();
    await writeComponent(folder.path);
    const content = (source: string) => [{ source, destination: '/etc/odd.conf' }];
    const input = inputOf(folder.path, { contents: content('README.md'), subpackages: [{ name: 'odd-more', summary: 'More', description: 'More.', contents: content('bin/sample') }] });
    await expect(packager.pack(input, { folder: join(folder.path, 'out') })).rejects.toMatchObject({ code: 'RPMBUILD_PATH_CONFLICT', message: expect.stringContaining('"/etc/odd.conf"') });
    expect((await nativePackager.pack(input, { folder: join(folder.path, 'out') })).length).toBe(2);
  });

  it('refuses texts that rpmbuild would take for a part of the spec file', async () => {
    await using folder = await makeFolder();
    const attempt = (part: Readonly<Record<string, unknown>>) => packager.pack(inputOf(folder.path, part), { folder: join(folder.path, 'out') });
    await expect(attempt({ scriptlets: { post: 'cat <<EOF\n%post\nEOF' } })).rejects.toMatchObject({ code: 'SPEC_TEXT_UNFIT', message: expect.stringContaining('begins with "%post"') });
    await expect(attempt({ description: 'One.\n# Two' })).rejects.toMatchObject({ code: 'SPEC_TEXT_UNFIT', message: expect.stringContaining('begins with "#"') });
  });

  it.each(['- one\n* two\n- three', '- one\n%post\n'])('refuses the change %j, of which rpmbuild would drop a part', async (text) => {
    await using folder = await makeFolder();
    const attempt = packager.pack({ ...inputOf(folder.path, {}), changelog: [{ timeSeconds: 1_700_000_000, author: 'Ada', text }] }, { folder: join(folder.path, 'out') });
    await expect(attempt).rejects.toMatchObject({ code: 'SPEC_TEXT_UNFIT' });
  });

  it('makes scriptlets that came with rpm 4.19, or refuses them where rpm is older', async () => {
    await using folder = await makeFolder();
    const [major = 0, minor = 0] = (/\d+\.\d+/.exec(print('rpm', ['--version']))?.[0] ?? '').split('.').map(Number);
    const attempt = packager.pack(inputOf(folder.path, { scriptlets: { post: 'echo 1', preuntrans: 'echo 2' } }), { folder: join(folder.path, 'out') });
    if (major > 4 || minor >= 19) expect(print('rpm', ['-qp', '--scripts', (await attempt)[0]?.file ?? ''])).toContain('preuntrans');
    else await expect(attempt).rejects.toMatchObject({ code: 'RPMBUILD_DIFFERS', message: expect.stringContaining('no scriptlet "preuntrans"') });
  });

  it('says what rpmbuild said when it fails, and leaves nothing', async () => {
    await using folder = await makeFolder();
    const program = join(folder.path, 'rpmbuild');
    await writeFile(program, '#!/bin/sh\nfor spec; do :; done\nsed -i "1i Unknown: tag" "$spec"\necho "+ much else" >&2\nexec /usr/bin/rpmbuild "$@"\n', { mode: 0o755 });
    const attempt = createRpmbuildPackager({ PATH: `${folder.path}:${process.env['PATH'] ?? ''}` }).pack(inputOf(folder.path, {}), { folder: join(folder.path, 'out') });
    await expect(attempt).rejects.toMatchObject({ code: 'RPMBUILD_FAILED', exitStatus: 1, message: expect.stringMatching(/exit status 1\n {2}\| error: line 1: Unknown tag: Unknown: tag/) });
    expect(await readdir(join(folder.path, 'out'))).toEqual([]);
  });

  it('ends with its signal', async () => {
    await using folder = await makeFolder();
    const reason = new Error('interrupted');
    const controller = new AbortController();
    setTimeout(() => { controller.abort(reason); }, 60);
    await expect(packager.pack(inputOf(folder.path, {}), { folder: join(folder.path, 'out'), signal: controller.signal })).rejects.toBe(reason);
    expect(await readdir(join(folder.path, 'out'))).toEqual([]);
  });
});
