import { ReleaseError } from '@bigpanda/release-model';

/** Characters of base64 in a line, as openpgp and gpg write them. */
const lineLength = 60;
const block = /^-----BEGIN PGP ([A-Z ]+)-----\n\n([A-Za-z0-9+/=\n]+)\n=([A-Za-z0-9+/]{4})\n-----END PGP \1-----\s*$/;

/** Of each byte by the polynomial of CRC-24: a tenth of the steps that its bits need. */
const remainders = Int32Array.from({ length: 256 }, (_, byte) => {
  let crc = byte << 16;
  for (let bit = 0; bit < 8; bit += 1) crc = (crc & 0x800000) === 0 ? crc << 1 : (crc << 1) ^ 0x1864cfb;
  return crc;
});

/** The armored text of a binary signature packet, as it stands in a detached `.asc` file, with line feeds. */
export function armorSignature(signature: Uint8Array): string {
  return writeArmor('SIGNATURE', signature);
}

/** Armored packets of a kind, such as `SIGNATURE` or `PUBLIC KEY BLOCK`, with line feeds and a checksum (RFC 4880 section 6). */
export function writeArmor(kind: string, packets: Uint8Array): string {
  const lines = Buffer.from(packets).toString('base64').match(new RegExp(`.{1,${lineLength}}`, 'g')) ?? [];
  return [`-----BEGIN PGP ${kind}-----`, '', ...lines, `=${writeChecksum(packets)}`, `-----END PGP ${kind}-----`, ''].join('\n');
}

/** Packets of an armored text as `writeArmor` gives it, with a checksum that fits; `undefined` for any other, which may be good all the same. */
export function readArmor(text: string): { readonly kind: string; readonly packets: Buffer } | undefined {
  const [, kind = '', base64 = '', checksum] = block.exec(text.replaceAll('\r\n', '\n').trimStart()) ?? [];
  const packets = Buffer.from(base64, 'base64');
  return checksum !== undefined && packets.length > 0 && writeChecksum(packets) === checksum ? { kind, packets } : undefined;
}

/**
 * The binary packets of a detached `.asc` file.
 * @throws ReleaseError `SIGNATURE_ARMOR_INVALID`
 */
export async function dearmorSignature(text: string): Promise<Uint8Array> {
  const plain = readArmor(text);
  if (plain?.kind === 'SIGNATURE') return plain.packets;
  const { enums, unarmor } = await import('openpgp');
  try {
    const read = await unarmor(text);
    const data: unknown = read.data;
    if (read.type !== enums.armor.signature || !(data instanceof Uint8Array)) throw new Error('it holds something else than a signature');
    if (data.length === 0) throw new Error('it holds nothing');
    return data;
  } catch (cause) {
    throw new ReleaseError('SIGNATURE_ARMOR_INVALID', `read an armored signature: ${(cause as Error).message}`, {
      cause,
      hint: 'Make the signature anew; a whole one begins with "-----BEGIN PGP SIGNATURE-----".',
    });
  }
}

/** CRC-24 with its beginning and its polynomial (RFC 4880 section 6.1), in base64. */
function writeChecksum(bytes: Uint8Array): string {
  let crc = 0xb704ce;
  for (const byte of bytes) crc = ((crc << 8) ^ (remainders[((crc >> 16) ^ byte) & 0xff] ?? 0)) & 0xffffff;
  return Buffer.from([crc >> 16, crc >> 8, crc]).toString('base64');
}
