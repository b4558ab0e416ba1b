import { ReleaseError } from '@bigpanda/release-model';
import { escapeAttribute, escapeText, readRelations, satisfies } from '@bigpanda/rpm-format';
import { findCodec, unpackDocument } from './document-members.ts';
import type { Offer } from './package-relations.ts';
import { readPlainFile } from './plain-file.ts';

/** More than the primary of a whole distribution has. */
const openLimitBytes = 1 << 30;
const marks = { package: '<package ', packageEnd: '</package>', provides: '<rpm:provides>', providesEnd: '</rpm:provides>' };

/**
 * What the packages of another repository offer, by its primary.xml, packed by gzip or zstd or not. It is read when it is asked first.
 * Cost: a search through the text for each requirement.
 */
export function offerOfPrimary(file: string): Offer {
  let text: Buffer | undefined;
  return {
    answers: (required) => {
      text ??= readPrimary(file);
      for (const fragment of findOffering(text, required.name)) {
        const { provides, files } = readRelations(fragment);
        if (provides.some((provided) => satisfies(provided, required)) || files.includes(required.name)) return true;
      }
      return false;
    },
  };
}

function readPrimary(file: string): Buffer {
  try {
    const bytes = readPlainFile(file);
    if (bytes === undefined) throw new Error('it is no plain file');
    const codec = findCodec(file);
    return Buffer.from(codec === undefined ? bytes : unpackDocument(bytes, codec, openLimitBytes));
  } catch (cause) {
    throw new ReleaseError('BASE_METADATA_UNREADABLE', `read what the system offers: "${file}": ${(cause as Error).message}`, {
      exitStatus: 2, cause, hint: 'Name the primary.xml of a repository, packed by gzip or zstd or not, in baseMetadata of the target.',
    });
  }
}

/** The pieces of packages that provide something of that name, or have a file of that path. */
function* findOffering(text: Buffer, name: string): Iterable<Uint8Array> {
  for (const { mark, isOffer } of [{ mark: ` name="${escapeAttribute(name)}"`, isOffer: isProvided }, { mark: `>${escapeText(name)}</file>`, isOffer: () => true }]) {
    for (let at = text.indexOf(mark); at >= 0; at = text.indexOf(mark, at + mark.length)) {
      const start = text.lastIndexOf(marks.package, at);
      if (start >= 0 && isOffer(text, at)) yield text.subarray(start, text.indexOf(marks.packageEnd, at) + marks.packageEnd.length);
    }
  }
}

/** What is required stands in the same words elsewhere. */
function isProvided(text: Buffer, at: number): boolean {
  return text.lastIndexOf(marks.provides, at) > text.lastIndexOf(marks.providesEnd, at);
}
