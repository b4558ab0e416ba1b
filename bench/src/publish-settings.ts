import { join } from 'node:path';
import { repositoryConfigSchema } from '@bigpanda/release-model/repository-config';
import type { PublishOptions } from '@bigpanda/rpm-repo';
import { createVerifier, openOrCreateKey, type Signer, type Verifier } from '@bigpanda/signer';

export interface BenchKey {
  readonly signer: Signer;
  readonly verifier: Verifier;
}

/** A key for one benchmark. */
export async function createBenchKey(folder: string): Promise<BenchKey> {
  const signer = await openOrCreateKey({ environment: { BIGPANDA_KEY_FILE: join(folder, 'bench.key') }, name: 'bench', userId: 'bench <bench@sample.example>', nowSeconds: 1_700_000_000 });
  return { signer, verifier: await createVerifier([signer.publicKeyArmored]) };
}

/** What a publish into the repository of one benchmark is given, without packages. */
export function publishSettings(folder: string, key: BenchKey): Omit<PublishOptions, 'packages'> {
  const config = repositoryConfigSchema.parse({
    name: 'bench',
    vendor: 'Bench',
    url: 'https://sample.example/',
    targets: [{ name: 'el9', payload: { codec: 'gzip', level: 6 } }],
    channels: Object.fromEntries(['testing', 'stable'].map((name) => [name, { title: 'Bench', baseUrl: 'https://packages.example', metadataExpireSeconds: 300 }])),
    versions: { first: '0.1.0' },
  });
  const record = { publishedAt: '2026-01-02T03:04:05Z', publishedBy: 'bench', reason: 'a benchmark', commit: 'c'.repeat(40) };
  return { root: join(folder, 'repo'), channel: 'testing', target: 'el9', config, record, ...key };
}
