import { satisfies } from '../dependency-match.ts';
import { readDependencies } from '../dependency-reader.ts';
import type { DependencyKind } from '../dependency-tags.ts';
import { compareEvr, formatEvr, type Evr } from '../evr.ts';
import { fileType } from '../file-mode.ts';
import { readNumber, readText } from '../header-access.ts';
import type { Header } from '../header-reader.ts';
import { readChangelog } from '../package-metadata-reader.ts';
import type { ChangelogEntry } from '../package-metadata.ts';
import { listFiles, type PackagedFile } from '../packaged-file.ts';
import { payloadCodec } from '../payload-reader.ts';
import { headerTag } from '../tag.ts';
import { decideConfigFates, type ConfigFate } from './config-fate.ts';
import { compareDependencies, type DependencyChanges } from './dependency-changes.ts';
import { compareFiles, pairFiles, type FileChange, type FilePair } from './file-changes.ts';
import { comparePrivileges, type PrivilegeChange } from './privileges.ts';
import { compareScripts, type ScriptChange } from './script-changes.ts';
import { compareUnits, type UnitChange } from './unit-changes.ts';

/** A package that is compared. */
export interface ComparedPackage {
  readonly header: Header;
  /** Of its file. */
  readonly sizeBytes: number;
}

/** Which package it is, and how large. */
export interface PackageIdentity {
  readonly name: string;
  /** `[epoch:]version-release`. */
  readonly evr: string;
  readonly arch: string;
  readonly sizeBytes: number;
  readonly installedSizeBytes: number;
  readonly fileCount: number;
}

/** What rpm makes of the second package on a host that has the first: by name and version; `replacement`: it obsoletes one of another name. */
export type VersionStep = 'upgrade' | 'downgrade' | 'same version' | 'replacement' | 'other package';

/** What someone who looks after hosts has to know before they go from one package to another. */
export interface PackageDifference {
  readonly before: PackageIdentity;
  readonly after: PackageIdentity;
  readonly step: VersionStep;
  /** Of licence, architecture, vendor, URL, summary and the like: what differs. */
  readonly fields: readonly { readonly name: string; readonly before: string; readonly after: string }[];
  /** Paths at which rpm cannot put what is new in place of what is there. */
  readonly obstacles: readonly { readonly path: string; readonly reason: string }[];
  readonly privileges: readonly PrivilegeChange[];
  readonly config: readonly ConfigFate[];
  readonly units: readonly UnitChange[];
  readonly dependencies: Readonly<Partial<Record<DependencyKind, DependencyChanges>>>;
  readonly scripts: readonly ScriptChange[];
  readonly files: { readonly added: readonly PackagedFile[]; readonly removed: readonly PackagedFile[]; readonly changed: readonly FileChange[] };
  /** Entries of the second changelog that the first has not, newest first. */
  readonly changelog: readonly ChangelogEntry[];
}

/**
 * What differs between two packages, by their headers alone.
 * @throws RpmFormatError for a header whose tags do not fit together
 */
export function comparePackages(before: ComparedPackage, after: ComparedPackage): PackageDifference {
  const [old, fresh] = [readSide(before), readSide(after)];
  const pairs = pairFiles(old.files, fresh.files);
  return {
    before: old.identity,
    after: fresh.identity,
    step: judgeStep(old, fresh),
    fields: compareFields(before.header, after.header),
    obstacles: findObstacles(pairs, after.header),
    privileges: comparePrivileges(pairs),
    config: decideConfigFates(pairs),
    units: compareUnits(pairs, before.header, after.header),
    dependencies: compareDependencies(old, fresh),
    scripts: compareScripts(before.header, after.header),
    files: {
      added: [...pairs.values()].flatMap((pair) => (pair.before === undefined && pair.after !== undefined ? [pair.after] : [])),
      removed: [...pairs.values()].flatMap((pair) => (pair.after === undefined && pair.before !== undefined ? [pair.before] : [])),
      changed: compareFiles(pairs),
    },
    changelog: findNewEntries(readChangelog(before.header), readChangelog(after.header)),
  };
}

interface Side {
  readonly header: Header;
  readonly identity: PackageIdentity;
  readonly evr: Evr;
  readonly files: readonly PackagedFile[];
}

function readSide({ header, sizeBytes }: ComparedPackage): Side {
  const read = (tag: number): string => readText(header, tag) ?? '';
  const epoch = readNumber(header, headerTag.epoch);
  const evr = { version: read(headerTag.version), release: read(headerTag.release), ...(epoch === undefined ? {} : { epoch }) };
  const files = listFiles(header);
  return {
    header,
    evr,
    files,
    identity: {
      name: read(headerTag.name),
      evr: formatEvr(evr),
      arch: readText(header, headerTag.sourceRpm) === undefined ? 'src' : read(headerTag.arch),
      sizeBytes,
      installedSizeBytes: readNumber(header, headerTag.longSize) ?? readNumber(header, headerTag.size) ?? 0,
      fileCount: files.length,
    },
  };
}

function judgeStep(before: Side, after: Side): VersionStep {
  if (before.identity.name !== after.identity.name) {
    const own = { name: before.identity.name, operator: '=', evr: before.identity.evr } as const;
    return readDependencies(after.header, 'obsoletes').some((obsolete) => satisfies(own, obsolete)) ? 'replacement' : 'other package';
  }
  const order = compareEvr(before.evr, after.evr);
  if (order === 0) return 'same version';
  return order < 0 ? 'upgrade' : 'downgrade';
}

const fieldTags = [
  ['architecture', headerTag.arch], ['licence', headerTag.license], ['vendor', headerTag.vendor], ['packager', headerTag.packager],
  ['URL', headerTag.url], ['group', headerTag.group], ['summary', headerTag.summary], ['description', headerTag.description],
] as const;

function compareFields(before: Header, after: Header): PackageDifference['fields'] {
  const read = (header: Header): readonly (readonly [string, string])[] => [
    ...fieldTags.map(([name, tag]) => [name, readText(header, tag) ?? ''] as const),
    ['payload', payloadCodec({ header })],
  ];
  const fresh = new Map(read(after));
  return read(before).flatMap(([name, value]) => (value === fresh.get(name) ? [] : [{ name, before: value, after: fresh.get(name) ?? '' }]));
}

/** rpm refuses to put anything else in the place of a folder, and a folder in the place of a symlink to one (measured with 4.18); a pretrans scriptlet, which runs before it looks, can make room. */
function findObstacles(pairs: ReadonlyMap<string, FilePair>, after: Header): PackageDifference['obstacles'] {
  const helped = readText(after, headerTag.pretransScript) === undefined ? '' : ', unless the pretrans scriptlet makes room';
  return [...pairs].flatMap(([path, { before, after: fresh }]) => {
    if (before === undefined || fresh === undefined) return [];
    const [old, next] = [kindOf(before), kindOf(fresh)];
    if (old === fileType.folder && next !== fileType.folder) return [{ path, reason: `folder becomes ${next === fileType.symlink ? 'symlink' : 'file'}: refused${helped}` }];
    if (old === fileType.symlink && next === fileType.folder) return [{ path, reason: `symlink becomes folder: refused if it leads to one${helped}` }];
    return [];
  });
}

function kindOf({ mode }: PackagedFile): number {
  return mode & fileType.mask;
}

function findNewEntries(before: readonly ChangelogEntry[], after: readonly ChangelogEntry[]): readonly ChangelogEntry[] {
  const key = ({ timeSeconds, author, text }: ChangelogEntry): string => JSON.stringify([timeSeconds, author, text]);
  const known = new Set(before.map(key));
  return after.filter((entry) => !known.has(key(entry)));
}
