import { ReleaseError } from '@bigpanda/release-model';
import type { CertifiedKey } from './certificate/certificate.ts';
import { dearmorSignature } from './packet/armor.ts';
import { isSignedBy } from './packet/signature-check.ts';
import { readSignaturePacket, type SignaturePacket } from './packet/signature-reader.ts';

/** What a signature that another program made has to be. */
export interface Expectation {
  /** The program, for messages. */
  readonly program: string;
  readonly key: CertifiedKey;
  readonly data: Uint8Array;
  /** The time that the signature has to state; any when absent. */
  readonly timeSeconds?: number;
}

/**
 * The one binary packet that another program printed, binary or armored, after all of it was checked: algorithm, hash, key, data and time.
 * @throws ReleaseError `SIGNATURE_MISSING`, `SIGNATURE_UNFIT`
 */
export async function acceptSignature(output: Buffer, wanted: Expectation): Promise<Uint8Array> {
  if (output.length === 0) {
    throw new ReleaseError('SIGNATURE_MISSING', `sign: "${wanted.program}" printed nothing`, { hint: 'Let it print one detached OpenPGP signature, binary or armored.' });
  }
  const signature = output.toString('latin1', 0, 5) === '-----' ? await dearmorSignature(output.toString()).catch(() => output) : output;
  const packet = readSignaturePacket(signature);
  const reason = typeof packet === 'string' ? packet : refuse(packet, wanted);
  if (reason === undefined) return signature;
  throw new ReleaseError('SIGNATURE_UNFIT', `sign: what "${wanted.program}" printed cannot be used: ${reason}`, {
    hint: 'Let it print one detached OpenPGP signature of version 4 by the configured key, RSA with SHA-256, over exactly what it reads.',
  });
}

function refuse(packet: SignaturePacket, { key, data, timeSeconds }: Expectation): string | undefined {
  if (packet.trailer[0] !== 4) return `the signature has version ${packet.trailer[0] ?? 'none'}; wanted 4`;
  if (packet.algorithm !== key.algorithm) return `the signature uses ${packet.algorithm}; wanted ${key.algorithm}`;
  if (packet.algorithm === 'rsa' && packet.hashName !== 'sha256') return `the signature uses the hash ${packet.hashName}; wanted sha256`;
  if (packet.issuerFingerprint !== undefined && packet.issuerFingerprint !== key.fingerprint) return `the signature is of the key "${packet.issuerFingerprint}"; wanted "${key.fingerprint}"`;
  if (timeSeconds !== undefined && packet.timeSeconds !== timeSeconds) return `the signature states the time ${packet.timeSeconds ?? 'none'}; wanted ${timeSeconds}`;
  return isSignedBy(key, data, packet) ? undefined : 'the signature does not fit the data';
}
