import { hash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { basename } from 'node:path';
import { companionKinds, type CompanionKind } from '@bigpanda/release-model';
import { checkProvenance, type Verifier } from '@bigpanda/signer';
import { readPlainFile } from './plain-file.ts';
import type { RepositoryFiles } from './repository-files.ts';

/** A file that tells of a package and lies beside it, as `<package>.<kind>.json`. */
export interface PackageCompanion {
  readonly kind: CompanionKind;
  readonly bytes: Uint8Array;
}

/** What lies beside an RPM file of this machine. */
export function readNeighbours(file: string): readonly PackageCompanion[] {
  return companionKinds.flatMap((kind) => {
    const path = `${file}.${kind}.json`;
    const bytes = existsSync(path) ? readPlainFile(path) : undefined;
    return bytes === undefined ? [] : [{ kind, bytes }];
  });
}

/** What lies beside an RPM file of a repository or of another tree. */
export async function readStoredCompanions(files: RepositoryFiles, path: string): Promise<readonly PackageCompanion[]> {
  const found: PackageCompanion[] = [];
  for (const kind of companionKinds) {
    const bytes = await files.read(`${path}.${kind}.json`);
    if (bytes !== undefined) found.push({ kind, bytes });
  }
  return found;
}

/** A package that companions tell of. */
export interface ToldPackage {
  readonly file: string;
  readonly bytes: Uint8Array;
  readonly headerRange: { readonly start: number; readonly end: number };
}

/** What is wrong with the provenance of a package, and with the bill of materials that it vouches for; nothing where it has none. */
export async function findCompanionProblems({ file, bytes, headerRange }: ToldPackage, companions: readonly PackageCompanion[], verifier: Verifier): Promise<readonly string[]> {
  const find = (wanted: CompanionKind): Uint8Array | undefined => companions.find(({ kind }) => kind === wanted)?.bytes;
  const provenance = find('provenance');
  if (provenance === undefined) return [];
  const attested = { file: basename(file), sha256: hash('sha256', bytes), headerSha256: hash('sha256', bytes.subarray(headerRange.start, headerRange.end)), bill: find('cdx') };
  return (await checkProvenance(Buffer.from(provenance).toString(), attested, (data, signature) => verifier.verify(data, signature))).problems;
}
