import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FindingDraft } from './finding.ts';

/** A result that is worth to be remembered. */
export interface CacheableResult {
  readonly drafts: readonly FindingDraft[];
  /** Files that it depends on besides its key; absolute paths. */
  readonly reads?: readonly string[];
}

/** What was said before about a place, given the same content, configuration and versions. */
export interface ResultCache {
  /** @param key digest of everything that the result depends on */
  readonly find: (place: string, key: string) => readonly FindingDraft[] | undefined;
  readonly keep: (place: string, key: string, result: CacheableResult) => void;
  /** Writes what is new. A cache that cannot be written is no reason to fail. */
  readonly save: () => void;
}

interface Entry {
  readonly key: string;
  readonly drafts: readonly FindingDraft[];
  readonly reads: readonly string[];
  readonly readsDigest: string;
}

/** A cache that knows nothing. */
export const noCache: ResultCache = { find: () => undefined, keep: () => undefined, save: () => undefined };

/**
 * The cache of a workspace: one file in a folder of caches, with the digest of its own content, so that a damaged one counts as none.
 * @param version digest of lint itself and its libraries
 */
export function openResultCache(folder: string, root: string, version: string): ResultCache {
  const file = join(folder, `${digestOf([root]).slice(0, 32)}.json`);
  const entries = readEntries(file, version);
  let isChanged = false;
  return {
    find: (place, key) => {
      const entry = entries.get(place);
      return entry?.key === key && entry.readsDigest === digestFiles(entry.reads) ? entry.drafts : undefined;
    },
    keep: (place, key, { drafts, reads = [] }) => {
      entries.set(place, { key, drafts, reads, readsDigest: digestFiles(reads) });
      isChanged = true;
    },
    save: () => {
      if (isChanged) writeEntries({ folder, file, version, entries });
    },
  };
}

/** SHA-256, as hex digits, of texts in their order. */
export function digestOf(parts: readonly string[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex');
}

function digestFiles(files: readonly string[]): string {
  return files.length === 0 ? '' : digestOf(files.map(readIfThere));
}

function readIfThere(file: string): string {
  try {
    return readFileSync(file, 'latin1');
  } catch {
    return '';
  }
}

function readEntries(file: string, version: string): Map<string, Entry> {
  try {
    const [digest, body = ''] = readFileSync(file, 'utf8').split('\n', 2);
    if (digest !== digestOf([version, body])) return new Map();
    return new Map(Object.entries(JSON.parse(body) as Record<string, Entry>));
  } catch {
    return new Map();
  }
}

interface CacheFile {
  readonly folder: string;
  readonly file: string;
  readonly version: string;
  readonly entries: ReadonlyMap<string, Entry>;
}

function writeEntries({ folder, file, version, entries }: CacheFile): void {
  const body = JSON.stringify(Object.fromEntries(entries));
  const staged = `${file}.${process.pid}`;
  try {
    mkdirSync(folder, { recursive: true });
    writeFileSync(staged, `${digestOf([version, body])}\n${body}`);
    renameSync(staged, file);
  } catch {
    // A full disk or a home that cannot be written: the next run is slower, its result the same.
    removeIfThere(staged);
  }
}

function removeIfThere(file: string): void {
  try {
    rmSync(file);
  } catch {
    // It was never written.
  }
}
