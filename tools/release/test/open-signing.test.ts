import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { RepositoryConfig } from '@bigpanda/release-model';
import { repositoryConfigSchema } from '@bigpanda/release-model/repository-config';
import { openSigning, type Signing } from '../src/pipeline/open-signing.ts';

const repository = readFileSync(join(import.meta.dirname, '../../..', 'repo-config/repository.json'), 'utf8');
const config = repositoryConfigSchema.parse(JSON.parse(repository));
const opening = (env: Readonly<Record<string, string>>, { root = '/nonexistent', signing }: { readonly root?: string; readonly signing?: NonNullable<RepositoryConfig['signing']> } = {}): Promise<Signing> =>
  openSigning({ root, config: { ...config, signing } }, { env, now: () => new Date(1_700_000_000_000), isTerminal: false });
const open = async (env: Readonly<Record<string, string>>) => (await opening(env)).signers.signer;

function temporaryFile(name: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'open-signer-'));
  onTestFinished(() => { rmSync(folder, { recursive: true }); });
  return join(folder, name);
}

describe('openSigning', () => {
  it('makes no key where BIGPANDA_KEY_FILE names a file that is missing', async () => {
    const file = temporaryFile('key.asc');
    await expect(open({ BIGPANDA_KEY_FILE: file })).rejects.toMatchObject({ code: 'KEY_MISSING', exitStatus: 2, hint: expect.stringContaining('bigpanda key create') });
    await expect(open({ BIGPANDA_KEY_FILE: file, BIGPANDA_KEY_CREATE: '0' })).rejects.toMatchObject({ code: 'KEY_MISSING' });
    expect(existsSync(file)).toBe(false);
  });

  it('makes a key there when BIGPANDA_KEY_CREATE is 1, and opens it afterwards without', async () => {
    const file = temporaryFile('key.asc');
    const made = await open({ BIGPANDA_KEY_FILE: file, BIGPANDA_KEY_CREATE: '1' });
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(await open({ BIGPANDA_KEY_FILE: file })).toMatchObject({ fingerprint: made.fingerprint });
  });

  it('refuses a relative BIGPANDA_KEY_FILE', async () => {
    await expect(open({ BIGPANDA_KEY_FILE: 'key.asc', BIGPANDA_KEY_CREATE: '1' })).rejects.toMatchObject({ code: 'KEY_PLACE_RELATIVE', exitStatus: 2 });
  });

  it('makes a key on first use where nothing names one', async () => {
    const state = temporaryFile('state');
    const made = await open({ XDG_STATE_HOME: state });
    expect(await open({ XDG_STATE_HOME: state })).toMatchObject({ fingerprint: made.fingerprint });
  });
});
