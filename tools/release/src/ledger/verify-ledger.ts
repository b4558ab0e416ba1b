import { canonicalDigest } from '@bigpanda/release-model';
import { digestText, formatRecord, ledgerLayout, type LedgerRecord } from './ledger-record.ts';
import type { StoredLedgerRecord } from './read-ledger.ts';

/** What is wrong in a ledger. */
export interface LedgerFinding {
  readonly file: string;
  readonly message: string;
}

/** What a ledger is held against. */
export interface LedgerFacts {
  /** Oldest first. */
  readonly records: readonly StoredLedgerRecord[];
  /** Texts of all other files of the branch, by path. */
  readonly files: ReadonlyMap<string, string>;
  /** Objects and commits of the tags that are there, by name. */
  readonly tags: ReadonlyMap<string, { readonly object: string; readonly commit: string }>;
  /** Whether a record's signature by a known key is good; absent where signatures are not asked for. */
  readonly isSigned: (file: string) => boolean;
}

/** Everything that does not hold: the chain of records, their signatures, the digests of plans and manifests, the tags that they name. */
export function verifyLedger({ records, files, tags, isSigned }: LedgerFacts): readonly LedgerFinding[] {
  const findings = records.flatMap(({ file, text, record }, index): LedgerFinding[] => {
    const before = records[index - 1];
    const say = (message: string): LedgerFinding => ({ file, message });
    return [
      ...(file === ledgerLayout.record(index + 1) && record.number === index + 1 ? [] : [say(`has the number ${record.number} in place ${index + 1}`)]),
      ...(record.previous === (before === undefined ? undefined : digestText(before.text)) ? [] : [say(`follows the record "${record.previous ?? 'none'}"; the one before it is "${before === undefined ? 'none' : digestText(before.text)}"`)]),
      ...(text === formatRecord(record) ? [] : [say('is not written as the ledger writes records')]),
      ...(isSigned(file) ? [] : [say('has no good signature by a known key')]),
      ...(canonicalDigest(record.plan) === record.planDigest ? [] : [say('has a plan whose digest is another')]),
      ...verifyComponents(record, files, tags).map(say),
    ];
  });
  const named = new Set([...records.flatMap(({ file, record }) => [file, `${file}.asc`, ...record.components.map(({ manifest }) => manifest.file)]), 'README.md']);
  const strangers = [...files.keys()].filter((file) => !named.has(file));
  return [...findings, ...strangers.map((file) => ({ file, message: 'belongs to no record' }))];
}

function verifyComponents({ components, commits, kind }: LedgerRecord, files: LedgerFacts['files'], tags: LedgerFacts['tags']): readonly string[] {
  return components.flatMap(({ name, releaseTag, tagObject, manifest }) => {
    const text = files.get(manifest.file);
    const tag = tags.get(releaseTag);
    return [
      ...(text === undefined ? [`names the manifest "${manifest.file}" of ${name}, which is missing`] : digestText(text) === manifest.sha256 || kind === 'rebuild' ? [] : [`names the manifest "${manifest.file}" of ${name} with another digest`]),
      ...(tag === undefined ? [`names the tag "${releaseTag}", which is not in this clone (git fetch --tags)`] : tag.object === tagObject && (kind === 'rebuild' || tag.commit === commits.released) ? [] : [`names the tag "${releaseTag}" as ${tagObject.slice(0, 10)} of commit ${commits.released.slice(0, 10)}, but it is ${tag.object.slice(0, 10)} of ${tag.commit.slice(0, 10)}`]),
    ];
  });
}
