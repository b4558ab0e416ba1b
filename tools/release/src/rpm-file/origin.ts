import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { ReleaseError } from '@bigpanda/release-model';
import { headerTag, readText } from '@bigpanda/rpm-format';
import { packageFileName } from '@bigpanda/rpm-repo';
import { findCompanions } from '../attestation/companion-place.ts';
import { checkOrigin, type OriginFacts, type PackageOrigin } from '../attestation/origin-checks.ts';
import { readTopLevel } from '../configuration.ts';
import type { Context } from '../context.ts';
import { listReleases, type FoundRelease } from '../ledger/find-release.ts';
import { openLedgerOf } from '../ledger/open-ledger.ts';
import { digestFile } from './file-digest.ts';
import type { RpmHead } from './head.ts';

/** What is asked about where packages are from. */
export interface Surroundings {
  /** Folders and URLs of repositories. */
  readonly repositories: readonly string[];
  /** Of the ledger of the clone around the working folder; empty where there is none. */
  readonly releases: readonly FoundRelease[];
}

/** The repositories that are named, else that of the workspace around the working folder; and the ledger of the clone, where there is one. @throws ReleaseError `LEDGER_INVALID` */
export async function openSurroundings(context: Context, named: readonly string[] = []): Promise<Surroundings> {
  const root = await readTopLevel(context.workingFolder).catch((error: unknown) => passOver(error, []));
  const own = root === undefined ? undefined : join(root, 'build/repo');
  const releases = root === undefined ? [] : await openLedgerOf(context).then(({ records }) => listReleases(records)).catch((error: unknown) => passOver(error, ['LEDGER_INVALID']));
  return { repositories: named.length > 0 || own === undefined || !existsSync(own) ? named : [own], releases: releases ?? [] };
}

/** That there is no clone, or no ledger yet, is no failure. */
function passOver(error: unknown, failures: readonly string[]): undefined {
  if (error instanceof ReleaseError && !failures.includes(error.code)) return undefined;
  throw error;
}

export interface OriginSearch extends Pick<OriginFacts, 'head' | 'judge' | 'needsProvenance'> {
  readonly surroundings: Surroundings;
}

/** Leads from an RPM file to the commit that it was made from. @throws ReleaseError `REPOSITORY_UNREACHABLE` */
export async function findOrigin(path: string, { head, judge, needsProvenance, surroundings }: OriginSearch): Promise<PackageOrigin> {
  const [sha256, fileName] = [await digestFile(path), nameFile(head)];
  const found = await findCompanions({ path, fileName, sha256 }, surroundings.repositories);
  const release = surroundings.releases.find(({ component }) => component.packages.some(({ file }) => file === fileName));
  return checkOrigin({ head, sha256, fileName, found, judge, needsProvenance, release });
}

/** What a repository calls the file, whatever it is called here. */
export function nameFile({ header }: Pick<RpmHead, 'header'>): string {
  const read = (tag: number): string => readText(header, tag) ?? '';
  return packageFileName({ name: read(headerTag.name), version: read(headerTag.version), release: read(headerTag.release), arch: read(headerTag.arch) });
}
