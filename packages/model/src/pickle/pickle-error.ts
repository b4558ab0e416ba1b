import { PandaError } from '../panda-error.ts';

export type PickleErrorCode =
  | 'PICKLE_TRUNCATED' | 'PICKLE_OPCODE_UNKNOWN' | 'PICKLE_CLASS_FORBIDDEN' | 'PICKLE_TOO_DEEP' | 'PICKLE_MALFORMED' | 'PICKLE_UNWRITABLE';

/** A pickle that is not read or written; `offset` is the place of the opcode in bytes. */
export class PickleError extends PandaError {
  override readonly code: PickleErrorCode;
  readonly offset: number;

  constructor(code: PickleErrorCode, offset: number, fact: string) {
    super(code, `read pickle: ${fact} at offset ${offset} bytes`);
    this.code = code;
    this.offset = offset;
  }
}
