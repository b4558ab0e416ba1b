import { hash } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { RepositoryConfig } from '@bigpanda/release-model';
import { readToolVersion } from './attestation/tool-version.ts';

/** What a file holds: the configuration that a text gives. */
interface CheckedConfiguration {
  readonly key: string;
  readonly config: RepositoryConfig;
}

/** Of a program that runs from its sources, where the schema may be another one the next time. */
const sourceVersion = '0.0.0';

/** The configuration that a text gives, where it is the one that was checked last: its schema takes longer to load than most commands take otherwise. */
export function recallConfiguration(file: string, text: string): RepositoryConfig | undefined {
  const wanted = keyOf(text);
  if (wanted === undefined) return undefined;
  try {
    const { key, config } = JSON.parse(readFileSync(file, 'utf8')) as CheckedConfiguration;
    return key === wanted ? config : undefined;
  } catch {
    return undefined;
  }
}

/** Keeps what a text was found to give, for the next process. A file that cannot be written is none. */
export function keepConfiguration(file: string, text: string, config: RepositoryConfig): void {
  const key = keyOf(text);
  if (key === undefined) return;
  const part = `${file}.${process.pid}.part`;
  try {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(part, JSON.stringify({ key, config } satisfies CheckedConfiguration));
    renameSync(part, file);
  } catch {
    removeIfPossible(part);
  }
}

/** The same text may give something else to another version of the program. */
function keyOf(text: string): string | undefined {
  const version = readToolVersion();
  return version === sourceVersion ? undefined : hash('sha256', JSON.stringify([version, text]));
}

function removeIfPossible(file: string): void {
  try {
    rmSync(file, { force: true });
  } catch {
    // In a folder that nothing can be removed from.
  }
}
