import { readBytes, readSignatures, signatureTag } from '@bigpanda/rpm-format';
import { describeSignature, type SignatureDescription } from '@bigpanda/signer';
import type { RpmHead } from './head.ts';

/** One OpenPGP signature in an RPM file, as it describes itself. */
export interface FoundSignature {
  /** Of the signature header. */
  readonly tag: number;
  /** What it is over: the main header, which holds a digest of the payload, or as before rpm 4.14 both. */
  readonly over: 'header' | 'header and payload';
  /** Absent where the packet cannot be read. */
  readonly description?: SignatureDescription;
}

/** The tags in which rpm looks for the one that it shows (rpm, rpmpopt). */
const shownFirst: readonly number[] = [signatureTag.dsa, signatureTag.rsa, signatureTag.gpg, signatureTag.pgp, signatureTag.openpgp];

/** All signatures of a package, the one that rpm shows first. */
export function listSignatures({ signature }: Pick<RpmHead, 'signature'>): readonly FoundSignature[] {
  const overHeader = readSignatures(signature).map(({ tag, packet }) => ({ tag, packet, over: 'header' as const }));
  const overBoth = [signatureTag.pgp, signatureTag.gpg].flatMap((tag) => {
    const packet = readBytes(signature, tag);
    return packet === undefined ? [] : [{ tag, packet, over: 'header and payload' as const }];
  });
  return [...overHeader, ...overBoth]
    .map(({ tag, over, packet }) => ({ tag, over, ...describe(packet) }))
    .sort((left, right) => shownFirst.indexOf(left.tag) - shownFirst.indexOf(right.tag));
}

function describe(packet: Uint8Array): Pick<FoundSignature, 'description'> {
  const description = describeSignature(packet);
  return description === undefined ? {} : { description };
}
