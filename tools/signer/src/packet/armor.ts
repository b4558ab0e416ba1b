import { armor, enums, unarmor } from 'openpgp';
import { ReleaseError } from '@bigpanda/release-model';

/** The armored text of a binary signature packet, as it stands in a detached `.asc` file, with line feeds. */
export function armorSignature(signature: Uint8Array): string {
  return armor(enums.armor.signature, signature, undefined, undefined, undefined, true).replaceAll('\r\n', '\n');
}

/**
 * The binary packets of a detached `.asc` file.
 * @throws ReleaseError `SIGNATURE_ARMOR_INVALID`
 */
export async function dearmorSignature(text: string): Promise<Uint8Array> {
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
