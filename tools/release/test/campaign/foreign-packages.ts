import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { compareWithRpm, isReadByRpm } from '../rpm-peer.ts';

export interface ForeignReport {
  readonly files: number;
  /** Files that rpm itself cannot read. */
  readonly unreadable: readonly string[];
  readonly fields: number;
  /** How many files have a tag that rpm has no name for, by tag. */
  readonly unknownToRpm: Readonly<Record<string, number>>;
  /** Files whose signatures are of a kind that rpm 4.18 does not know. */
  readonly newerSignatures: readonly string[];
  readonly failures: readonly string[];
}

/**
 * Compares what the commands say of the packages of a folder with what rpm says, every view and every field.
 * Public repositories carry such packages: rpm-rs/rpm (tests/assets), rpm-software-management/rpm (tests/data) and createrepo_c (tests/testdata/packages).
 */
export async function campaign(folder: string): Promise<ForeignReport> {
  process.env['TZ'] = 'UTC';
  const files = readdirSync(folder).filter((name) => name.endsWith('.rpm')).sort();
  const unreadable = files.filter((name) => !isReadByRpm(join(folder, name)));
  const unknownToRpm: Record<string, number> = {};
  const failures: string[] = [];
  const newerSignatures: string[] = [];
  let fields = 0;
  for (const name of files.filter((one) => !unreadable.includes(one))) {
    const found = await compareWithRpm(join(folder, name));
    fields += found.fieldCount;
    for (const tag of found.unknownToRpm) unknownToRpm[tag] = (unknownToRpm[tag] ?? 0) + 1;
    if (found.hasNewerSignature) newerSignatures.push(name);
    failures.push(...found.differences.map((difference) => `${name}: ${difference}`));
  }
  return { files: files.length, unreadable, fields, unknownToRpm, newerSignatures, failures };
}
