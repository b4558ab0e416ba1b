import { completeDependencies, dependencyKinds } from './derived-dependencies.ts';
import { writeDependencyEntries } from './dependency-entries.ts';
import { installedSize, writeFileEntries } from './file-entries.ts';
import { measureHeader, writeHeader } from './header-writer.ts';
import type { HeaderValue, HeaderValues } from './header-value.ts';
import { hasLargeFile } from './package-file.ts';
import type { PackageFile, PackageSpec } from './package-spec.ts';
import type { PayloadCompression } from './payload-codec.ts';
import type { WrittenPayload } from './payload-writer.ts';
import { writeScriptletEntries } from './scriptlet-entries.ts';
import { headerTag } from './tag.ts';
import { writeTriggerEntries } from './trigger-entries.ts';

/** The host that every package says it was built on: the real one would make two builds differ. */
const buildHost = 'bigpanda.invalid';
/** The rpm whose version 4 format is written here, and which judges it. */
const rpmVersion = '4.18.0';
/** SHA-256 (rpm, rpmio/rpmpgp.h). */
const sha256Id = 8;

export interface HeaderParts {
  readonly spec: PackageSpec;
  /** In the header's order. */
  readonly files: readonly PackageFile[];
  readonly payload: Pick<WrittenPayload, 'digest' | 'uncompressedDigest' | 'fileDigest'>;
  readonly compression: PayloadCompression;
  /** Entries that the header of this kind of package has beside the usual ones. */
  readonly ownEntries: readonly (readonly [number, HeaderValue])[];
}

/** The bytes of a main header. */
export function writeMainHeader(parts: HeaderParts): Buffer {
  return writeHeader(listEntries(parts), headerTag.region);
}

/** Bytes that the main header will have, whatever the payload: all that depends on that are digests. */
export function measureMainHeader(parts: Omit<HeaderParts, 'payload'>): number {
  const anyDigest = '0'.repeat(64);
  return measureHeader(listEntries({ ...parts, payload: { digest: anyDigest, uncompressedDigest: anyDigest, fileDigest: () => anyDigest } }));
}

function listEntries(parts: HeaderParts): HeaderValues {
  const { spec, files, payload, compression, ownEntries } = parts;
  const dependencies = completeDependencies(spec, { isZstd: compression.codec === 'zstd', isLarge: hasLargeFile(files) });
  return new Map<number, HeaderValue>([
    ...describePackage(spec, installedSize(files)),
    ...describePayload(payload, compression),
    ...writeFileEntries(files, { timeSeconds: spec.timeSeconds, digestOf: payload.fileDigest }),
    ...dependencyKinds.flatMap((kind) => writeDependencyEntries(kind, dependencies[kind])),
    ...writeScriptletEntries(spec),
    ...writeTriggerEntries(spec),
    ...writeChangelog(spec),
    ...ownEntries,
  ]);
}

function describePackage(spec: PackageSpec, sizeBytes: number): readonly (readonly [number, HeaderValue])[] {
  return [
    [headerTag.i18nTable, { type: 'stringArray', values: ['C'] }],
    [headerTag.name, string(spec.name)],
    [headerTag.version, string(spec.evr.version)],
    [headerTag.release, string(spec.evr.release)],
    ...(spec.evr.epoch === undefined ? [] : [[headerTag.epoch, int32(spec.evr.epoch)] as const]),
    [headerTag.summary, { type: 'i18nString', values: [spec.summary] }],
    [headerTag.description, { type: 'i18nString', values: [spec.description] }],
    [headerTag.buildTime, int32(spec.timeSeconds)],
    [headerTag.buildHost, string(buildHost)],
    sizeBytes > 0xffffffff ? [headerTag.longSize, { type: 'int64', values: [sizeBytes] }] : [headerTag.size, int32(sizeBytes)],
    ...optional(headerTag.vendor, spec.vendor),
    [headerTag.license, string(spec.license)],
    ...optional(headerTag.packager, spec.packager),
    [headerTag.group, { type: 'i18nString', values: ['Unspecified'] }],
    ...optional(headerTag.url, spec.url),
    [headerTag.os, string('linux')],
    [headerTag.arch, string(spec.arch)],
    ...optional(headerTag.sourceRpm, spec.sourceRpm === '' ? undefined : spec.sourceRpm),
    [headerTag.rpmVersion, string(rpmVersion)],
    ...optional(headerTag.platform, spec.sourceRpm === '' ? undefined : `${spec.arch}-linux`),
    ...optional(headerTag.distUrl, spec.distUrl),
    ...optional(headerTag.vcs, spec.vcs),
    [headerTag.encoding, string('utf-8')],
  ];
}

function describePayload(payload: HeaderParts['payload'], compression: PayloadCompression): readonly (readonly [number, HeaderValue])[] {
  return [
    [headerTag.payloadFormat, string('cpio')],
    [headerTag.payloadCompressor, string(compression.codec)],
    [headerTag.payloadFlags, string(String(compression.level))],
    [headerTag.payloadDigest, { type: 'stringArray', values: [payload.digest] }],
    [headerTag.payloadDigestAlgorithm, int32(sha256Id)],
    [headerTag.payloadDigestAlt, { type: 'stringArray', values: [payload.uncompressedDigest] }],
  ];
}

function writeChangelog({ changelog = [] }: PackageSpec): readonly (readonly [number, HeaderValue])[] {
  return [
    [headerTag.changelogTime, { type: 'int32', values: changelog.map(({ timeSeconds }) => timeSeconds) }],
    [headerTag.changelogName, { type: 'stringArray', values: changelog.map(({ author }) => author) }],
    [headerTag.changelogText, { type: 'stringArray', values: changelog.map(({ text }) => text) }],
  ];
}

function optional(tag: number, value: string | undefined): readonly (readonly [number, HeaderValue])[] {
  return value === undefined ? [] : [[tag, string(value)]];
}

function string(value: string): HeaderValue {
  return { type: 'string', value };
}

function int32(value: number): HeaderValue {
  return { type: 'int32', values: [value] };
}
