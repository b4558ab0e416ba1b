/** Key flag "may sign data" (RFC 9580 section 5.2.3.29). */
const signFlag = 2;

/** Whether flags allow signing; absent flags do. */
export function mayFlagsSign(flags: Uint8Array | null | undefined): boolean {
  return flags === null || flags === undefined || ((flags[0] ?? 0) & signFlag) !== 0;
}
