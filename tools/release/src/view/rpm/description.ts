import type { QueryValues } from '@bigpanda/rpm-format';
import type { SignatureDescription } from '@bigpanda/signer';
import { printable } from '../printable.ts';
import { formatDate } from './date.ts';

/** What of a package is described, by the names of rpm's query tags. */
export interface Described {
  readonly fields: ReadonlyMap<string, QueryValues>;
  /** The one that rpm 4 shows: the first. */
  readonly signature: SignatureDescription | undefined;
}

/** A package as `rpm -qip` shows it in the C locale, line by line (rpm, rpmpopt). */
export function renderDescription({ fields, signature }: Described): string {
  const show = (tag: string): string => String(fields.get(tag)?.[0] ?? '(none)');
  const date = (tag: string): string => formatDate(Number(fields.get(tag)?.[0] ?? 0));
  const optional = (label: string, tag: string): string[] => (fields.has(tag) ? [line(label, show(tag))] : []);
  const lines = [
    line('Name', show('NAME')),
    ...optional('Epoch', 'EPOCH'),
    line('Version', show('VERSION')),
    line('Release', show('RELEASE')),
    ...optional('DistTag', 'DISTTAG'),
    line('Architecture', show('ARCH')),
    line('Install Date', '(not installed)'),
    line('Group', show('GROUP')),
    line('Size', show('LONGSIZE')),
    // Without a licence rpm leaves the line empty.
    fields.has('LICENSE') ? line('License', show('LICENSE')) : '',
    line('Signature', signature === undefined ? '(none)' : renderSignature(signature)),
    line('Source RPM', show('SOURCERPM')),
    line('Build Date', fields.has('BUILDTIME') ? date('BUILDTIME') : '(none)'),
    line('Build Host', show('BUILDHOST')),
    ...(fields.has('PREFIXES') ? [line('Relocations', `${(fields.get('PREFIXES') ?? []).join(' ')} `)] : []),
    ...optional('Packager', 'PACKAGER'),
    ...optional('Vendor', 'VENDOR'),
    ...optional('URL', 'URL'),
    ...optional('Bug URL', 'BUGURL'),
    line('Summary', show('SUMMARY')),
    'Description :',
    show('DESCRIPTION'),
  ];
  return printable(`${lines.join('\n')}\n`);
}

/** A signature as rpm's `:pgpsig` shows it: `RSA/SHA256, Tue Nov 14 12:00:00 2023, Key ID 0123456789abcdef`. */
export function renderSignature({ publicKeyAlgorithm, hashAlgorithm, timeSeconds, keyId }: SignatureDescription): string {
  return `${publicKeyAlgorithm}/${hashAlgorithm}, ${timeSeconds === undefined ? 'no date' : formatDate(timeSeconds)}, Key ID ${keyId ?? 'unknown'}`;
}

function line(label: string, value: string): string {
  return `${label.padEnd(12)}: ${value}`;
}
