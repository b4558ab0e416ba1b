import { padding } from './alignment.ts';
import { ByteSource } from './byte-source.ts';
import { streamCpio, type StreamedEntry } from './cpio-reader.ts';
import { DigestTally, findAlgorithm, listDigests, type RecordedDigest } from './digest-check.ts';
import { EntryDigests } from './entry-digests.ts';
import { readNumber } from './header-access.ts';
import { headerIntroLength, readHeaderLength } from './header-reader.ts';
import { leadLength, readLead } from './lead.ts';
import { listFiles, type PackagedFile } from './packaged-file.ts';
import { payloadCodec } from './payload-reader.ts';
import { decompressStream, type PayloadDecoders } from './payload-decompressor.ts';
import { readRpm, type RpmFile } from './rpm-file.ts';
import { RpmFormatError } from './rpm-format-error.ts';
import { headerTag } from './tag.ts';

/** Room that each entry of an archive may take besides its content: a head, a name and filling. */
const entryOverheadBytes = 8_192;

/** What was found out about the payload of a package by reading it. */
export interface PayloadFindings {
  /** Bytes of main header and payload, and of the payload decompressed; the latter is undefined when it was not. */
  readonly sizeBytes: number;
  readonly contentBytes: number | undefined;
  readonly digests: readonly { readonly recorded: RecordedDigest; readonly found: string }[];
  /** Paths of files whose content is not what the header says, or that are not there. */
  readonly wrongFiles: readonly string[];
}

export interface ReadOptions {
  /** Of payloads that are neither gzip nor zstd. */
  readonly decoders?: PayloadDecoders | undefined;
}

/** A package that is being read: its headers are there, its payload is still to come. */
export interface RpmStream extends Omit<RpmFile, 'payload'> {
  readonly files: readonly PackagedFile[];
  /**
   * The entries of the payload, once.
   * @param limitBytes the most that the payload may grow to; what the sizes in the header allow when absent
   * @throws RpmFormatError `PAYLOAD_CODEC_UNSUPPORTED`, `PAYLOAD_INVALID`, `PAYLOAD_TOO_LARGE`, `CPIO_INVALID`
   */
  entries(limitBytes?: number): AsyncIterable<StreamedEntry>;
  /** Reads what is left of the payload and says what was found. */
  finish(): Promise<PayloadFindings>;
  /** Lets the source go before its end. */
  close(): Promise<void>;
}

/**
 * Reads the headers of an RPM file that comes in chunks; the payload is read when it is asked for, and never held.
 * @throws RpmFormatError `LEAD_INVALID` or a code that begins with `HEADER_`
 */
export async function openRpm(chunks: AsyncIterable<Uint8Array>, { decoders }: ReadOptions = {}): Promise<RpmStream> {
  const source = new ByteSource(chunks);
  try {
    return describeStream(source, readRpm(await readHead(source)), decoders);
  } catch (error) {
    await source.close();
    throw error;
  }
}

/** The bytes up to the payload. */
async function readHead(source: ByteSource): Promise<Buffer> {
  const lead = await source.peek(leadLength);
  readLead(lead);
  await source.take(leadLength, () => truncated(0));
  const signature = await takeHeader(source);
  const gap = await source.take(padding(source.offset, 8), () => truncated(source.offset));
  return Buffer.concat([lead, signature, gap, await takeHeader(source)]);
}

async function takeHeader(source: ByteSource): Promise<Buffer> {
  const start = source.offset;
  const intro = await source.peek(headerIntroLength);
  if (intro.length < headerIntroLength) throw truncated(start);
  return source.take(readHeaderLength(intro, start), () => truncated(start));
}

function describeStream(source: ByteSource, file: RpmFile, decoders: PayloadDecoders | undefined): RpmStream {
  const { lead, signature, header, headerBytes } = file;
  const files = listFiles(header);
  const recorded = listDigests(signature, header);
  const inPackage = new DigestTally(recorded.filter(({ of }) => of === 'package'));
  const payload = new DigestTally(recorded.filter(({ of }) => of === 'payload'));
  const content = new DigestTally(recorded.filter(({ of }) => of === 'content'));
  const entryDigests = new EntryDigests(files, findAlgorithm(readNumber(header, headerTag.fileDigestAlgorithm) ?? 1));
  let isContentRead = false;
  inPackage.add(headerBytes);

  async function* readRaw(): AsyncIterable<Uint8Array> {
    for await (const chunk of source.drain()) {
      inPackage.add(chunk);
      payload.add(chunk);
      yield chunk;
    }
  }
  async function* readContent(limitBytes: number): AsyncIterable<Uint8Array> {
    for await (const chunk of decompressStream(readRaw(), { codec: payloadCodec(file), limitBytes, decoders })) {
      content.add(chunk);
      yield chunk;
    }
    isContentRead = true;
  }
  return {
    lead, signature, header, headerBytes, files,
    entries: (limitBytes = allowedBytes(files)) => entryDigests.watch(streamCpio(readContent(limitBytes), files)),
    async finish() {
      for await (const _ of readRaw());
      return {
        sizeBytes: inPackage.sizeBytes,
        contentBytes: isContentRead ? content.sizeBytes : undefined,
        digests: [...inPackage.finish(), ...payload.finish(), ...(isContentRead ? content.finish() : [])],
        wrongFiles: isContentRead ? entryDigests.finish() : [],
      };
    },
    close: () => source.close(),
  };
}

/** What the sizes in the header allow the payload to grow to: more is a lie of either. */
function allowedBytes(files: readonly PackagedFile[]): number {
  return files.reduce((sum, { sizeBytes }) => sum + sizeBytes + entryOverheadBytes, entryOverheadBytes);
}

function truncated(offset: number): RpmFormatError {
  return new RpmFormatError('HEADER_TRUNCATED', `read a package: it ends inside its headers, from byte ${offset}`, { offset });
}
