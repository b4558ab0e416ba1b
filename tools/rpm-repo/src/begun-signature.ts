import type { Signer } from '@bigpanda/signer';

/** A signature that is made while files are written: whoever waits for it meets its failure, and nobody has to. */
export function beginSignature(signer: Signer, bytes: Uint8Array, timeSeconds: number): Promise<Uint8Array> {
  const signature = signer.sign(bytes, timeSeconds);
  signature.catch(() => undefined);
  return signature;
}
