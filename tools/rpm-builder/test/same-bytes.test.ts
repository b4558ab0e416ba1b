import { spawnSync } from 'node:child_process';
import { chmod, cp, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createKey } from '@bigpanda/signer';
import { makeFolder, print, sampleDescription, sampleInput, writeComponent } from './fixture.ts';

interface Surroundings {
  readonly folder: string;
  readonly user: number;
  readonly umask: string;
  readonly variables: Readonly<Record<string, string>>;
}

const resolve = (name: string): string => JSON.stringify(import.meta.resolve(name));

/** Packs and signs with a cold cache, a warm one and none, and with 1 and 2 workers; prints the digests of every package. */
const script = `
  import { nativePackager, openFrameStore } from ${resolve('@bigpanda/rpm-builder')};
  import { openKey } from ${resolve('@bigpanda/signer')};
  const [folder, given] = process.argv.slice(1);
  const signer = await openKey({ name: 'sample', environment: { BIGPANDA_KEY_FILE: folder + '/key.asc' } });
  const input = { ...JSON.parse(given), componentRoot: folder + '/component', licenceText: Buffer.from('Licence'), extraFiles: new Map([['dist/generated/sqlite.toml', Buffer.from('a')]]) };
  const frameCache = openFrameStore({ folder: folder + '/cache' });
  for (const options of [{ frameCache }, { frameCache }, { workers: 1 }, { workers: 2 }, { frameCache, workers: 1 }]) {
    const packages = await nativePackager.pack(input, { folder: folder + '/out', signers: { signer, additional: [] }, ...options });
    console.log(packages.map(({ name, sha256 }) => name + ' ' + sha256).join(' '));
  }
`;

function packIn({ folder, user, umask, variables }: Surroundings): readonly string[] {
  const { componentRoot: _, licenceText: __, extraFiles: ___, ...input } = sampleInput('');
  const { status, stdout, stderr } = spawnSync('sh', ['-c', `umask ${umask} && exec setpriv --reuid=${user} --regid=${user} --clear-groups "$@"`, 'sh',
    process.execPath, '--input-type=module', '--eval', script, folder, JSON.stringify({ ...input, description: sampleDescription })], { encoding: 'utf8', env: { PATH: process.env['PATH'], ...variables } });
  expect(stderr).toBe('');
  expect(status).toBe(0);
  return stdout.trim().split('\n');
}

describe('the native packager', () => {
  it('gives the same bytes, signatures with them, for another user, path, umask, locale and time zone, with any cache and number of workers', async () => {
    await using folder = await makeFolder();
    await chmod(folder.path, 0o755);
    const [first, second] = [join(folder.path, 'first'), join(folder.path, 'second/deeper/ünd mehr')];
    await writeComponent(join(first, 'component'));
    // Several frames, of contents that do not come out alike by chance.
    const text = Array.from({ length: 400_000 }, (_, line) => `line ${line * line}\n`).join('');
    for (let index = 0; index < 12; index += 1) await writeFile(join(first, `component/dist/static/${index}.txt`), text.slice(index * 100_000, index * 100_000 + 500_000));
    await createKey({ name: 'sample', environment: { BIGPANDA_KEY_FILE: join(first, 'key.asc') }, userId: 'Sample', createdSeconds: 1_690_000_000 });
    await mkdir(join(second, '..'), { recursive: true });
    await cp(first, second, { recursive: true });
    print('chown', ['-R', '65534:65534', second]);
    print('find', [second, '-exec', 'touch', '-d', '2001-02-03', '{}', '+']);
    const digests = [
      ...packIn({ folder: first, user: 0, umask: '022', variables: { LC_ALL: 'C', TZ: 'UTC', HOME: '/root' } }),
      ...packIn({ folder: second, user: 65_534, umask: '077', variables: { LC_ALL: 'tr_TR.UTF-8', TZ: 'Asia/Tokyo', HOME: '/nonexistent' } }),
    ];
    expect(digests).toHaveLength(10);
    expect(new Set(digests).size).toBe(1);
    expect(digests[0]).toMatch(/^sample-server [0-9a-f]{64} sample-server-sqlite [0-9a-f]{64} sample-server-doc [0-9a-f]{64}$/);
  });
});
