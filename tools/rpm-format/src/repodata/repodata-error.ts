/** Repository metadata that cannot be written or must not be read, told apart by `code`. */
export class RepodataError extends Error {
  override readonly name = 'RepodataError';
  readonly code: RepodataErrorCode;
  /** What to do next, as one imperative sentence. */
  readonly hint: string;

  constructor(code: RepodataErrorCode, message: string, hint: string) {
    super(message);
    this.code = code;
    this.hint = hint;
  }
}

/**
 * - `REPODATA_UNWRITABLE`: a package has a text that metadata cannot hold
 * - `XML_REFUSED`: a document is not well formed, is too large or uses what no repository needs (doctype, entities)
 * - `REPODATA_INVALID`: well-formed XML that is not the metadata it should be
 */
export type RepodataErrorCode = 'REPODATA_UNWRITABLE' | 'XML_REFUSED' | 'REPODATA_INVALID';
