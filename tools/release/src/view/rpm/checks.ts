import type { RpmCheck } from '@bigpanda/rpm-format';
import type { PackageSource } from '../../attestation/origin-checks.ts';
import type { FoundSignature } from '../../rpm-file/signatures.ts';
import { printable } from '../printable.ts';
import { renderTable } from '../table.ts';

/** What was found of one RPM file. */
export interface VerifiedFile {
  readonly file: string;
  readonly isGood: boolean;
  readonly checks: readonly (Pick<RpmCheck, 'name' | 'outcome' | 'detail'> & { readonly code?: string })[];
  /** What the signatures say of themselves. */
  readonly signatures: readonly FoundSignature[];
  /** The commit that it was made from, as its header says. */
  readonly source?: PackageSource;
}

/** Of a digest so many hex digits are shown; `--json` has all. */
const shownDigits = 16;

/** Every check of a file, one a line, below what they come to. */
export function renderChecks({ file, isGood, checks, signatures }: VerifiedFile): string {
  const older = signatures.filter(({ over }) => over === 'header and payload');
  const rows = [
    ...checks.flatMap(({ name, outcome, detail, code }) => {
      const [first = '', ...rest] = name.startsWith('signature ') ? shorten(detail).split(/ (?=by key )|(?<=key [0-9a-z]+): /) : [shorten(detail)];
      return [[`  ${name}`, nameOutcome(outcome, code), first], ...rest.map((line) => ['', '', line])];
    }),
    ...older.map(({ tag }) => [`  signature ${tag}`, 'skipped', 'over header and payload, as rpm 3 made them; not looked at']),
  ];
  return printable(`${file}: ${isGood ? 'good' : 'REFUSED'}\n${renderTable(rows)}\n`);
}

function nameOutcome(outcome: RpmCheck['outcome'], code: string | undefined): string {
  if (outcome !== 'wrong') return outcome;
  return code === 'SIGNATURE_WRONG' ? 'REFUSED' : 'WRONG';
}

/** Digests cut, and without the words that every message begins with. */
function shorten(detail: string): string {
  return detail.replace(/^check a package: /, '').replace(/\b[0-9a-f]{32,}\b/g, (digits) => (digits.length === 40 ? digits : `${digits.slice(0, shownDigits)}...`));
}
