/** The unsigned number that big-endian bytes hold. */
export function readBigNumber(bytes: Uint8Array): bigint {
  return BigInt(`0x0${Buffer.from(bytes).toString('hex')}`);
}

/** Big-endian bytes of an unsigned number, without leading zero bytes. */
export function writeBigNumber(value: bigint): Uint8Array {
  const digits = value.toString(16);
  return Buffer.from(digits.length % 2 === 0 ? digits : `0${digits}`, 'hex');
}
