/** Where a payload waits until the header that stands before it can be written: a temporary file, the file itself, or memory. */
export interface PayloadSpool {
  /**
   * Called before the first write. A spool that is the file itself can leave room before the payload, and put the head there in the end.
   * @param measureHead gives the bytes that the head will have, if the signatures have room and the payload stays below 4 GiB; it takes some time
   */
  begin?(measureHead: () => number): void;
  /** Takes the next bytes; they may be reused once it resolves. */
  write(chunk: Uint8Array): Promise<void>;
  /** All bytes from the first one; called after the last write, any number of times. A chunk may be overwritten once the next one is asked for. */
  read(): AsyncIterable<Uint8Array>;
}

/** A spool in memory that gives its parts away. */
export interface MemorySpool extends PayloadSpool {
  readonly chunks: readonly Uint8Array[];
}

/** A spool in memory. */
export function createMemorySpool(): MemorySpool {
  const chunks: Uint8Array[] = [];
  return {
    chunks,
    write: async (chunk) => {
      // A copy, because the memory of a chunk may be larger than what is used of it.
      chunks.push(Buffer.from(chunk));
    },
    async *read() {
      yield* chunks;
    },
  };
}
