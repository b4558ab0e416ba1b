import { RpmFormatError } from './rpm-format-error.ts';

/** Length of the lead in bytes. */
export const leadLength = 96;
const magic = Uint8Array.of(0xed, 0xab, 0xee, 0xdb);
const nameOffset = 10;
const nameLength = 66;
/** Signature type 5, "header", is the only one since rpm 3 (rpm, lib/rpmlead.c). */
const headerSignature = 5;
const signatureOffset = 78;
const majorOffset = 4;
/** Formats that rpm reads (rpm, lib/rpmlead.c). */
const knownMajors: readonly number[] = [3, 4];

/** The first bytes of an RPM file. rpm looks at the magic number, the format and the signature type; file(1) reads the rest. */
export interface Lead {
  /** Format: 3 in version 4 packages too. */
  readonly major: number;
  readonly type: 'binary' | 'source';
  readonly name: string;
}

/**
 * The lead of an RPM file.
 * @throws RpmFormatError `LEAD_INVALID` for bytes that are no RPM file, or of a format or signature type that rpm refuses
 */
export function readLead(bytes: Uint8Array): Lead {
  const lead = Buffer.from(bytes.subarray(0, leadLength));
  if (lead.length < leadLength || !lead.subarray(0, magic.length).equals(magic)) {
    throw new RpmFormatError('LEAD_INVALID', `read a lead: no RPM file begins in ${bytes.length} bytes`, { offset: 0 });
  }
  const signatureType = lead.readUInt16BE(signatureOffset);
  if (signatureType !== headerSignature) throw new RpmFormatError('LEAD_INVALID', `read a lead: the signature type ${signatureType}; wanted ${headerSignature}`, { offset: signatureOffset });
  const major = lead.readUInt8(majorOffset);
  if (!knownMajors.includes(major)) throw new RpmFormatError('LEAD_INVALID', `read a lead: the format ${major}; wanted ${knownMajors.join(' or ')}`, { offset: majorOffset });
  const name = lead.subarray(nameOffset, nameOffset + nameLength);
  const end = name.indexOf(0);
  return {
    major,
    type: lead.readUInt16BE(6) === 1 ? 'source' : 'binary',
    name: name.toString('utf8', 0, end < 0 ? nameLength : end),
  };
}

/**
 * The lead of a version 4 package.
 * @param name NEVR; cut to 65 bytes
 */
export function writeLead(name: string, type: Lead['type']): Buffer {
  const lead = Buffer.alloc(leadLength);
  lead.set(magic, 0);
  lead.writeUInt8(3, majorOffset);
  lead.writeUInt16BE(type === 'source' ? 1 : 0, 6);
  lead.writeUInt16BE(1, 8);
  lead.set(Buffer.from(name).subarray(0, nameLength - 1), nameOffset);
  lead.writeUInt16BE(1, 76);
  lead.writeUInt16BE(headerSignature, signatureOffset);
  return lead;
}
