/** Files that tell of a package and lie beside it, as `<package>.rpm.<kind>.json`: its bill of materials (CycloneDX), what lint found, where it is from. */
export const companionKinds = ['cdx', 'lint', 'provenance'] as const;
export type CompanionKind = (typeof companionKinds)[number];

/** Media type of a statement in an envelope (in-toto attestation framework, spec/v1/envelope.md). */
export const statementMediaType = 'application/vnd.in-toto+json';
/** How a package was made, for readers of its provenance: from a component of a git repository, by the command `bigpanda`. */
export const rpmBuildType = 'urn:x-bigpanda:rpm-build:1';
/** Name of the digest of the main header in a set of digests: it stays the same when a package is signed by another key. */
export const headerDigestName = 'rpmHeaderSha256';
