import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdir, readdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { keyFilePath, openKey, openOrCreateKey } from '@bigpanda/signer';
import { makeFolder } from './fixture.ts';

const newKey = { name: 'sample', userId: 'Sample packages <packages@sample.invalid>', nowSeconds: 1_700_000_000 };

describe('keyFilePath', () => {
  it.each([
    [{ HOME: '/home/ada' }, '/home/ada/.local/state/bigpanda/keys/sample.asc'],
    [{ HOME: '/home/ada', XDG_STATE_HOME: '/state' }, '/state/bigpanda/keys/sample.asc'],
    [{ HOME: '/home/ada', XDG_STATE_HOME: 'relative' }, '/home/ada/.local/state/bigpanda/keys/sample.asc'],
    [{ HOME: '/home/ada', XDG_STATE_HOME: '/state', BIGPANDA_KEY_FILE: '/keys/own.asc' }, '/keys/own.asc'],
  ])('finds the file of %j at "%s"', (environment, expected) => {
    expect(keyFilePath({ environment, name: 'sample' })).toBe(expected);
  });

  it('refuses an environment that names no place', () => {
    expect(() => keyFilePath({ environment: {}, name: 'sample' })).toThrow(expect.objectContaining({ code: 'KEY_PLACE_UNKNOWN' }));
  });
});

describe('openOrCreateKey', () => {
  it('makes a key of mode 0600 in a folder of mode 0700, and finds it again', async () => {
    await using folder = await makeFolder();
    const environment = { XDG_STATE_HOME: folder.path };
    const made = await openOrCreateKey({ ...newKey, environment });
    const found = await openKey({ ...newKey, environment });
    const keys = join(folder.path, 'bigpanda/keys');
    expect(found.fingerprint).toBe(made.fingerprint);
    expect(found.publicKeyArmored).toBe(made.publicKeyArmored);
    expect(made.createdSeconds).toBe(newKey.nowSeconds);
    expect(((await stat(keys)).mode & 0o777).toString(8)).toBe('700');
    expect(((await stat(join(keys, 'sample.asc'))).mode & 0o777).toString(8)).toBe('600');
    expect(await readdir(keys)).toEqual(['sample.asc']);
  });

  it('gives processes that start at once the same key', async () => {
    await using folder = await makeFolder();
    const program = `
      import { openOrCreateKey } from ${JSON.stringify(import.meta.resolve('@bigpanda/signer'))};
      const signer = await openOrCreateKey({ name: 'sample', userId: 'Sample', nowSeconds: 1700000000 + Number(process.argv[1]), environment: process.env });
      console.log(signer.fingerprint);`;
    const printed = await Promise.all([0, 1, 2].map((number) => runModule(program, String(number), folder.path)));
    expect(printed[0]).toMatch(/^[0-9a-f]{40}\n$/);
    expect(new Set(printed).size).toBe(1);
  });

  it('refuses a key file that others may read, and says what to run', async () => {
    await using folder = await makeFolder();
    const file = join(folder.path, 'own.asc');
    await writeFile(file, 'anything');
    await chmod(file, 0o640);
    await expect(openOrCreateKey({ ...newKey, environment: { BIGPANDA_KEY_FILE: file } })).rejects.toMatchObject({
      code: 'KEY_FILE_OPEN_TO_OTHERS',
      hint: expect.stringContaining('chmod 600'),
    });
  });

  it('refuses a file that is no key, and does not replace it', async () => {
    await using folder = await makeFolder();
    const file = join(folder.path, 'own.asc');
    await writeFile(file, 'anything', { mode: 0o600 });
    await expect(openOrCreateKey({ ...newKey, environment: { BIGPANDA_KEY_FILE: file } })).rejects.toMatchObject({ code: 'KEY_INVALID' });
    expect((await stat(file)).size).toBe(8);
  });
});

describe('openKey', () => {
  it('does not make a key', async () => {
    await using folder = await makeFolder();
    await mkdir(join(folder.path, 'empty'));
    await expect(openKey({ name: 'sample', environment: { XDG_STATE_HOME: join(folder.path, 'empty') } })).rejects.toMatchObject({ code: 'KEY_MISSING' });
    expect(await readdir(join(folder.path, 'empty'))).toEqual([]);
  });
});

async function runModule(program: string, parameter: string, stateFolder: string): Promise<string> {
  const child = spawn(process.execPath, ['--input-type=module', '--eval', program, parameter], {
    env: { ...process.env, XDG_STATE_HOME: stateFolder },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const chunks: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
  await once(child, 'close');
  return Buffer.concat(chunks).toString();
}
