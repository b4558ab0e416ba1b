export { canonicalDigest, canonicalJson, digestedJson } from './canonical-json.ts';
export type { AutomaticSide } from './description/automatic.ts';
export type { ContentType, VerifiedFact } from './description/content.ts';
export type { DependencyEntry, RequirePhase } from './description/dependency.ts';
export type { FileTriggerEntry, ScriptletEntry, TriggerEntry } from './description/script.ts';
export type { GroupDescription, TmpfilesEntry, TmpfilesLine, UnitEntry, UserDescription } from './description/system.ts';
export { payloadManifestSchema, type ManifestFile, type PackageManifest, type PayloadManifest } from './evidence.ts';
export { isExamplePath } from './example-path.ts';
export { renderJsonSchemas } from './json-schemas.ts';
export { nearestName } from './nearest-name.ts';
export { bundledNode } from './node-version.ts';
export { npmDescriptionSchema, parseNpmDescription, type NpmDescription } from './npm-description.ts';
export { parseConfiguration, type ConfigurationText } from './parse-configuration.ts';
export { findUnknownTargets } from './description/target-names.ts';
export { parseRpmDescription } from './parse-rpm-description.ts';
export { fixedPart, isPattern, matchesPattern } from './path-pattern.ts';
export { ReleaseError, type ConfigurationProblem, type FailureStatus, type ReleaseErrorDetails } from './release-error.ts';
export {
  companionKinds, findSourceCommit, headerDigestName, parseEnvelope, parseProvenance, rpmBuildType, statementMediaType, type CompanionKind, type Envelope, type Provenance,
} from './provenance.ts';
export { bumps, reasonKinds, type Bump, type Commit, type PlannedBranch, type PlannedComponent, type PlanReason, type PlanRefusal, type ReleasePlan } from './release-plan.ts';
export { rpmDescriptionSchema, type ContentEntry, type PackageDescription, type RpmDescription } from './rpm-description.ts';
export type { PublishAction, PublishRecord, RepoSnapshot } from './repo-snapshot.ts';
export type { ChannelConfig, PackagerName, RepositoryConfig } from './repository-config.ts';
export type { RpmPackage } from './rpm-package.ts';
export type { Target } from './target.ts';
