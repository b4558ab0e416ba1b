import { enums, generateKey } from 'openpgp';

export interface KeyParameters {
  /** Such as `PanDA packages`, or with an address: `PanDA packages <packages@panda.example>`. */
  readonly userId: string;
  readonly createdSeconds: number;
}

/**
 * An armored private key that packages may be signed with from EL8 to EL10: RSA-4096, self-signature by SHA-256, no subkeys, no passphrase.
 * Takes about a second. Signatures get no random notation, and no expiry is set.
 */
export async function generateSigningKey(parameters: KeyParameters): Promise<string> {
  const { privateKey } = await generateKey({
    type: 'rsa',
    rsaBits: 4096,
    userIDs: [parseUserId(parameters.userId)],
    subkeys: [],
    date: new Date(parameters.createdSeconds * 1000),
    format: 'armored',
    config: { preferredHashAlgorithm: enums.hash.sha256, nonDeterministicSignaturesViaNotation: false, v6Keys: false },
  });
  return privateKey.replaceAll('\r\n', '\n');
}

function parseUserId(userId: string): { name: string; email?: string } {
  const match = /^(?<name>[^<>]*?)\s*<(?<email>[^<>]+)>$/.exec(userId);
  const [name, email] = [match?.groups?.['name'], match?.groups?.['email']];
  return name === undefined || email === undefined ? { name: userId } : { name, email };
}
