import { statementMediaType, type Envelope } from '@bigpanda/release-model';
import type { SignerSet } from '../signer.ts';

/** The text over which the signatures of an envelope are: type and payload with their lengths (DSSE, protocol.md, "PAE"). */
export function encodePreAuthentication(payloadType: string, payload: Uint8Array): Uint8Array {
  return Buffer.concat([Buffer.from(`DSSEv1 ${Buffer.byteLength(payloadType)} ${payloadType} ${payload.length} `), payload]);
}

/**
 * A statement in an envelope, signed by every signer of a set. Each `sig` is a binary OpenPGP signature packet, because release keys may be with gpg or behind a
 * site's program, which make no other; `keyid` is the fingerprint of its key.
 */
export async function sealStatement(statement: Uint8Array, { signer, additional }: SignerSet, timeSeconds: number): Promise<Envelope> {
  const data = encodePreAuthentication(statementMediaType, statement);
  const signatures = await Promise.all([signer, ...additional].map(async (one) => ({ keyid: one.fingerprint, sig: Buffer.from(await one.sign(data, timeSeconds)).toString('base64') })));
  return { payload: Buffer.from(statement).toString('base64'), payloadType: statementMediaType, signatures };
}
