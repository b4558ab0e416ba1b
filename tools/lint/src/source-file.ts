import { createHash } from 'node:crypto';
import { closeSync, constants, fstatSync, lstatSync, openSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { languageOf, languageOfProgram, type Language } from './language.ts';

/** Text of a file that can be linted. */
export interface SourceText {
  readonly path: string;
  /** Without the byte order mark. */
  readonly text: string;
  /** SHA-256 of the file's bytes. */
  readonly digest: string;
  readonly language: Language | undefined;
}

/** Why a file cannot be linted, in the words of a finding. */
export interface SourceProblem {
  readonly rule: 'unreadable-file' | 'invalid-utf8' | 'oversized-file' | 'broken-link';
  readonly message: string;
  readonly hint: string;
  readonly line?: number;
}

/** What reading a file gave; nothing for what is no text, such as a picture or a symbolic link to a file. */
export interface SourceContent {
  readonly source?: SourceText;
  readonly problem?: SourceProblem;
  /** SHA-256 of the bytes of a file that is no text of ours. */
  readonly digest?: string;
}

/** One file of a repository; it is read once, when first asked. */
export interface SourceFile {
  readonly path: string;
  readonly read: () => SourceContent;
}

const binaryProbeBytes = 8192;
/** Encoding declaration of Python, in one of the first two lines (PEP 263). */
const pythonEncoding = /^(?:.*\n)?[ \t\f]*#.*?coding[:=][ \t]*([-\w.]+)/u;

/** A file of a repository below `root`. */
export function createSourceFile(root: string, path: string, maximumBytes: number): SourceFile {
  let content: SourceContent | undefined;
  return { path, read: () => (content ??= readContent(join(root, path), path, maximumBytes)) };
}

function readContent(absolute: string, path: string, maximumBytes: number): SourceContent {
  if (path.includes('\uFFFD')) return { problem: { rule: 'unreadable-file', message: 'read the name of the file: it is not UTF-8', hint: 'Rename the file.' } };
  try {
    if (lstatSync(absolute).isSymbolicLink()) return checkLink(absolute);
    // Without O_NONBLOCK, opening a pipe would wait for its writer for ever.
    const file = openSync(absolute, constants.O_RDONLY | constants.O_NONBLOCK);
    try {
      const found = fstatSync(file);
      if (!found.isFile()) return { problem: { rule: 'unreadable-file', message: 'read the file: it is no regular file', hint: 'Remove it, or leave it out in repo-config/lint.json.' } };
      if (found.size > maximumBytes) return judgeSize(path, found.size, maximumBytes);
      return decode(path, readFileSync(file));
    } finally {
      closeSync(file);
    }
  } catch (error) {
    const { code = 'unknown' } = error as NodeJS.ErrnoException;
    return { problem: { rule: 'unreadable-file', message: `read the file: the system says ${code}`, hint: 'Correct its permissions, or leave it out in repo-config/lint.json.' } };
  }
}

function checkLink(absolute: string): SourceContent {
  try {
    statSync(absolute);
    return {};
  } catch (error) {
    const isLoop = (error as NodeJS.ErrnoException).code === 'ELOOP';
    return { problem: { rule: 'broken-link', message: `follow the symbolic link: it ${isLoop ? 'leads back to itself' : 'leads nowhere'}`, hint: 'Correct the link, or remove it.' } };
  }
}

/** Only text is too long to lint: pictures and archives may be as large as they are. */
function judgeSize(path: string, sizeBytes: number, maximumBytes: number): SourceContent {
  const language = languageOf(path);
  if (language === undefined || language === 'rpm') return {};
  return {
    problem: {
      rule: 'oversized-file',
      message: `read the file: found ${Math.ceil(sizeBytes / 1024)} KiB; at most ${maximumBytes / 1024} KiB are linted`,
      hint: 'Keep generated files out of the repository, or list it under "ignore" in repo-config/lint.json.',
    },
  };
}

function decode(path: string, bytes: Buffer): SourceContent {
  const digest = createHash('sha256').update(bytes).digest('hex');
  const named = languageOf(path);
  if (named === 'rpm' || (named === undefined && bytes.subarray(0, binaryProbeBytes).includes(0))) return { digest };
  const text = decodeText(bytes, named);
  if (text !== undefined) return { source: { path, text, digest, language: named ?? languageOfProgram(path, text) } };
  if (named === undefined) return { digest };
  return { problem: { rule: 'invalid-utf8', message: 'read the file: it is not UTF-8', hint: 'Write it again as UTF-8.', line: findInvalidLine(bytes) } };
}

function decodeText(bytes: Buffer, language: Language | undefined): string | undefined {
  const declared = language === 'python' ? pythonEncoding.exec(bytes.toString('latin1', 0, 400))?.[1] : undefined;
  try {
    // Python's name of it is none of the web's.
    return new TextDecoder(declared?.replace(/^latin[-_]/iu, 'latin') ?? 'utf-8', { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

/** The first line that has a byte which is not UTF-8. */
function findInvalidLine(bytes: Buffer): number {
  let start = 0;
  for (let line = 1; ; line += 1) {
    const end = bytes.indexOf(10, start);
    const part = bytes.subarray(start, end < 0 ? undefined : end);
    if (decodeText(part, undefined) === undefined || end < 0) return line;
    start = end + 1;
  }
}
