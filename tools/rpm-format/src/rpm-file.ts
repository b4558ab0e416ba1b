import { padding } from './alignment.ts';
import { readHeader, type Header } from './header-reader.ts';
import { leadLength, readLead, type Lead } from './lead.ts';
import { headerTag, signatureTag } from './tag.ts';

/** An RPM file in its parts; everything is a view of the bytes it was read from. */
export interface RpmFile {
  readonly lead: Lead;
  readonly signature: Header;
  readonly header: Header;
  /** The main header as it is hashed and signed, from its magic number to its last byte. */
  readonly headerBytes: Uint8Array;
  /** Compressed, and cut when only the beginning of a file was given. */
  readonly payload: Uint8Array;
}

/**
 * The parts of an RPM file, version 4 or 6, binary or source.
 * @param bytes the file, or its beginning up to at least the end of the main header
 * @throws RpmFormatError `LEAD_INVALID` or a code that begins with `HEADER_`
 */
export function readRpm(bytes: Uint8Array): RpmFile {
  const lead = readLead(bytes);
  const signature = readHeader(bytes, leadLength, signatureTag.region);
  const header = readHeader(bytes, signature.end + padding(signature.end, 8), headerTag.region);
  return {
    lead,
    signature,
    header,
    headerBytes: bytes.subarray(header.start, header.end),
    payload: bytes.subarray(header.end),
  };
}
