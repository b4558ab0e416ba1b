import { ReleaseError } from '@bigpanda/release-model';
import { createVerifier, type Verifier } from '@bigpanda/signer';
import { layout } from './layout.ts';
import type { RepositoryFiles } from './repository-files.ts';
import type { RepositoryFinding } from './repository-finding.ts';

/** The texts of those key files of the repository that hold a usable key. */
export async function readRepositoryKeys(files: RepositoryFiles): Promise<readonly string[]> {
  const texts = await Promise.all((await files.list(layout.keys)).map(({ name }) => readText(files, `${layout.keys}/${name}`)));
  const usable: string[] = [];
  for (const text of texts) {
    if (Array.isArray(await readFingerprints(text))) usable.push(text);
  }
  return usable;
}

/** What is wrong with the key files that clients import from. */
export async function verifyKeys(files: RepositoryFiles, verifier: Verifier): Promise<readonly RepositoryFinding[]> {
  const entries = await files.list(layout.keys);
  if (entries.length === 0) return (await isBegun(files)) ? [{ code: 'KEY_MISSING', file: layout.keys, message: 'holds no public key' }] : [];
  const findings: RepositoryFinding[] = [];
  for (const { name, kind } of entries) {
    const file = `${layout.keys}/${name}`;
    if (kind === 'file' && /^RPM-GPG-KEY-[a-z][a-z0-9-]*$/.test(name)) findings.push(...(await verifyKeyFile(files, verifier, file)));
    else findings.push({ code: 'FILE_UNKNOWN', file, message: 'is no public key file' });
  }
  return findings;
}

/** Before the first change nobody has anything to check. */
async function isBegun(files: RepositoryFiles): Promise<boolean> {
  const folders = await Promise.all([layout.channels, layout.snapshots, layout.pool].map((folder) => files.list(folder)));
  return folders.some((names) => names.length > 0);
}

/** What is wrong with one key file: every key in it has to be one that the verifier accepts. */
export async function verifyKeyFile(files: RepositoryFiles, verifier: Verifier, file: string): Promise<readonly RepositoryFinding[]> {
  const fingerprints = await readFingerprints(await readText(files, file));
  if (fingerprints === undefined) return [{ code: 'KEY_INVALID', file, message: 'is missing or holds no usable key' }];
  const strangers = fingerprints.filter((fingerprint) => !verifier.fingerprints.includes(fingerprint));
  return strangers.map((fingerprint) => ({ code: 'KEY_INVALID', file, message: `holds the key "${fingerprint}", which is not accepted` }));
}

async function readText(files: RepositoryFiles, file: string): Promise<string> {
  return Buffer.from((await files.read(file)) ?? '').toString();
}

async function readFingerprints(armored: string): Promise<readonly string[] | undefined> {
  try {
    return (await createVerifier([armored])).fingerprints;
  } catch (error) {
    if (error instanceof ReleaseError) return undefined;
    throw error;
  }
}
