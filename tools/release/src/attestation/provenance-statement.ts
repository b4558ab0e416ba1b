import { headerDigestName, rpmBuildType, type Provenance } from '@bigpanda/release-model';

/** What a provenance tells of. */
export interface ProvenanceFacts {
  /** File name of the package. */
  readonly file: string;
  readonly sha256: string;
  readonly headerSha256: string;
  /** The bill of materials beside it. */
  readonly bill: { readonly file: string; readonly sha256: string };
  readonly component: string;
  readonly version: string;
  readonly release: string;
  readonly target: string;
  /** Where the repository of the source lives. */
  readonly repository: string;
  /** 40 hex digits. */
  readonly commit: string;
  /** Whether files were changed that are in no commit. */
  readonly isDirty: boolean;
  readonly packager: string;
  /** Fingerprint of the key that signs. */
  readonly key: string;
  readonly toolVersion: string;
  /** Of Node and what it compresses with. */
  readonly versions: Readonly<Record<string, string | undefined>>;
}

/** What of Node's parts decides how bytes are compressed. */
const tellingParts = ['node', 'zlib', 'zstd'];

/**
 * Where a package is from: an in-toto statement v1 with SLSA's provenance v1. The builder is whoever holds the release key; neither machine nor folder nor clock stand in it,
 * so that the same commit, key and tools give the same statement.
 */
export function describeProvenance(facts: ProvenanceFacts): Provenance {
  const { file, sha256, headerSha256, bill, component, version, release, target, repository, commit, isDirty, packager, key, toolVersion, versions } = facts;
  return {
    _type: 'https://in-toto.io/Statement/v1',
    subject: [{ name: file, digest: { sha256, [headerDigestName]: headerSha256 } }, { name: bill.file, digest: { sha256: bill.sha256 } }],
    predicateType: 'https://slsa.dev/provenance/v1',
    predicate: {
      buildDefinition: {
        buildType: rpmBuildType,
        externalParameters: { component, version, release, target },
        internalParameters: { packager, ...Object.fromEntries(tellingParts.flatMap((part) => (versions[part] === undefined ? [] : [[part, versions[part]]]))) },
        resolvedDependencies: [{ uri: `git+${repository}`, digest: { gitCommit: commit }, ...(isDirty ? { annotations: { uncommitted: true } } : {}) }],
      },
      // The fingerprint of an OpenPGP key as a URI (IANA, openpgp4fpr).
      runDetails: { builder: { id: `openpgp4fpr:${key.toUpperCase()}`, version: { bigpanda: toolVersion } } },
    },
  };
}
