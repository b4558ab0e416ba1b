/** Bytes that are missing to a multiple of the unit. */
export function padding(length: number, unit: number): number {
  return (unit - (length % unit)) % unit;
}
