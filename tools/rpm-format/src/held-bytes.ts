/** Bytes in memory that somebody else uses again: to be used until `release` is called. */
export interface HeldBytes {
  readonly bytes: Uint8Array;
  /** Gives the memory back. */
  release(): void;
}

/** Gives memory back at once: until it is collected, a program that goes through many large pieces holds some of them, and takes new memory for each. */
export function freeMemory(memory: ArrayBufferLike): void {
  if (memory instanceof ArrayBuffer) memory.transfer(0);
}
