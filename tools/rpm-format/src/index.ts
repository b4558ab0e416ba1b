export { comparePackages, type ComparedPackage, type PackageDifference, type PackageIdentity, type VersionStep } from './compare/package-difference.ts';
export type { ConfigFate } from './compare/config-fate.ts';
export type { DependencyChanges } from './compare/dependency-changes.ts';
export type { FileAspect, FileChange } from './compare/file-changes.ts';
export type { PrivilegeChange } from './compare/privileges.ts';
export type { ScriptChange, ScriptText } from './compare/script-changes.ts';
export type { UnitChange } from './compare/unit-changes.ts';
export { readCpio, streamCpio, type CpioEntry, type StreamedEntry } from './cpio-reader.ts';
export type { CpioHead } from './cpio-writer.ts';
export type { Dependency, DependencyOperator } from './dependency.ts';
export { satisfies } from './dependency-match.ts';
export { readDependencies } from './dependency-reader.ts';
export { dependencyTags, type DependencyKind } from './dependency-tags.ts';
export { findDependencyFaultsOf } from './dependency-check.ts';
export { formatDependency, parseDependency } from './dependency-text.ts';
export { compareEvr, formatEvr, parseEvr, type Evr } from './evr.ts';
export { planExtraction, type ExtractionOptions, type ExtractionPlan, type ExtractionRefusal, type ExtractionStep } from './extraction-plan.ts';
export { fileFlag, fileType, verifyFlag } from './file-mode.ts';
export type { FrameCache } from './frame-cache.ts';
export { readBytes, readNumber, readNumbers, readText, readTexts } from './header-access.ts';
export { readHeader, type Header, type IndexEntry } from './header-reader.ts';
export type { HeaderValue, HeaderValues, Items } from './header-value.ts';
export { writeHeader } from './header-writer.ts';
export type { Lead } from './lead.ts';
export type { ChangelogEntry, PackageMetadata } from './package-metadata.ts';
export { readChangelog, readPackageMetadata, type FileIdentity } from './package-metadata-reader.ts';
export {
  scriptletNames,
  type FileContent,
  type FileTrigger,
  type PackageFile,
  type PackageSpec,
  type Scriptlet,
  type ScriptletName,
  type Trigger,
} from './package-spec.ts';
export { listFiles, type PackagedFile } from './packaged-file.ts';
export { compressPayload, type PayloadCompression } from './payload-codec.ts';
export { decompressPayload, decompressStream, type Decompression, type PayloadDecoders } from './payload-decompressor.ts';
export { payloadCodec, readPayload } from './payload-reader.ts';
export { createMemorySpool, type MemorySpool, type PayloadSpool } from './payload-spool.ts';
export { listQueryFields, type QueryValues } from './query-field.ts';
export {
  checkRpm,
  listChecks,
  type CheckOptions,
  type RpmCheck,
  type RpmProblem,
  type SignatureOpinion,
  type VerifySignature,
} from './rpm-check.ts';
export { readRpm, type RpmFile } from './rpm-file.ts';
export { RpmFormatError, type RpmFormatCode, type RpmFormatPlace } from './rpm-format-error.ts';
export { openRpm, type PayloadFindings, type ReadOptions, type RpmStream } from './rpm-stream.ts';
export { streamRpm, writeRpm, writeSourceRpm, type SignHeader, type StreamedRpm, type StreamOptions, type WriteOptions, type WrittenRpm } from './rpm-writer.ts';
export { readScriptlets, type PackagedScriptlet } from './scriptlet-reader.ts';
export { sense } from './sense.ts';
export { readSignatures, type HeaderSignature } from './signature-entries.ts';
export { replaceSignatures, type ReplacedSignatures } from './signature-replacement.ts';
export { headerTag, signatureTag } from './tag.ts';
export type { SourceFile, SourcePackageSpec } from './source-package-spec.ts';
export { readTriggers, type PackagedTrigger } from './trigger-reader.ts';
export { compareVersions } from './version-order.ts';
export { renderComps, type PackageGroup } from './repodata/comps.ts';
export { frameDocument, packageDocuments, type DocumentFrame, type PackageDocument } from './repodata/document-frame.ts';
export { renderFilelists } from './repodata/filelists.ts';
export { findMetadataProblems } from './repodata/metadata-problems.ts';
export { renderOther } from './repodata/other.ts';
export { listedUntil, readFragment, readFragmentName, renderFragments, splitFragments, type PackageFragments } from './repodata/package-fragment.ts';
export { parsePrimary, type ListedPackage } from './repodata/package-listing.ts';
export { readFilePaths, readRelations, type PackageRelations } from './repodata/package-relations.ts';
export { renderPrimary } from './repodata/primary.ts';
export { escapeAttribute, escapeText } from './repodata/xml-text.ts';
export { RepodataError, type RepodataErrorCode } from './repodata/repodata-error.ts';
export type { RepodataPackage } from './repodata/repodata-package.ts';
export { parseRepomd, renderRepomd, type Repomd, type RepomdEntry } from './repodata/repomd.ts';
export {
  advisoryTypes, parseUpdateinfo, renderUpdateinfo, severities,
  type Advisory, type AdvisoryPackage, type AdvisoryReference, type AdvisoryType, type Severity,
} from './repodata/updateinfo.ts';
