import { matchesGlob } from 'node:path';
import { interpreterOf } from '../language.ts';
import type { LintSettings } from '../lint-settings.ts';
import type { SourceText } from '../source-file.ts';

/** Whether a source says, or the repository says of it, that it is written in Python 2. */
export function isPython2({ path, text }: SourceText, { python2 }: LintSettings): boolean {
  return /^python2/u.test(interpreterOf(text) ?? '') || python2.some((pattern) => matchesGlob(path, pattern));
}

/** Statements and literals that Python 2 has and Python 3 has not (What's New In Python 3.0). */
const python2Forms: readonly RegExp[] = [
  /^\s*(?:.*[:;]\s*)?print(?:\s+(?![=(\s.[])|\s*>>)/u,
  /^\s*(?:.*[:;]\s*)?print\s*\(.*\)\s*(?:%|,\s*$|,\s*["'\w])/u,
  /^\s*except\s+[^:()]+,\s*\w+\s*:/u,
  /^\s*except\s*\([^)]*\)\s*,\s*\w+\s*:/u,
  /^\s*raise\s+[\w.]+\s*,/u,
  /^\s*exec\s+(?![=(\s.])/u,
  /<>/u,
  /`[^`]+`/u,
  /(?<![\w.])0[0-7]+(?![\w.])/u,
  /(?<![\w.])(?:0x[\da-f]+|\d+)l\b/iu,
  /(?<!\w)ur["']/iu,
  /^\s*def\s+\w+\s*\([^)]*\(\s*\w+\s*,/u,
  /\blambda\s*\(/u,
  // A name until Python 3.7.
  /\basync\b(?!\s+(?:def|for|with)\b)/u,
];

/** Whether a line has a form that only Python 2 reads. */
export function looksLikePython2(line: string): boolean {
  return python2Forms.some((form) => form.test(line));
}

/** Built-in names of Python 2 that Python 3 has not (What's New In Python 3.0, "Builtins" and "Library Changes"). */
const python2Names = new Set(['apply', 'basestring', 'buffer', 'cmp', 'coerce', 'execfile', 'file', 'intern', 'long', 'raw_input', 'reduce', 'reload', 'unichr', 'unicode', 'xrange']);
/** What Python 2 cannot read, or nobody wrote before Python 3. */
const python3Form = /^#!.*\bpython3|\b[fF]["']|^\s*async\s+def\b|^\s*nonlocal\b|\)\s*->\s*[^:]+:|\bsuper\(\)|:=|\byield\s+from\b|^\s*raise\s.+\sfrom\s|\bprint\(.*\b(?:file|end|flush|sep)\s*=/mu;

/** Whether a name is one that only Python 2 has, in a text that Python 2 may well have been meant to read. */
export function isPython2Name(name: string, text: string): boolean {
  return python2Names.has(name) && !python3Form.test(text);
}
