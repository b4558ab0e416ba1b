/** A certificate in gpg's keyring whose secrets gpg has, in part or whole. */
export interface SecretCertificate {
  /** Of the primary key: 40 lower-case hex digits. */
  readonly fingerprint: string;
  /** Of the keys that gpg can sign with, on disk or on a card. */
  readonly usable: readonly string[];
}

/** Column of the capabilities, and of the place of the secret: `#` means that it is not there (GnuPG, doc/DETAILS). */
const [capabilityColumn, tokenColumn, fingerprintColumn] = [11, 14, 9];

/** The certificates in what `gpg --with-colons --list-secret-keys` prints. */
export function readSecretKeys(listing: string): readonly SecretCertificate[] {
  const certificates: { fingerprint: string; usable: string[] }[] = [];
  let isUsable = false;
  let isPrimary = false;
  for (const columns of listing.split('\n').map((line) => line.split(':'))) {
    const [kind = ''] = columns;
    if (kind === 'sec' || kind === 'ssb') {
      isPrimary = kind === 'sec';
      isUsable = (columns[capabilityColumn] ?? '').includes('s') && columns[tokenColumn] !== '#';
    }
    if (kind !== 'fpr') continue;
    const fingerprint = (columns[fingerprintColumn] ?? '').toLowerCase();
    if (isPrimary) certificates.push({ fingerprint, usable: [] });
    if (isUsable) certificates.at(-1)?.usable.push(fingerprint);
    [isPrimary, isUsable] = [false, false];
  }
  return certificates;
}
