import { createHash, hash, type Hash } from 'node:crypto';
import { createCutBuffer, cutContent } from './content-cutter.ts';
import { readAhead } from './content-read-ahead.ts';
import { chooseEntryHead, writeCpioGap, writeCpioTrailer } from './cpio-writer.ts';
import { FrameGroup, type ArchiveFrame } from './frame-group.ts';
import { fileSize } from './package-file.ts';
import type { PackageFile } from './package-spec.ts';

/** Bytes of a SHA-256. */
export const digestLength = 32;

/**
 * The uncompressed archive of some files, cut into frames: small files together up to a boundary that their paths determine,
 * a large one into pieces of its own. So a changed or inserted file changes the frame it is in, and hardly ever another.
 * @param files in the order of the header; ghosts are left out
 * @param fileDigests gets the SHA-256 of each regular file: 32 bytes at 32 times its place in the header
 */
export async function* writeArchive(files: readonly PackageFile[], fileDigests: Uint8Array): AsyncIterable<ArchiveFrame> {
  const headOf = chooseEntryHead(files);
  using group = new FrameGroup(boundArchive(files));
  let cutBuffer: Buffer | undefined;
  for (const { file, index, content: found } of readAhead(files)) {
    if (file.type === 'ghost') continue;
    const content = found instanceof Promise ? await found : found;
    const head = headOf(file, index);
    const gap = writeCpioGap(fileSize(file));
    if (content instanceof Uint8Array || typeof content === 'function') {
      group.addPlain(head);
      const digest = content instanceof Uint8Array ? addHeld(group, content) : group.fillContent(fileSize(file), content);
      if (file.type === 'file') fileDigests.set(digest, digestLength * index);
      group.addPlain(gap);
      if (group.endsAfter(file.path, head.length + fileSize(file) + gap.length)) yield group.take();
    } else {
      if (group.sizeBytes > 0) yield group.take();
      group.addPlain(head);
      const whole = createHash('sha256');
      cutBuffer ??= createCutBuffer();
      yield* cutFrames(group, tally(cutContent(content, cutBuffer), whole));
      fileDigests.set(whole.digest(), digestLength * index);
      group.addPlain(gap);
      yield group.take();
    }
  }
  group.addPlain(writeCpioTrailer());
  yield group.take();
}

/** All but the last frame of a file that is cut into pieces, each of which begins one; the first stands behind the file's head. */
async function* cutFrames(group: FrameGroup, pieces: AsyncIterable<Uint8Array>): AsyncIterable<ArchiveFrame> {
  let isFirst = true;
  for await (const piece of pieces) {
    if (!isFirst) yield group.take();
    group.addContent(piece, hash('sha256', piece, 'buffer'));
    isFirst = false;
  }
}

async function* tally(pieces: AsyncIterable<Uint8Array>, whole: Hash): AsyncIterable<Uint8Array> {
  for await (const piece of pieces) {
    whole.update(piece);
    yield piece;
  }
}

function addHeld(group: FrameGroup, content: Uint8Array): Buffer {
  const digest = hash('sha256', content, 'buffer');
  group.addContent(content, digest);
  return digest;
}

/** Bytes that the archive has at the most: a head has less than 128 bytes beside its name, of which each character takes up to three. */
function boundArchive(files: readonly PackageFile[]): number {
  return files.reduce((sum, file) => sum + fileSize(file) + 3 * file.path.length + 128, 256);
}
