import { hash } from 'node:crypto';
import { checkRpm, readPackageMetadata } from '@bigpanda/rpm-format';
import type { Verifier } from '@bigpanda/signer';
import { packageHref, packageOfPath, poolPath } from './layout.ts';
import { findCompanionProblems, readStoredCompanions } from './package-companions.ts';
import { listPool } from './pool-blob.ts';
import type { RepositoryFiles } from './repository-files.ts';
import type { RepositoryFinding } from './repository-finding.ts';
import type { SeenPackage } from './verify-snapshots.ts';

/** Checks every package that a snapshot lists, each file once, and finds those that none lists and nobody took back, where every snapshot could be read. */
export async function verifyPool(
  files: RepositoryFiles, verifier: Verifier, { listed, yanked, isEveryListed }: { readonly listed: readonly SeenPackage[]; readonly yanked: ReadonlySet<string>; readonly isEveryListed: boolean },
): Promise<readonly RepositoryFinding[]> {
  const findings: RepositoryFinding[] = [];
  const wanted = new Map(listed.map((each) => [poolPath(each), each]));
  for (const { href, listedBy, ...identity } of listed.filter((each) => !each.isImported && each.href !== packageHref(each))) {
    findings.push({ code: 'METADATA_INVALID', file: listedBy, message: `lists "${href}"; wanted "${packageHref(identity)}"` });
  }
  for (const [path, each] of wanted) findings.push(...(await verifyPackage(files, verifier, { path, ...each })));
  const strangers = !isEveryListed ? [] : (await listPool(files)).filter((path) => !wanted.has(packageOfPath(path)) && !yanked.has(packageOfPath(path)));
  return [...findings, ...strangers.map((file) => ({ code: 'FILE_UNKNOWN' as const, file, message: 'is listed by no snapshot' }))];
}

async function verifyPackage(
  files: RepositoryFiles, verifier: Verifier, { path, sha256, sizeBytes, listedBy }: SeenPackage & { readonly path: string },
): Promise<readonly RepositoryFinding[]> {
  const bytes = await files.read(path);
  if (bytes === undefined) return [{ code: 'PACKAGE_MISSING', file: path, message: `is missing; "${listedBy}" lists it` }];
  const found = hash('sha256', bytes);
  // What else is wrong with other bytes follows from that.
  if (found !== sha256) return [{ code: 'PACKAGE_CHANGED', file: path, message: `has the sha256 "${found}" and ${bytes.length} bytes; wanted "${sha256}" and ${sizeBytes} bytes` }];
  const problems = await checkRpm(bytes, (data, signature) => verifier.verify(data, signature));
  return problems.length > 0 ? problems.map(({ message }) => ({ code: 'PACKAGE_INVALID', file: path, message })) : verifyCompanions(files, verifier, { path, bytes });
}

/** A provenance beside a package that does not tell the truth of it, or of the bill of materials there. */
async function verifyCompanions(files: RepositoryFiles, verifier: Verifier, { path, bytes }: { readonly path: string; readonly bytes: Uint8Array }): Promise<readonly RepositoryFinding[]> {
  const companions = await readStoredCompanions(files, path);
  if (companions.length === 0) return [];
  const { headerRange } = readPackageMetadata(bytes);
  const problems = await findCompanionProblems({ file: path, bytes, headerRange }, companions, verifier);
  return problems.map((message) => ({ code: 'PROVENANCE_INVALID', file: `${path}.provenance.json`, message }));
}
