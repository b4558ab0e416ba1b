/** Who reads, as a token or a front proxy tells. */
export interface Reader {
  readonly isKnown: boolean;
  /** Distinguished name, or the name that a token or proxy tells; empty for one who is not known. */
  readonly fullName: string;
  /** Short name, as jobs have it as their user; empty for one who is not known. */
  readonly name: string;
  /** Without a `/` in front. */
  readonly groups: readonly string[];
}

/** One whom the monitor does not know. */
export const stranger: Reader = { isKnown: false, fullName: '', name: '', groups: [] };
