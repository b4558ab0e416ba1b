import { hash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { rename, writeFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { canonicalJson, type CompanionKind, type PlannedComponent, type RpmPackage } from '@bigpanda/release-model';
import type { PackInput } from '@bigpanda/rpm-builder';
import { headerTag, openRpm, readText, type RpmStream } from '@bigpanda/rpm-format';
import { sealStatement, type SignerSet } from '@bigpanda/signer';
import { readToolVersion } from './tool-version.ts';
import type { BuiltBundle } from './built-bundles.ts';
import { describeProvenance } from './provenance-statement.ts';

/** What stands in the place of the architecture of a source package. */
const sourceArch = 'src';

/** Packages of one component that were just made, and what they were made from. */
export interface Attestation {
  readonly packages: readonly RpmPackage[];
  readonly planned: Pick<PlannedComponent, 'name' | 'commit'>;
  readonly input: PackInput;
  readonly packager: string;
  readonly signers: SignerSet;
  /** Of the component, as they were built. */
  readonly bundles: readonly BuiltBundle[];
}

/** The texts that lie beside a package. */
export type CompanionTexts = Readonly<Record<Exclude<CompanionKind, 'lint'>, string>>;

/** Writes beside each package what is in it and where it is from: `<package>.rpm.cdx.json` and `<package>.rpm.provenance.json`. */
export async function attestPackages(attestation: Attestation): Promise<void> {
  for (const made of attestation.packages) {
    for (const [kind, text] of Object.entries(await describeCompanions(attestation, made))) await replaceFile(`${made.file}.${kind}.json`, text);
  }
}

/** What is in a package and where it is from, as texts. */
export async function describeCompanions({ planned, input, packager, signers, bundles }: Attestation, made: Pick<RpmPackage, 'file' | 'sha256' | 'version' | 'release' | 'arch'>): Promise<CompanionTexts> {
  // What commands that make no packages should not wait for.
  const { describeMaterials } = await import('./bill-of-materials.ts');
  const head = await readHeader(made.file);
  const headerSha256 = hash('sha256', head.headerBytes);
  const [file, toolVersion] = [basename(made.file), readToolVersion()];
  // A source package carries what all bundles are made of, another one those that it installs.
  const own = bundles.filter(({ sha256 }) => made.arch === sourceArch || head.files.some(({ digest }) => digest === sha256));
  const cdx = describeMaterials({ ...describeHead(head), headerSha256, toolVersion, ...(made.arch === sourceArch ? { arch: sourceArch } : {}) }, own);
  const statement = describeProvenance({
    file, sha256: made.sha256, headerSha256, bill: { file: `${file}.cdx.json`, sha256: hash('sha256', cdx) },
    component: planned.name, version: made.version, release: made.release, target: input.target.name,
    repository: input.vcsUrl, commit: planned.commit, isDirty: input.commit !== planned.commit,
    packager, key: signers.signer.fingerprint, toolVersion, versions: process.versions,
  });
  return { cdx, provenance: canonicalJson(await sealStatement(Buffer.from(canonicalJson(statement)), signers, input.timeSeconds)) };
}

async function readHeader(file: string): Promise<Pick<RpmStream, 'header' | 'headerBytes' | 'files'>> {
  const stream = createReadStream(file, { highWaterMark: 65_536 });
  try {
    const rpm = await openRpm(stream);
    await rpm.close();
    return rpm;
  } finally {
    stream.destroy();
  }
}

function describeHead({ header }: Pick<RpmStream, 'header'>): { readonly name: string; readonly version: string; readonly arch: string; readonly summary: string; readonly licence: string; readonly vendor: string } {
  const read = (tag: number): string => readText(header, tag) ?? '';
  return {
    name: read(headerTag.name), version: `${read(headerTag.version)}-${read(headerTag.release)}`, arch: read(headerTag.arch),
    summary: read(headerTag.summary), licence: read(headerTag.license), vendor: read(headerTag.vendor),
  };
}

async function replaceFile(file: string, text: string): Promise<void> {
  await writeFile(`${file}.part`, text);
  await rename(`${file}.part`, file);
}
