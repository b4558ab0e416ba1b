import { hash } from 'node:crypto';
import { findSourceCommit, type CompanionKind, type Provenance } from '@bigpanda/release-model';
import { headerTag, readText, type RpmCheck, type SignatureOpinion } from '@bigpanda/rpm-format';
import { checkProvenance } from '@bigpanda/signer';
import type { FoundRelease } from '../ledger/find-release.ts';
import type { RpmHead } from '../rpm-file/head.ts';
import type { FoundCompanions } from './companion-place.ts';

/** A check of where a package is from. */
export type OriginCheck = Pick<RpmCheck, 'name' | 'outcome' | 'detail'> & { readonly code?: 'PROVENANCE_MISSING' | 'PROVENANCE_WRONG' | 'MATERIALS_WRONG' | 'LEDGER_DIFFERS' };

/** Where a package is from, as far as it is known. */
export interface PackageOrigin {
  readonly checks: readonly OriginCheck[];
  /** What its header says. */
  readonly source?: PackageSource;
}

/** The commit that a package was made from. */
export interface PackageSource {
  readonly repository: string;
  readonly commit: string;
  /** Whether it has changes that are in no commit. */
  readonly isDirty: boolean;
}

export interface OriginFacts {
  readonly head: RpmHead;
  /** Of the whole file. */
  readonly sha256: string;
  /** As a repository calls the file. */
  readonly fileName: string;
  readonly found: FoundCompanions | undefined;
  /** Signatures are not asked for where it is absent. */
  readonly judge: ((data: Uint8Array, packet: Uint8Array) => Promise<SignatureOpinion>) | undefined;
  /** Whether a package without a provenance is refused. */
  readonly needsProvenance: boolean;
  /** The release that the ledger of the clone says it is of; absent where there is no ledger or it does not know the package. */
  readonly release?: FoundRelease | undefined;
}

/** The source that a header names in its tag VCS: `git:<repository>#<commit>`; absent where it names none. */
export function readSource({ header }: Pick<RpmHead, 'header'>): PackageSource | undefined {
  const [, repository, commit, dirty] = /^git:([^#]*)#([0-9a-f]{40,64})(-dirty)?$/.exec(readText(header, headerTag.vcs) ?? '') ?? [];
  return repository === undefined || commit === undefined ? undefined : { repository, commit, isDirty: dirty !== undefined };
}

/** Leads from a package to the commit that it was made from: by its header, its provenance, its bill of materials and the ledger. */
export async function checkOrigin(facts: OriginFacts): Promise<PackageOrigin> {
  const source = readSource(facts.head);
  const { check, statement } = await judgeProvenance(facts, source);
  return {
    ...(source === undefined ? {} : { source }),
    checks: [
      ...(source === undefined ? [] : [{ name: 'source', outcome: 'ok' as const, detail: `commit ${source.commit} of ${source.repository}${source.isDirty ? ', with changes that are in no commit' : ''}` }]),
      ...(check === undefined ? [] : [check]),
      ...judgeMaterials(facts),
      ...judgeLedger(facts, check?.outcome === 'ok' ? statement : undefined),
    ],
  };
}

/** The check, and the statement that it is of. */
interface JudgedProvenance {
  readonly check?: OriginCheck;
  readonly statement?: Provenance;
}

async function judgeProvenance({ head, sha256, fileName, found, judge, needsProvenance }: OriginFacts, source: PackageSource | undefined): Promise<JudgedProvenance> {
  const name = 'provenance';
  const bytes = found?.texts.get('provenance');
  if (bytes === undefined) {
    if (source === undefined && !needsProvenance) return {};
    const distribution = readText(head.header, headerTag.distUrl);
    const detail = `not found${distribution === undefined ? '' : `; the header says who gives it out: --repo ${distribution}`}`;
    return { check: needsProvenance ? { name, outcome: 'missing', detail, code: 'PROVENANCE_MISSING' } : { name, outcome: 'missing', detail } };
  }
  const place = found?.place ?? '';
  const { statement, signedBy, problems } = await checkProvenance(Buffer.from(bytes).toString(), { file: fileName, sha256, headerSha256: hash('sha256', head.headerBytes), bill: found?.texts.get('cdx') }, judge);
  const all = [...problems, ...(statement === undefined || source === undefined ? [] : compareSources(statement, source))];
  if (statement === undefined || all.length > 0) return { check: { name, outcome: 'wrong', detail: `${place}: ${all.join('; ')}`, code: 'PROVENANCE_WRONG' } };
  return { check: { name, outcome: 'ok', detail: `${place}${signedBy === undefined ? ', signature not checked' : `: ${signedBy}`}` }, statement };
}

function compareSources(statement: Provenance, source: PackageSource): readonly string[] {
  const named = findSourceCommit(statement);
  return named?.commit === source.commit ? [] : [`it names the commit ${named?.commit ?? 'none'}, the header ${source.commit}`];
}

/** That it is the one that was made with the package, the provenance says; here only that it is one. */
function judgeMaterials({ found }: OriginFacts): readonly OriginCheck[] {
  const name = 'materials';
  const bytes = found?.texts.get('cdx');
  if (bytes === undefined) return found === undefined ? [] : [{ name, outcome: 'missing', detail: `no bill of materials ${found.place}` }];
  const components = countComponents(bytes);
  if (components === undefined) return [{ name, outcome: 'wrong', detail: `${found?.place ?? ''}: what lies there is no bill of materials (CycloneDX)`, code: 'MATERIALS_WRONG' }];
  return [{ name, outcome: 'ok', detail: `${found?.place ?? ''}: ${components} npm ${components === 1 ? 'package is' : 'packages are'} bundled` }];
}

function countComponents(bytes: Uint8Array): number | undefined {
  try {
    const { bomFormat, components = [] } = JSON.parse(Buffer.from(bytes).toString()) as { readonly bomFormat?: unknown; readonly components?: unknown };
    return bomFormat === 'CycloneDX' && Array.isArray(components) ? components.length : undefined;
  } catch {
    return undefined;
  }
}

function judgeLedger({ release, fileName, sha256, found }: OriginFacts, statement: Provenance | undefined): readonly OriginCheck[] {
  if (release === undefined) return [];
  const { record, component } = release;
  const recorded = component.packages.find(({ file }) => file === fileName);
  const isSignedAnew = recorded?.sha256 !== sha256 && statement?.subject.some(({ digest }) => digest['sha256'] === recorded?.sha256) === true;
  const others = (recorded?.companions ?? []).flatMap(({ file, sha256: wanted }) => {
    const bytes = found?.texts.get(file.slice(fileName.length + 1, -'.json'.length) as CompanionKind);
    return bytes === undefined || hash('sha256', bytes) === wanted ? [] : [`"${file}" ${found?.place ?? ''} is another`];
  });
  const problems = [...(recorded?.sha256 === sha256 || isSignedAnew ? [] : [`it has ${fileName} with the sha256 ${recorded?.sha256 ?? 'unknown'}`]), ...others];
  if (problems.length > 0) return [{ name: 'ledger', outcome: 'wrong', detail: problems.join('; '), code: 'LEDGER_DIFFERS' }];
  return [{ name: 'ledger', outcome: 'ok', detail: `${record.kind} ${record.id} of ${record.releasedAt.slice(0, 10)}, tag ${component.releaseTag}, commit ${record.commits.released}; approved by ${record.approvedBy}${isSignedAnew ? '; signed by another key since' : ''}` }];
}
