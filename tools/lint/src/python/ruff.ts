import type { Diagnostic } from '@astral-sh/ruff-wasm-nodejs';
import type { FindingDraft, Fix, Severity } from '../finding.ts';
import { documentationOf } from '../rules/documentation.ts';
import type { SourceText } from '../source-file.ts';
import { createOffsets } from '../text-offsets.ts';
import { isPython2Name, looksLikePython2 } from './dialect.ts';

/**
 * Families of ruff's rules: pycodestyle's errors and warnings, Pyflakes, and what ruff has of Pylint; two of those stand
 * under names of flake8-bugbear: B006 is Pylint's dangerous-default-value, B904 its raise-missing-from.
 * Left out: magic values (PLR2004), which is every number.
 */
export const ruffOptions = {
  'line-length': 120,
  lint: { select: ['E', 'F', 'W', 'PL', 'B006', 'B904'], ignore: ['PLR2004'] },
} as const;

/** Whose fixes never change what a program does (ruff marks them safe). */
const safeFixes = /^(?:F401|F541|F632|E401|E703|E713|E714|W291|W292|W293|W605|PLR0402|PLR5501|PLC0208|PLC3002)$/u;

/** What ruff says of a file; one that is written in Python 2 is told once and not judged. */
export function draftDiagnostics(source: SourceText, diagnostics: readonly Diagnostic[]): FindingDraft[] {
  const { path, text } = source;
  const lines = text.split(/\r?\n/u);
  const [broken] = diagnostics.filter(isSyntax).toSorted((left, right) => left.start_location.row - right.start_location.row || left.start_location.column - right.start_location.column);
  const suspect = broken === undefined ? findPython2Use(lines, diagnostics) : findPython2(lines, broken);
  if (suspect !== undefined) return [draftUndeclared(path, suspect, lines)];
  const offsets = createOffsets(text);
  // Whatever follows the first error of syntax may be its consequence.
  const sound = broken === undefined ? diagnostics : [broken];
  // A package's face imports what it hands on.
  const told = sound.filter(({ code }) => !(code === 'F401' && path.endsWith('__init__.py')));
  return told.map((diagnostic): FindingDraft => {
    const { code, message, start_location: start, end_location: end } = diagnostic;
    const name = code === 'F821' ? /`(.+)`/u.exec(message)?.[1] : undefined;
    if (name !== undefined && isPython2Name(name, text)) return draftPython2Name(path, name, diagnostic);
    const isParse = isSyntax(diagnostic);
    return {
      rule: isParse ? 'ruff/invalid-syntax' : `ruff/${code ?? 'unknown'}`,
      severity: isParse ? 'error' : severityOf(code ?? ''),
      message: message.split('\n')[0] ?? '',
      file: path,
      range: { line: start.row, column: start.column, endLine: end.row, endColumn: end.column },
      ...readFix(diagnostic, offsets),
      documentation: 'https://docs.astral.sh/ruff/rules/',
    };
  });
}

function isSyntax({ code }: Diagnostic): boolean {
  return code === null || code === 'invalid-syntax';
}

/** Names that do not exist and wrong calls fail; form and measures of size warn, and so does what an import of everything leaves open. */
function severityOf(code: string): Severity {
  return /^(?:F(?!403$|405$)|PLE|E9)/u.test(code) ? 'error' : 'warning';
}

/**
 * The first line that Python 3 reads as something else than what Python 2 was told: `print >>file, text` compares nothing
 * with a function, and `except Error, name:` has two types of error (Python 3.14, PEP 758), one of which does not exist.
 */
function findPython2Use(lines: readonly string[], diagnostics: readonly Diagnostic[]): number | undefined {
  const rows = diagnostics.filter(({ code }) => code === 'F821' || code === 'F633').map(({ start_location: { row } }) => row);
  return rows.toSorted((left, right) => left - right).find((row) => looksLikePython2(lines[row - 1] ?? ''));
}

/** The first line at or shortly before the broken place, or anywhere in the file, that only Python 2 reads; tabs among blanks are none of Python 3's either. */
function findPython2(lines: readonly string[], { start_location: { row }, message }: Diagnostic): number | undefined {
  const near = [row, row - 1, row - 2].find((number) => looksLikePython2(lines[number - 1] ?? ''));
  if (near !== undefined) return near;
  const anywhere = lines.findIndex((line) => /^\s*(?:print\s+["'\w]|except\s+[\w.]+\s*,\s*\w+\s*:)/u.test(line));
  if (anywhere >= 0) return anywhere + 1;
  const mixesTabs = /indent/u.test(message) && lines.some((line) => line.startsWith('\t')) && lines.some((line) => line.startsWith('  '));
  return mixesTabs ? row : undefined;
}

function draftUndeclared(path: string, line: number, lines: readonly string[]): FindingDraft {
  return {
    rule: 'bigpanda/python2-undeclared',
    severity: 'warning',
    message: 'read Python 3: the file is written in Python 2, so nothing else was judged',
    hint: 'List its path under "python2" in repo-config/lint.json, or begin it with "#!/usr/bin/python2".',
    file: path,
    range: { line, column: 1, endLine: line, endColumn: (lines[line - 1] ?? '').length + 1 },
    documentation: documentationOf('python2-undeclared'),
  };
}

function draftPython2Name(file: string, name: string, { start_location: start, end_location: end }: Diagnostic): FindingDraft {
  return {
    rule: 'bigpanda/python2-name',
    severity: 'warning',
    message: `use "${name}": only Python 2 has it`,
    hint: 'Ask for the version of Python first, or list the path under "python2" in repo-config/lint.json.',
    file,
    range: { line: start.row, column: start.column, endLine: end.row, endColumn: end.column },
    documentation: documentationOf('python2-name'),
  };
}

function readFix({ code, fix }: Diagnostic, offsets: ReturnType<typeof createOffsets>): { readonly fix?: Fix } {
  const [edit, ...others] = fix?.edits ?? [];
  if (edit === undefined || others.length > 0 || !safeFixes.test(code ?? '')) return {};
  return {
    fix: {
      startOffset: offsets.offsetAt(edit.location.row, edit.location.column),
      endOffset: offsets.offsetAt(edit.end_location.row, edit.end_location.column),
      text: edit.content ?? '',
    },
  };
}
