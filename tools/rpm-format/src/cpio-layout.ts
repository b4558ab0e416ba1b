/** Numbers of "newc" cpio (cpio(5)) and of rpm's own form of it, in which an entry has no name but the number of its file (rpm, lib/cpio.c). */
export const cpioLayout = {
  /** ASCII headers, no checksum. */
  magic: '070701',
  /** The same with a checksum that nobody looks at. */
  checksumMagic: '070702',
  strippedMagic: '07070X',
  headLength: 110,
  strippedHeadLength: 14,
  trailerName: 'TRAILER!!!',
  /** Names and contents are filled up to multiples of 4 bytes. */
  unit: 4,
} as const;
