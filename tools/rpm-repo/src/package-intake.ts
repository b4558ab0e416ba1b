import { hash } from 'node:crypto';
import { ReleaseError, type ConfigurationProblem } from '@bigpanda/release-model';
import { checkRpm, findMetadataProblems, readPackageMetadata, RpmFormatError, type PackageMetadata, type RpmProblem } from '@bigpanda/rpm-format';
import type { Verifier } from '@bigpanda/signer';
import { findCompanionProblems, readNeighbours, type PackageCompanion } from './package-companions.ts';
import { hashPath } from './path-hash.ts';
import { readPlainFile } from './plain-file.ts';

/** An RPM file to publish: a path, with what lies beside it; or bytes with a name for messages. */
export type PackageSource = string | { readonly file: string; readonly bytes: Uint8Array; readonly companions?: readonly PackageCompanion[] };

/** What is remembered of each package that comes in: many together have more files than fit into memory. */
export type IncomingMetadata = Pick<PackageMetadata, 'name' | 'epoch' | 'version' | 'release' | 'arch' | 'sha256' | 'sizeBytes' | 'buildTimeSeconds' | 'headerRange' | 'provides' | 'requires' | 'conflicts' | 'obsoletes'> & {
  /** `hashPath` of each file. */
  readonly pathHashes: Uint32Array;
};

/** An RPM file after it was looked at. */
export interface IncomingPackage {
  readonly file: string;
  readonly sizeBytes: number;
  /** The bytes that were looked at; they are read again, because those of many packages do not fit into memory. @throws ReleaseError `PACKAGE_CHANGED` when they are others now */
  readonly read: () => Uint8Array;
  /** Absent when the file is no package. */
  readonly metadata: IncomingMetadata | undefined;
  /** All of its metadata, read again where they were not kept. @throws ReleaseError `PACKAGE_CHANGED`, RpmFormatError where there are none */
  readonly readMetadata: () => PackageMetadata;
  /** Why it may not be published; empty when it may. */
  readonly problems: readonly ConfigurationProblem[];
  readonly companions: readonly PackageCompanion[];
}

/** What may stand in a file name that is also a part of a path and of a URL; a package name as in rpm.json, versions as rpm allows them. */
const allowedText = { name: /^[A-Za-z0-9][A-Za-z0-9+._-]*$/, version: /^[A-Za-z0-9._+~^]+$/, release: /^[A-Za-z0-9._+~^]+$/, arch: /^[a-z0-9_]+$/ } as const;

export interface IntakeOptions {
  readonly verifier: Verifier;
  /** Whether all metadata are kept, so that a large file need not be read again; not when absent. */
  readonly isKept?: boolean;
}

/**
 * Reads and checks one RPM file: digests, signature by one of the verifier's keys, texts that metadata can hold, and that its provenance tells of it.
 * @throws ReleaseError `PACKAGE_UNREADABLE` when the path cannot be read
 */
export async function takeIn(source: PackageSource, { verifier, isKept = false }: IntakeOptions): Promise<IncomingPackage> {
  const file = typeof source === 'string' ? source : source.file;
  const bytes = typeof source === 'string' ? readSource(source) : source.bytes;
  const rpmProblems = await checkRpm(bytes, (data, signature) => verifier.verify(data, signature));
  const metadata = readMetadata(bytes);
  const companions = typeof source === 'string' ? readNeighbours(source) : source.companions ?? [];
  const untrue = metadata === undefined ? [] : await findCompanionProblems({ file, bytes, headerRange: metadata.headerRange }, companions, verifier);
  const problems = [
    ...rpmProblems.map((problem) => describeRpmProblem(file, problem, verifier)),
    ...(metadata === undefined ? [] : checkTexts(file, metadata)),
    ...untrue.map((problem) => ({ path: `${file}.provenance.json`, found: problem, allowed: 'what was made with the package and lies beside it: fetch or build it again, or remove it with the bill of materials' })),
  ];
  const read = typeof source === 'string' ? readAgain(source, bytes) : () => source.bytes;
  return {
    file, sizeBytes: bytes.length, read, metadata: metadata === undefined ? undefined : remember(metadata), readMetadata: isKept && metadata !== undefined ? keep(metadata) : readLater(read), problems, companions,
  };
}

/** Functions of their own: one that is made where more is at hand holds all of that. */
function keep(metadata: PackageMetadata): IncomingPackage['readMetadata'] {
  return () => metadata;
}

function readLater(read: () => Uint8Array): IncomingPackage['readMetadata'] {
  return () => readPackageMetadata(read());
}

function remember(metadata: PackageMetadata): IncomingMetadata {
  const { name, epoch, version, release, arch, sha256, sizeBytes, buildTimeSeconds, headerRange, provides, requires, conflicts, obsoletes, files } = metadata;
  return { name, epoch, version, release, arch, sha256, sizeBytes, buildTimeSeconds, headerRange, provides, requires, conflicts, obsoletes, pathHashes: Uint32Array.from(files, ({ path }) => hashPath(path)) };
}

function readSource(file: string): Uint8Array {
  try {
    const bytes = readPlainFile(file);
    if (bytes !== undefined) return bytes;
  } catch (cause) {
    throw unreadable(file, (cause as Error).message, cause);
  }
  throw unreadable(file, 'it is no plain file');
}

function unreadable(file: string, fact: string, cause?: unknown): ReleaseError {
  return new ReleaseError('PACKAGE_UNREADABLE', `read a package: "${file}": ${fact}`, { exitStatus: 2, cause, hint: 'Name RPM files that exist and that you may read.' });
}

function readAgain(file: string, before: Uint8Array): () => Uint8Array {
  const wanted = hash('sha256', before);
  return () => {
    const bytes = readSource(file);
    if (hash('sha256', bytes) === wanted) return bytes;
    throw new ReleaseError('PACKAGE_CHANGED', `publish a package: "${file}" was changed while it was looked at; nothing was changed`, { hint: 'Publish again when nothing writes to the file.' });
  };
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
  if (!code.startsWith('SIGNATURE_')) return { path: file, found: message, allowed: 'the file as it was built: copy or build it again' };
  const other = code === 'SIGNATURE_MISSING' ? '' : '; or, if it is to be trusted, the public key of whoever signed it as repo-config/keys/NAME.asc';
  return { path: file, found: message, allowed: `a signature by the key ${keys || '(none is known)'}: bigpanda rpm sign FILE${other}` };
}

function checkTexts(file: string, metadata: PackageMetadata): readonly ConfigurationProblem[] {
  const parts = (['name', 'version', 'release', 'arch'] as const).filter((part) => !allowedText[part].test(metadata[part]));
  return [
    ...parts.map((part) => ({ path: file, found: `the ${part} ${JSON.stringify(metadata[part])}`, allowed: `a ${part} that matches ${allowedText[part].source}` })),
    ...findMetadataProblems(metadata).map((problem) => ({ path: file, found: problem, allowed: 'texts without control characters; build the package again' })),
  ];
}
