import type { KeyParameters } from './key-parameters.ts';

/**
 * An armored private key that packages may be signed with from EL8 to EL10, or Ed25519 in the packets that gpg 2 and rpm 4 know:
 * self-signature by SHA-256 or SHA-512, no subkeys. Signatures get no random notation. RSA takes about a second.
 */
export async function generateSigningKey(parameters: KeyParameters): Promise<string> {
  const { lifetimeSeconds, passphrase, algorithm = 'rsa4096' } = parameters;
  const [{ encryptKey, enums, generateKey }, { certifySelf }] = await Promise.all([import('openpgp'), import('./self-certification.ts')]);
  const { privateKey } = await generateKey({
    ...(algorithm === 'rsa4096' ? { type: 'rsa', rsaBits: 4096 } : { type: 'ecc', curve: 'ed25519Legacy' }),
    userIDs: [parseUserId(parameters.userId)],
    subkeys: [],
    date: new Date(parameters.createdSeconds * 1000),
    format: 'object',
    config: { preferredHashAlgorithm: enums.hash.sha256, nonDeterministicSignaturesViaNotation: false, v6Keys: false },
  });
  await certifySelf(privateKey, lifetimeSeconds);
  const finished = passphrase === undefined ? privateKey : await encryptKey({ privateKey, passphrase });
  return finished.armor().replaceAll('\r\n', '\n');
}

function parseUserId(userId: string): { name: string; email?: string } {
  const match = /^(?<name>[^<>]*?)\s*<(?<email>[^<>]+)>$/.exec(userId);
  const [name, email] = [match?.groups?.['name'], match?.groups?.['email']];
  return name === undefined || email === undefined ? { name: userId } : { name, email };
}
