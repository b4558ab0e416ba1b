import { readFile } from 'node:fs/promises';
import { ReleaseError, type ConfigurationProblem } from '@bigpanda/release-model';
import { checkRpm, findMetadataProblems, readPackageMetadata, RpmFormatError, type PackageMetadata, type RpmProblem } from '@bigpanda/rpm-format';
import type { Verifier } from '@bigpanda/signer';

/** An RPM file to publish: a path, or bytes with a name for messages. */
export type PackageSource = string | { readonly file: string; readonly bytes: Uint8Array; readonly companions?: readonly PackageCompanion[] };

/** A file that tells of a package and is published beside it, as `<package>.<kind>.json`. */
export interface PackageCompanion {
  /** A word, such as `lint`. */
  readonly kind: string;
  readonly bytes: Uint8Array;
}

/** An RPM file after it was looked at. */
export interface IncomingPackage {
  readonly file: string;
  readonly bytes: Uint8Array;
  /** Absent when the file is no package. */
  readonly metadata: PackageMetadata | undefined;
  /** Why it may not be published; empty when it may. */
  readonly problems: readonly ConfigurationProblem[];
  readonly companions?: readonly PackageCompanion[];
}

/** What may stand in a file name that is also a part of a path and of a URL; a package name as in rpm.json, versions as rpm allows them. */
const allowedText = { name: /^[A-Za-z0-9][A-Za-z0-9+._-]*$/, version: /^[A-Za-z0-9._+~^]+$/, release: /^[A-Za-z0-9._+~^]+$/, arch: /^[a-z0-9_]+$/ } as const;

/**
 * Reads and checks one RPM file: digests, signature by one of the verifier's keys, texts that metadata can hold.
 * @throws ReleaseError `PACKAGE_UNREADABLE` when the path cannot be read
 */
export async function takeIn(source: PackageSource, verifier: Verifier): Promise<IncomingPackage> {
  const file = typeof source === 'string' ? source : source.file;
  const bytes = typeof source === 'string' ? await readSource(source) : source.bytes;
  const rpmProblems = await checkRpm(bytes, (data, signature) => verifier.verify(data, signature));
  const metadata = readMetadata(bytes);
  const problems = [
    ...rpmProblems.map((problem) => describeRpmProblem(file, problem, verifier)),
    ...(metadata === undefined ? [] : checkTexts(file, metadata)),
  ];
  return { file, bytes, metadata, problems, ...(typeof source === 'string' || source.companions === undefined ? {} : { companions: source.companions }) };
}

async function readSource(file: string): Promise<Uint8Array> {
  return readFile(file).catch((cause: unknown) => {
    throw new ReleaseError('PACKAGE_UNREADABLE', `read a package: "${file}": ${(cause as Error).message}`, {
      exitStatus: 2,
      cause,
      hint: 'Name RPM files that exist and that you may read.',
    });
  });
}

function readMetadata(bytes: Uint8Array): PackageMetadata | undefined {
  try {
    return readPackageMetadata(bytes);
  } catch (cause) {
    if (cause instanceof RpmFormatError) return undefined;
    throw cause;
  }
}

function describeRpmProblem(file: string, { code, message }: RpmProblem, verifier: Verifier): ConfigurationProblem {
  const keys = verifier.fingerprints.map((fingerprint) => `"${fingerprint}"`).join(' or ');
  const allowed = code.startsWith('SIGNATURE_') ? `a signature by the key ${keys || '(none is known)'}` : 'the file as it was built: copy or build it again';
  return { path: file, found: message, allowed };
}

function checkTexts(file: string, metadata: PackageMetadata): readonly ConfigurationProblem[] {
  const parts = (['name', 'version', 'release', 'arch'] as const).filter((part) => !allowedText[part].test(metadata[part]));
  return [
    ...parts.map((part) => ({ path: file, found: `the ${part} ${JSON.stringify(metadata[part])}`, allowed: `a ${part} that matches ${allowedText[part].source}` })),
    ...findMetadataProblems(metadata).map((problem) => ({ path: file, found: problem, allowed: 'texts without control characters; build the package again' })),
  ];
}
