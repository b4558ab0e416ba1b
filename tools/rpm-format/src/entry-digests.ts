import { createHash } from 'node:crypto';
import type { StreamedEntry } from './cpio-reader.ts';
import { fileFlag, fileType } from './file-mode.ts';
import type { PackagedFile } from './packaged-file.ts';

/** Compares the contents of payload entries with the digests in the header while they pass by. */
export class EntryDigests {
  readonly #files: ReadonlyMap<string, PackagedFile>;
  readonly #algorithm: string | undefined;
  readonly #seen = new Map<string, string>();

  /** @param algorithm of the digests in the header; nothing is compared when it is not known */
  constructor(files: readonly PackagedFile[], algorithm: string | undefined) {
    this.#files = new Map(files.map((file) => [payloadName(file.path), file]));
    this.#algorithm = algorithm;
  }

  /** Passes entries on and notes what their contents are; what the reader leaves out of one is read behind its back. */
  async *watch(entries: AsyncIterable<StreamedEntry>): AsyncIterable<StreamedEntry> {
    for await (const entry of entries) {
      const name = payloadName(entry.name);
      if (this.#algorithm === undefined || this.#files.get(name)?.digest === undefined) {
        yield entry;
        continue;
      }
      const hash = createHash(this.#algorithm);
      const content = passBy(entry.content, (chunk) => hash.update(chunk));
      yield { ...entry, content };
      for await (const _ of content);
      for await (const chunk of entry.content) hash.update(chunk);
      this.#seen.set(name, hash.digest('hex'));
    }
  }

  /** Paths of regular files that were missing or had other contents than the header says; of those with several names the last one counts. */
  finish(): readonly string[] {
    if (this.#algorithm === undefined) return [];
    const regular = [...this.#files].filter(([, file]) => (file.mode & fileType.mask) === fileType.regular && (file.flags & fileFlag.ghost) === 0);
    const sets = Map.groupBy(regular, ([, { device, inode }]) => `${device}:${inode}`);
    return regular
      .filter(([name, file]) => {
        const names = file.inode === 0 ? [name] : (sets.get(`${file.device}:${file.inode}`) ?? []).map(([other]) => other);
        return file.digest !== '' && !names.some((other) => this.#seen.get(other) === file.digest);
      })
      .map(([, { path }]) => path);
  }
}

async function* passBy(chunks: AsyncIterable<Uint8Array>, see: (chunk: Uint8Array) => void): AsyncIterable<Uint8Array> {
  for await (const chunk of chunks) {
    see(chunk);
    yield chunk;
  }
}

/** Names in payloads begin with "./", those of source packages do not. */
function payloadName(name: string): string {
  return name.replace(/^\.?\//, '');
}
