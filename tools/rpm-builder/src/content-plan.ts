import { posix } from 'node:path';
import { canonicalJson, matchesPattern, type ContentEntry, type PackageDescription, type VerifiedFact } from '@bigpanda/release-model';
import { fileFlag, verifyFlag, type PackageFile } from '@bigpanda/rpm-format';
import type { PackInput } from './pack-input.ts';
import { planPython } from './python-plan.ts';
import type { SourceFile, SourceTrees } from './source-tree.ts';
import { isForTarget } from './target-choice.ts';
import { planTmpfiles } from './tmpfiles.ts';
import { sysusersPath, writeSysusers } from './user-files.ts';

/** Where systemd looks for the units of packages (systemd.unit(5)). */
const unitFolder = '/usr/lib/systemd/system';

const flagsByType: Readonly<Record<ContentEntry['type'], number>> = {
  file: 0,
  config: fileFlag.config,
  noreplace: fileFlag.config | fileFlag.noreplace,
  dir: 0,
  ghost: fileFlag.ghost,
  symlink: 0,
  doc: fileFlag.doc,
  licence: fileFlag.licence,
  readme: fileFlag.readme | fileFlag.doc,
  artifact: fileFlag.artifact,
};

/** What rpm -V compares of an ordinary file, and of a ghost (rpm, lib/rpmvf.h). */
const verifiedOfFile = 0xffffffff;
const verifiedOfGhost = verifiedOfFile & ~(verifyFlag.digest | verifyFlag.size | verifyFlag.linkTarget | verifyFlag.mtime);

/** The files of one package: what its description lists, its units, its licence, and in the main package what is generated. */
export function planContents(input: PackInput, described: PackageDescription, sources: SourceTrees): readonly PackageFile[] {
  const isMain = described === input.description;
  const wanted = <Entry extends { readonly targets?: readonly string[] | undefined }>(entries: readonly Entry[]) => entries.filter((entry) => isForTarget(entry, input.target));
  return [
    ...wanted(described.contents).flatMap((entry) => planEntry(entry, sources)),
    ...wanted(described.units).flatMap(({ source }) => planUnit(source, sources)),
    ...planTmpfiles(described.name, wanted(described.tmpfiles), sources),
    ...planLicence(described.name, input.licenceText),
    ...(isMain ? [...planGenerated(input), ...planPython(input, sources)] : []),
  ];
}

function planLicence(name: string, content: Uint8Array): readonly PackageFile[] {
  return content.length === 0 ? [] : [{ type: 'file', path: `/usr/share/licenses/${name}/LICENSE`, mode: 0o644, flags: fileFlag.licence, content }];
}

/** Where systemd finds the unit of a source. */
export function unitName(source: string): string {
  return posix.basename(source);
}

/** The files that an entry stands for, by their paths below its source or below the fixed part of its pattern. */
export function selectFiles({ exclude = [] }: Pick<ContentEntry, 'exclude'>, files: readonly SourceFile[]): readonly SourceFile[] {
  return files.filter(({ path }) => !exclude.some((pattern) => matchesPattern(path, pattern)));
}

function planEntry(entry: ContentEntry, sources: SourceTrees): readonly PackageFile[] {
  const { type, target = '' } = entry;
  const mode = entry.mode === undefined ? undefined : Number.parseInt(entry.mode, 8);
  const place = { user: entry.owner, group: entry.group, flags: fileFlags(entry), path: entry.destination, ...describeFile(entry) };
  if (type === 'dir') return [{ ...place, type, mode: mode ?? 0o755 }];
  if (type === 'symlink') return [{ ...place, type, mode: 0o777, target }];
  if (type === 'ghost') {
    if (entry.of === 'symlink') return [{ ...place, type, of: 'symlink', mode: 0o777, target }];
    return [entry.of === 'dir' ? { ...place, type, of: 'dir', mode: mode ?? 0o755 } : { ...place, type, mode: mode ?? 0o644 }];
  }
  const { source = '', capabilities } = entry;
  return selectFiles(entry, sources.get(source) ?? []).map(({ path, content }) => ({
    ...place,
    type: 'file',
    path: path === '' ? entry.destination : posix.join(entry.destination, path),
    mode: mode ?? 0o644,
    content,
    ...(capabilities === undefined ? {} : { capabilities }),
  }));
}

function fileFlags({ type, of, missingok }: ContentEntry): number {
  const ofGhost = of === 'config' || of === 'noreplace' ? flagsByType[of] : 0;
  return flagsByType[type] | ofGhost | (missingok === true ? fileFlag.missingOk : 0);
}

function describeFile({ language, unverified, type }: ContentEntry): Pick<PackageFile, 'language' | 'verifyFlags'> {
  const left = (all: number, facts: readonly VerifiedFact[]) => (all & ~facts.reduce((bits, fact) => bits | verifyFlag[fact], 0)) >>> 0;
  return {
    ...(language === undefined ? {} : { language }),
    ...(unverified === undefined ? {} : { verifyFlags: left(type === 'ghost' ? verifiedOfGhost : verifiedOfFile, unverified) }),
  };
}

function planUnit(source: string, sources: SourceTrees): readonly PackageFile[] {
  return (sources.get(source) ?? []).map(({ content }) => ({ type: 'file', path: `${unitFolder}/${unitName(source)}`, mode: 0o644, content }));
}

/** The only file that says which version this is; comparisons of contents leave it out. */
function planGenerated(input: PackInput): readonly PackageFile[] {
  const { version, release, commit, description } = input;
  const { name } = description;
  const versionJson = Buffer.from(canonicalJson({ name, version, release, commit }));
  const lines = writeSysusers(description);
  const sysusers: readonly PackageFile[] = lines === '' ? [] : [{ type: 'file', path: sysusersPath(name), mode: 0o644, content: Buffer.from(lines) }];
  return [{ type: 'file', path: `/usr/lib/${name}/version.json`, mode: 0o644, content: versionJson }, ...sysusers];
}
