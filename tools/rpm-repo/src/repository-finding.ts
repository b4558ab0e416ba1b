/** What can be wrong with a repository. */
export type FindingCode =
  | 'POINTER_INVALID'
  | 'POINTER_DANGLING'
  | 'MIRRORLIST_WRONG'
  | 'METALINK_WRONG'
  | 'RELEASE_PACKAGE_WRONG'
  | 'PLAIN_FOLDER_WRONG'
  | 'RECORD_MISSING'
  | 'RECORD_INVALID'
  /** A record is missing in the row, or was changed after the next one was written. */
  | 'RECORD_CHAIN_BROKEN'
  /** The result of an upgrade matrix. */
  | 'MATRIX_INVALID'
  | 'REPOMD_CHANGED'
  | 'REPOMD_INVALID'
  | 'SIGNATURE_MISSING'
  | 'SIGNATURE_INVALID'
  | 'METADATA_INVALID'
  | 'PACKAGE_MISSING'
  | 'PACKAGE_CHANGED'
  | 'PACKAGE_INVALID'
  /** A provenance beside a package tells of another, is not signed by a known key, or the bill of materials is another. */
  | 'PROVENANCE_INVALID'
  | 'LINK_WRONG'
  | 'KEY_MISSING'
  | 'KEY_INVALID'
  /** Of a publish that did not end; the next one cleans up. */
  | 'LEFTOVER'
  | 'FILE_UNKNOWN';

/** One thing wrong with a repository. */
export interface RepositoryFinding {
  readonly code: FindingCode;
  /** Path below the root. */
  readonly file: string;
  /** What was found and what was wanted. */
  readonly message: string;
}
