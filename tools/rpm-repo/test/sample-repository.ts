import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { repositoryConfigSchema } from '@bigpanda/release-model/repository-config';
import { writeRpm, type PackageSpec } from '@bigpanda/rpm-format';
import { createVerifier, openOrCreateKey, type Signer, type Verifier } from '@bigpanda/signer';
import type { PublishOptions } from '../src/index.ts';

/** When the packages of the tests were made. */
export const buildSeconds = 1_700_000_000;

export const sampleConfig = repositoryConfigSchema.parse({
  name: 'sample',
  vendor: 'Sample',
  url: 'https://sample.example/',
  targets: [{ name: 'el9', payload: { codec: 'gzip', level: 6 } }],
  channels: {
    testing: { title: 'Sample testing', baseUrl: 'https://packages.example/sample', metadataExpireSeconds: 300 },
    stable: { title: 'Sample stable', baseUrl: 'https://packages.example/sample', metadataExpireSeconds: 21_600 },
  },
  versions: { first: '0.1.0' },
});

/** A folder for one test, gone afterwards, and a key. */
export interface SampleSite extends AsyncDisposable {
  readonly folder: string;
  /** Where a repository can be made. */
  readonly root: string;
  readonly signer: Signer;
  readonly verifier: Verifier;
}

/** A site with the key of another one, or a new key, which takes half a second. */
export async function createSite(key?: Signer): Promise<SampleSite> {
  const folder = await mkdtemp(join(tmpdir(), 'rpm-repo-'));
  const signer = key ?? (await createKey(folder, 'site'));
  return {
    folder,
    root: join(folder, 'repo'),
    signer,
    verifier: await createVerifier([signer.publicKeyArmored]),
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true }),
  };
}

/** A new key in a folder. */
export function createKey(folder: string, name: string): Promise<Signer> {
  return openOrCreateKey({ environment: { BIGPANDA_KEY_FILE: join(folder, `${name}.key`) }, name, userId: `${name} <${name}@sample.example>`, nowSeconds: buildSeconds });
}

export interface SampleRpm {
  readonly file: string;
  readonly bytes: Uint8Array;
}

/** An RPM file with one file in it, signed when a signer is given. */
export async function writeSample(fields: Partial<PackageSpec> = {}, signer?: Signer): Promise<SampleRpm> {
  const spec: PackageSpec = {
    name: 'sample',
    evr: { version: '1.0', release: '1.el9' },
    arch: 'noarch',
    summary: 'A sample',
    description: 'A package for tests.',
    license: 'MIT',
    sourceRpm: 'sample-1.0-1.el9.src.rpm',
    timeSeconds: buildSeconds,
    files: [{ path: `/usr/share/${fields.name ?? 'sample'}.txt`, type: 'file', mode: 0o644, content: Buffer.from('sample\n') }],
    ...fields,
  };
  const written = await writeRpm(spec, {
    compression: { codec: 'gzip', level: 6 },
    ...(signer === undefined ? {} : { signHeader: (header) => signer.sign(header, buildSeconds) }),
  });
  return { file: `${spec.name}-${spec.evr.version}-${spec.evr.release}.${spec.arch}.rpm`, bytes: Buffer.concat(written.chunks) };
}

/** What publish is given for the channel "testing" of a site. */
export function publishOptions(site: SampleSite, packages: PublishOptions['packages'], more: Partial<PublishOptions> = {}): PublishOptions {
  const { root, signer, verifier } = site;
  const record = { publishedAt: '2026-01-02T03:04:05Z', publishedBy: 'tester', reason: 'a test', commit: 'c'.repeat(40) };
  return { root, signer, verifier, packages, record, config: sampleConfig, channel: 'testing', target: 'el9', ...more };
}
