/** What is wrong with bytes or values that should be, or become, an RPM package. */
export type RpmFormatCode =
  | 'LEAD_INVALID'
  | 'HEADER_INVALID'
  | 'HEADER_TRUNCATED'
  | 'HEADER_TOO_LARGE'
  | 'HEADER_REGION_INVALID'
  | 'HEADER_ENTRY_INVALID'
  | 'TAG_MISSING'
  | 'TAG_TYPE_WRONG'
  | 'TAG_COUNT_WRONG'
  | 'PAYLOAD_CODEC_UNSUPPORTED'
  | 'PAYLOAD_INVALID'
  | 'PAYLOAD_TOO_LARGE'
  | 'CPIO_INVALID'
  | 'EVR_INVALID'
  | 'DEPENDENCY_INVALID'
  | 'PACKAGE_INVALID';

export interface RpmFormatPlace {
  /** Byte offset in the input. */
  readonly offset?: number;
  /** Number of the header tag. */
  readonly tag?: number;
  readonly cause?: unknown;
}

/** The only error this package throws for what it was given; anything else that is thrown is a bug here. */
export class RpmFormatError extends Error {
  override readonly name = 'RpmFormatError';
  readonly code: RpmFormatCode;
  readonly offset: number | undefined;
  readonly tag: number | undefined;

  constructor(code: RpmFormatCode, message: string, place: RpmFormatPlace = {}) {
    super(message, place.cause === undefined ? undefined : { cause: place.cause });
    this.code = code;
    this.offset = place.offset;
    this.tag = place.tag;
  }
}
