import type { SignerSet } from './signer.ts';

/**
 * Binary OpenPGP packets over a main header, one of each signer, in the order in which rpm-format takes them: the RSA one first, for tag 268, which rpm 4 reads.
 * Where there are several, tag 278 has to hold all of them: rpm 6 reads no other tag when that one is there (rpm, lib/rpmvs.cc), and wants the key of each.
 */
export async function signHeader({ signer, additional }: SignerSet, headerBytes: Uint8Array, timeSeconds: number): Promise<readonly Uint8Array[]> {
  return Promise.all([signer, ...additional].map((one) => one.sign(headerBytes, timeSeconds)));
}
