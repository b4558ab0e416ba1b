import { closeSync, openSync, rmSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { packageDocuments, renderRepomd, type PackageDocument, type RepomdEntry } from '@bigpanda/rpm-format';
import type { MetadataCodec } from '../metadata-codec.ts';
import { beginsChunk, comparePackages } from '../package-order.ts';
import { writeDocument } from './document-writing.ts';
import { MetadataThread } from './metadata-threads.ts';
import { readPackages } from './package-reading.ts';
import { joinPlaces, placeOf, type SpooledPackage, type SpoolFiles } from './package-spool.ts';

/** Fewer packages are done before new threads are ready. */
const worthThreads = 1_500;
const threadCount = 2;
/** Those that take longest first. */
const writtenInOrder: readonly PackageDocument[] = ['filelists', 'primary', 'other'];

/** As `writeMetadata`, any number of times: threads that were started are kept for the next time. */
export class MetadataWriter implements AsyncDisposable {
  readonly #threads: MetadataThread[] = [];

  /** @throws RpmFormatError, RepodataError `REPODATA_UNWRITABLE` */
  async write(packages: readonly string[], folder: string, codec: MetadataCodec = 'gzip'): Promise<void> {
    const repodata = join(folder, 'repodata');
    await mkdir(repodata, { recursive: true });
    using spools = openSpools(repodata);
    if (packages.length >= worthThreads) while (this.#threads.length < threadCount) this.#threads.push(new MetadataThread());
    const pool = this.#threads;
    const read = [...(await readAll(packages, { pool, spools }))].sort((left, right) => comparePackages(left.listed, right.listed));
    const entries = await writeAll(read, { pool, folder: repodata, codec });
    const timestampSeconds = read.reduce((latest, { listed }) => Math.max(latest, listed.buildTimeSeconds), 0);
    await writeFile(join(repodata, 'repomd.xml'), renderRepomd({ revision: '1', timestampSeconds, entries }));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const thread of this.#threads.splice(0)) await thread[Symbol.asyncDispose]();
  }
}

/**
 * Writes the metadata of RPM files, unsigned, with the documents of a snapshot of them: for tools that only want `repodata/`.
 * Two threads read and write; what was read waits on the disk, so that memory does not grow with the documents.
 * @throws RpmFormatError, RepodataError `REPODATA_UNWRITABLE`
 */
export async function writeMetadata(packages: readonly string[], folder: string, codec: MetadataCodec = 'gzip'): Promise<void> {
  await using writer = new MetadataWriter();
  await writer.write(packages, folder, codec);
}

interface Spools extends Disposable {
  /** Of each thread; there is one in any case. */
  readonly files: readonly [SpoolFiles, ...SpoolFiles[]];
}

/** Files without a name: they go with the process, whatever happens. */
function openSpools(folder: string): Spools {
  const opened: number[] = [];
  const openOne = () => {
    const descriptor = openSync(join(folder, '.spool'), 'w+');
    opened.push(descriptor);
    rmSync(join(folder, '.spool'));
    return descriptor;
  };
  const openThree = (): SpoolFiles => ({ primary: openOne(), filelists: openOne(), other: openOne() });
  const files = [openThree(), openThree()] as const;
  return { files: [...files], [Symbol.dispose]: () => opened.forEach((descriptor) => closeSync(descriptor)) };
}

async function readAll(files: readonly string[], { pool, spools }: { readonly pool: readonly MetadataThread[]; readonly spools: Spools }): Promise<readonly SpooledPackage[]> {
  const begin = () => new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT);
  const next = begin();
  const found = await Promise.all(pool.map((thread, index) => thread.read({ files, next, spool: spools.files[index] ?? spools.files[0] })));
  if (found.length > 0 && found.every((each) => each !== undefined)) return found.flat();
  return [...readPackages({ files, next: begin(), spool: spools.files[0] })].flat();
}

interface Writing {
  readonly pool: readonly MetadataThread[];
  readonly folder: string;
  readonly codec: MetadataCodec;
}

async function writeAll(packages: readonly SpooledPackage[], { pool, ...place }: Writing): Promise<readonly RepomdEntry[]> {
  const starts = packages.flatMap((one, index) => (index === 0 || beginsChunk(one) ? [index] : []));
  const describe = (type: PackageDocument) => ({ ...place, type, packageCount: packages.length, chunks: starts.map((start, index) => joinPlaces(packages.slice(start, starts[index + 1]).map((one) => placeOf(one, type)))) });
  const waiting = [...writtenInOrder];
  const written = new Map<PackageDocument, RepomdEntry>();
  await Promise.all(pool.map(async (thread) => {
    for (let type = waiting.shift(); type !== undefined; type = waiting.shift()) {
      const entry = await thread.write(describe(type));
      if (entry !== undefined) written.set(type, entry);
    }
  }));
  return packageDocuments.map((type) => written.get(type) ?? writeDocument(describe(type)));
}
