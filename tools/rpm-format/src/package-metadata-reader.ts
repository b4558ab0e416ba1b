import { hash } from 'node:crypto';
import { readDependencies } from './dependency-reader.ts';
import { checkCount, readPaths } from './file-paths.ts';
import { fileFlag, fileType } from './file-mode.ts';
import { readNumber, readNumbers, readText, readTexts } from './header-access.ts';
import type { Header } from './header-reader.ts';
import type { ChangelogEntry, PackageMetadata } from './package-metadata.ts';
import { readRpm } from './rpm-file.ts';
import { RpmFormatError } from './rpm-format-error.ts';
import { headerTag, signatureTag } from './tag.ts';

/** Digest and size of a whole file, when they are known already. */
export interface FileIdentity {
  /** 64 hex digits. */
  readonly sha256: string;
  readonly sizeBytes: number;
}

/**
 * What repository metadata say of an RPM file. Digests and signatures are not checked here: see `checkRpm`.
 * @param identity digest and size of the file; the bytes may then be its beginning only, up to the end of the main header
 * @throws RpmFormatError also `TAG_MISSING` for a package without name, version, release or architecture, `TAG_COUNT_WRONG`
 */
export function readPackageMetadata(bytes: Uint8Array, identity: FileIdentity = identifyFile(bytes)): PackageMetadata {
  const { signature, header } = readRpm(bytes);
  const sourceRpm = readText(header, headerTag.sourceRpm) ?? '';
  return {
    name: demandText(header, headerTag.name),
    epoch: readNumber(header, headerTag.epoch) ?? 0,
    version: demandText(header, headerTag.version),
    release: demandText(header, headerTag.release),
    // A package that names no source package is one itself, whatever its architecture.
    arch: sourceRpm === '' ? 'src' : demandText(header, headerTag.arch),
    ...readDescription(header),
    sourceRpm,
    buildTimeSeconds: readNumber(header, headerTag.buildTime) ?? 0,
    sizeBytes: identity.sizeBytes,
    installedSizeBytes: readNumber(header, headerTag.longSize) ?? readNumber(header, headerTag.size) ?? 0,
    archiveSizeBytes: readNumber(signature, signatureTag.longArchiveSize) ?? readNumber(signature, signatureTag.payloadSize) ?? 0,
    headerRange: { start: header.start, end: header.end },
    sha256: identity.sha256,
    ...readAllDependencies(header),
    files: readFiles(header),
    changelog: readChangelog(header),
  };
}

function identifyFile(bytes: Uint8Array): FileIdentity {
  return { sha256: hash('sha256', bytes), sizeBytes: bytes.length };
}

function demandText(header: Header, tag: number): string {
  const text = readText(header, tag);
  if (text === undefined || text === '') throw new RpmFormatError('TAG_MISSING', `read a package: tag ${tag} is missing`, { tag });
  return text;
}

function readDescription(header: Header) {
  const read = (tag: number) => readText(header, tag) ?? '';
  return {
    summary: read(headerTag.summary),
    description: read(headerTag.description),
    packager: read(headerTag.packager),
    url: read(headerTag.url),
    license: read(headerTag.license),
    vendor: read(headerTag.vendor),
    group: read(headerTag.group),
    buildHost: read(headerTag.buildHost),
  };
}

function readAllDependencies(header: Header) {
  return {
    provides: readDependencies(header, 'provides'),
    requires: readDependencies(header, 'requires'),
    conflicts: readDependencies(header, 'conflicts'),
    obsoletes: readDependencies(header, 'obsoletes'),
    suggests: readDependencies(header, 'suggests'),
    enhances: readDependencies(header, 'enhances'),
    recommends: readDependencies(header, 'recommends'),
    supplements: readDependencies(header, 'supplements'),
  };
}

function readFiles(header: Header): PackageMetadata['files'] {
  const paths = readPaths(header);
  const modes = readNumbers(header, headerTag.fileModes);
  const flags = readNumbers(header, headerTag.fileFlags);
  checkCount(headerTag.fileModes, modes.length, paths.length);
  checkCount(headerTag.fileFlags, flags.length, paths.length);
  return paths.map((path, index) => ({ path, type: classify(modes[index] ?? 0, flags[index] ?? 0) }));
}

function classify(mode: number, flags: number): PackageMetadata['files'][number]['type'] {
  if ((mode & fileType.mask) === fileType.folder) return 'dir';
  return (flags & fileFlag.ghost) === 0 ? 'file' : 'ghost';
}

/**
 * The changelog of a package, in the order of its header: newest first.
 * @throws RpmFormatError `TAG_COUNT_WRONG`
 */
export function readChangelog(header: Header): readonly ChangelogEntry[] {
  const times = readNumbers(header, headerTag.changelogTime);
  const authors = readTexts(header, headerTag.changelogName);
  const texts = readTexts(header, headerTag.changelogText);
  checkCount(headerTag.changelogName, authors.length, times.length);
  checkCount(headerTag.changelogText, texts.length, times.length);
  return times.map((timeSeconds, index) => ({ timeSeconds, author: authors[index] ?? '', text: texts[index] ?? '' }));
}
