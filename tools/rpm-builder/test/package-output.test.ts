import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readdir, readFile, utimes, writeFile } from 'node:fs/promises';
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { nativePackager, PackageOutput, type PackInput } from '@bigpanda/rpm-builder';
import { rpmDescriptionSchema } from '@bigpanda/release-model';
import { checkRpm } from '@bigpanda/rpm-format';
import type { Signer } from '@bigpanda/signer';
import { makeFolder, run, sampleInput, writeComponent } from './fixture.ts';

async function* one(text: string): AsyncIterable<Uint8Array> {
  yield Buffer.from(text);
}

/** A component of one file, and how to pack it. */
async function makeLarge(folder: string, sizeBytes: number): Promise<PackInput> {
  await mkdir(join(folder, 'component'), { recursive: true });
  // Bytes that do not compress.
  const bytes = createHash('shake256', { outputLength: sizeBytes }).update('large').digest();
  await writeFile(join(folder, 'component/large.bin'), bytes);
  const description = rpmDescriptionSchema.parse({
    name: 'large', summary: 'Large', description: 'Large.', license: 'MIT', url: 'https://sample.invalid/', contents: [{ source: 'large.bin', destination: '/opt/large.bin' }],
  });
  return { ...sampleInput(join(folder, 'component')), description };
}

describe('PackageOutput', () => {
  it('puts packages into a folder that it makes, each whole under its name, over one that is there', async () => {
    await using folder = await makeFolder();
    await writeComponent(join(folder.path, 'component'));
    const out = join(folder.path, 'deep/out');
    await mkdir(out, { recursive: true });
    await writeFile(join(out, 'sample-server-0.1.0-1.el9.noarch.rpm'), 'old');
    const written = await nativePackager.pack(sampleInput(join(folder.path, 'component')), { folder: out });
    expect((await readdir(out)).toSorted()).toEqual(written.map(({ file }) => file.slice(out.length + 1)).toSorted());
    for (const { file, sha256, sizeBytes } of written) {
      const bytes = await readFile(file);
      expect([createHash('sha256').update(bytes).digest('hex'), bytes.length]).toEqual([sha256, sizeBytes]);
    }
  });

  it('leaves what was there and nothing else when it fails, and names the file', async () => {
    await using folder = await makeFolder();
    // A folder of the file's name makes the rename fail.
    await mkdir(join(folder.path, 'b.rpm/inner'), { recursive: true });
    await writeFile(join(folder.path, 'c.rpm'), 'old');
    const attempt = (async () => {
      await using output = await PackageOutput.open(folder.path);
      for (const name of ['b.rpm', 'c.rpm']) await output.write(name, one('new'));
      output.commit();
    })();
    await expect(attempt).rejects.toMatchObject({ code: 'RPM_WRITE_FAILED', message: expect.stringContaining('b.rpm"') });
    expect((await readdir(folder.path)).toSorted()).toEqual(['b.rpm', 'c.rpm']);
    expect(await readFile(join(folder.path, 'c.rpm'), 'utf8')).toBe('old');
  });

  it('removes what a writer left that is gone, but not what one that runs is writing', async () => {
    await using folder = await makeFolder();
    const { pid: gone } = spawnSync('true');
    const names = [`.a.rpm.${gone}-0123456789ab.tmp`, `.b.rpm.${gone}-0123456789ab.tmp`, `.c.rpm.${process.pid}-0123456789ab.tmp`, '.d.rpm.tmp'];
    for (const name of names) await writeFile(join(folder.path, name), '');
    for (const name of names.slice(1)) await utimes(join(folder.path, name), 1, 1);
    await utimes(join(folder.path, names[0] ?? ''), new Date(), new Date());
    await (await PackageOutput.open(folder.path))[Symbol.asyncDispose]();
    expect((await readdir(folder.path)).toSorted()).toEqual([names[0], names[2], names[3]].toSorted());
  });
});

describe('the native packager', () => {
  it('says that the disk is full, and leaves nothing on it', async () => {
    await using folder = await makeFolder();
    const input = await makeLarge(folder.path, 4_000_000);
    const full = join(folder.path, 'full');
    await mkdir(full);
    const mounted = run('mount', ['-t', 'tmpfs', '-o', 'size=3m', 'tmpfs', full]);
    expect(mounted).toEqual({ status: 0, output: '' });
    try {
      await expect(nativePackager.pack(input, { folder: full })).rejects.toMatchObject({
        code: 'RPM_WRITE_FAILED', message: expect.stringContaining('no space left on device (ENOSPC)'), hint: expect.stringContaining('Free some disk space'),
      });
      expect(await readdir(full)).toEqual([]);
    } finally {
      run('umount', [full]);
    }
  });

  it.each([[512, 'fits into the room that was left'], [9_000, 'does not, so that the package is copied']])('leaves one whole package with a signature of %i bytes, which %s', async (length) => {
    await using folder = await makeFolder();
    const input = await makeLarge(folder.path, 4_000_000);
    const signer: Signer = { kind: 'command', algorithm: 'rsa', fingerprint: '', publicKeyArmored: '', createdSeconds: 0, sign: async () => Buffer.alloc(length, 1) };
    const [written] = await nativePackager.pack(input, { folder: join(folder.path, 'out'), signers: { signer, additional: [] } });
    expect(await readdir(join(folder.path, 'out'))).toEqual(['large-0.1.0-1.el9.noarch.rpm']);
    const bytes = await readFile(written?.file ?? '');
    expect([createHash('sha256').update(bytes).digest('hex'), bytes.length]).toEqual([written?.sha256, written?.sizeBytes]);
    expect(await checkRpm(bytes)).toEqual([]);
  });

  it('stops when it is told to, and leaves nothing', async () => {
    await using folder = await makeFolder();
    const input = await makeLarge(folder.path, 4_000_000);
    const reason = new Error('enough');
    await expect(nativePackager.pack(input, { folder: join(folder.path, 'out'), signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
    expect(await readdir(join(folder.path, 'out'))).toEqual([]);
  });

  it('leaves no package when it is killed, and what it leaves is removed by the next one', async () => {
    await using folder = await makeFolder();
    const input = await makeLarge(folder.path, 60_000_000);
    const out = join(folder.path, 'out');
    const child = spawn(process.execPath, ['--input-type=module', '--eval', `
      import { nativePackager } from ${JSON.stringify(import.meta.resolve('@bigpanda/rpm-builder'))};
      const signer = { sign: () => { process.stdout.write('signing'); return new Promise(() => { setInterval(() => undefined, 1000); }); } };
      await nativePackager.pack({ ...${JSON.stringify(input)}, licenceText: Buffer.from('Licence'), extraFiles: new Map() }, { folder: ${JSON.stringify(out)}, signers: { signer, additional: [] } });
    `], { stdio: ['ignore', 'pipe', 'inherit'] });
    // By then the payload is written, and its header waits for a signature.
    await once(child.stdout, 'data');
    child.kill('SIGKILL');
    await once(child, 'exit');
    const [left = '', ...others] = await readdir(out);
    expect([left, others]).toEqual([expect.stringMatching(/^\.large-0\.1\.0-1\.el9\.noarch\.rpm\.\d+-[0-9a-f]{12}\.tmp$/), []]);
    await utimes(join(out, left), 1, 1);
    await (await PackageOutput.open(out))[Symbol.asyncDispose]();
    expect(await readdir(out)).toEqual([]);
  });
});
