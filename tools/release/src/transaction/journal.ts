import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { ReleaseError } from '@bigpanda/release-model';
import type { ReleaseOrder } from './release-order.ts';
import { stepNames, type StepName } from './step-names.ts';

/** One line of the journal. */
export type JournalEntry =
  | { readonly entry: 'order'; readonly order: ReleaseOrder }
  | { readonly entry: 'begin'; readonly step: StepName }
  | { readonly entry: 'done'; readonly step: StepName; /** Of what the step makes. */ readonly digest: string }
  | { readonly entry: 'abort' };

/** The memory of a release that a killed process leaves behind. Every entry is on the disk before `append` returns. */
export interface Journal {
  /** Empty where no release is under way. */
  readonly read: () => readonly JournalEntry[];
  readonly append: (entry: JournalEntry) => void;
  /** Puts the journal away under the name of its release; the next one begins anew. */
  readonly close: (name: string) => void;
}

/** Where the journal of a clone lies, below the git directory. */
const openFile = 'release.jsonl';
const closedFolder = 'releases';

/**
 * The journal in a folder of the git directory. A line that was cut off in the middle of being written counts as not written.
 * @throws ReleaseError `JOURNAL_DAMAGED` on reading
 */
export function openJournal(folder: string): Journal {
  const file = join(folder, openFile);
  return {
    read: () => (existsSync(file) ? parseJournal(readFileSync(file, 'utf8'), file) : []),
    append: (entry) => {
      mkdirSync(folder, { recursive: true });
      // What was cut off is ended first, so that it spoils no line that follows.
      const isTorn = existsSync(file) && !/(?:^|\n)$/.test(readFileSync(file, 'utf8'));
      writeSynced(file, `${isTorn ? '\n' : ''}${JSON.stringify(entry)}\n`);
      syncFolder(folder);
    },
    close: (name) => {
      const closed = join(folder, closedFolder, `${name}.jsonl`);
      mkdirSync(dirname(closed), { recursive: true });
      renameSync(file, closed);
      syncFolder(dirname(closed));
      syncFolder(folder);
    },
  };
}

function parseJournal(text: string, file: string): readonly JournalEntry[] {
  return text.split('\n').slice(0, -1).flatMap((line, index, lines) => {
    if (line === '') return [];
    const entry = parseEntry(line);
    if (entry !== undefined) return [entry];
    // Only a line that was cut off may be no entry: an append ended it and went on.
    if (index === lines.length - 1 || !line.endsWith('}')) return [];
    throw new ReleaseError('JOURNAL_DAMAGED', `read the journal: line ${index + 1} of "${file}" is no entry`, { hint: 'Look at the file; where nothing was pushed yet, move it away and undo by hand what "git status" and "git tag" show.' });
  });
}

function parseEntry(line: string): JournalEntry | undefined {
  try {
    const value = JSON.parse(line) as JournalEntry | null;
    if (value === null || typeof value !== 'object') return undefined;
    if (value.entry === 'order' || value.entry === 'abort') return value;
    return stepNames.includes(value.step) ? value : undefined;
  } catch {
    return undefined;
  }
}

function writeSynced(file: string, text: string): void {
  const descriptor = openSync(file, 'a', 0o600);
  try {
    writeSync(descriptor, text);
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

function syncFolder(folder: string): void {
  const descriptor = openSync(folder, 'r');
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}
