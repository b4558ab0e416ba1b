import { styleText } from 'node:util';
import { countFindings, type Finding, type Severity } from '../finding.ts';
import type { Reporter, ReporterOptions, RunFacts } from '../reporter.ts';

type Style = Parameters<typeof styleText>[0];
type Paint = (style: Style, text: string) => string;

interface View {
  readonly paint: Paint;
  /** Characters that a line of source may have. */
  readonly sourceWidth: number;
}

/** What stands before a line of source. */
const gutter = '    | ';
/** The width of a terminal where nobody knows it, as in a pipe. */
const usualColumns = 120;
const styles: Readonly<Record<Severity, Style>> = { error: 'red', warning: 'yellow', note: 'blue' };
/** What a terminal would obey instead of showing it: control characters, and marks that turn the direction of a line (Unicode, UAX 9). */
const unprintable = /[\p{Cc}\u{061C}\u{200E}\u{200F}\u{202A}-\u{202E}\u{2066}-\u{2069}]/gu;

/** Findings for people: by file, each with its source line and a mark under the place; at the end what was found, what was judged and how long it took. */
export const renderTerminal: Reporter = (findings, options = {}) => {
  const paint: Paint = (style, text) => (options.colour === true ? styleText(style, text, { validateStream: false }) : text);
  const view = { paint, sourceWidth: Math.max((options.columns ?? usualColumns) - gutter.length, 20) };
  const byFile = Map.groupBy(findings, ({ file }) => file);
  const blocks = [...byFile].map(([file, own]) => [paint('underline', makePrintable(file)), ...own.map((finding) => formatFinding(finding, view))].join('\n'));
  return [...blocks, formatEnd(findings, options, paint)].join('\n\n');
};

function formatFinding(finding: Finding, view: View): string {
  const { range, severity, message, hint, rule } = finding;
  const place = range === undefined ? '-' : `${range.line}:${range.column}`;
  return [
    `  ${view.paint('dim', place)}  ${view.paint(styles[severity], severity)}  ${makePrintable(message)}  ${view.paint('dim', makePrintable(rule))}`,
    ...formatSource(finding, view),
    ...(hint === undefined ? [] : [`    hint: ${makePrintable(hint)}`]),
  ].join('\n');
}

/** The line, without its indentation, and marks under the place; of a long line, what is around the place. */
function formatSource({ sourceLine = '', sourceColumn = 1, hidesLine, range }: Finding, { paint, sourceWidth }: View): string[] {
  if (range === undefined || sourceLine.trim() === '') return [];
  const indentation = sourceLine.length - sourceLine.trimStart().length;
  const whole = sourceLine.trim();
  const column = range.column - sourceColumn - indentation;
  const cut = column < sourceWidth ? 0 : Math.max(Math.min(column - Math.floor(sourceWidth / 2), whole.length - sourceWidth), 0);
  const shown = whole.slice(cut, cut + sourceWidth);
  const line = `${gutter}${makePrintable(shown)}`;
  const start = column - cut;
  const end = range.endLine === range.line ? range.endColumn - sourceColumn - indentation - cut : start + 1;
  const marked = shown.slice(start, Math.max(Math.min(end, shown.length), start + 1));
  if (start < 0 || start > shown.length || hidesLine === true) return [line];
  return [line, `${gutter}${' '.repeat(measure(shown.slice(0, start)))}${paint('red', '^'.repeat(Math.max(measure(marked), 1)))}`];
}

/** Columns that a text takes in a terminal, after it was made printable. */
function measure(text: string): number {
  return [...new Intl.Segmenter().segment(makePrintable(text))].reduce((sum, { segment }) => sum + (wide.test(segment) ? 2 : 1), 0);
}

/** What takes two columns, for the most part: East Asian scripts and pictures (Unicode, UAX 11). */
const wide = /\p{Emoji_Presentation}|[\u{1100}-\u{115F}\u{2E80}-\u{303E}\u{3041}-\u{A4CF}\u{AC00}-\u{D7A3}\u{F900}-\u{FAFF}\u{FE30}-\u{FE6F}\u{FF00}-\u{FF60}\u{FFE0}-\u{FFE6}\u{20000}-\u{3FFFD}]/u;

/** A text in which everything that a terminal would obey is written out; tabs are blanks. */
function makePrintable(text: string): string {
  return text.replaceAll('\t', ' ').replace(unprintable, (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`);
}

function formatEnd(findings: readonly Finding[], { facts }: ReporterOptions, paint: Paint): string {
  return [formatCounts(findings, paint), ...(facts === undefined ? [] : formatFacts(facts))].join('\n');
}

function formatCounts(findings: readonly Finding[], paint: Paint): string {
  const { errors, warnings, notes, files } = countFindings(findings);
  if (findings.length === 0) return paint('green', 'no findings');
  const ofNotes = notes === 0 ? '' : `, ${countNoun(notes, 'note')}`;
  const counts = `${countNoun(errors, 'error')}, ${countNoun(warnings, 'warning')}${ofNotes} in ${countNoun(files, 'file')}`;
  const fixable = findings.filter(({ fix }) => fix !== undefined).length;
  return `${paint(errors > 0 ? 'red' : 'yellow', counts)}${fixable === 0 ? '' : `; --fix mends ${fixable}`}`;
}

function formatFacts({ judged, fileCount, seconds, accepted }: RunFacts): string[] {
  const parts = judged.map(({ count, what }) => `${count} ${what}`);
  return [
    `${countNoun(fileCount, 'file')} in ${seconds.toFixed(1)} s${parts.length === 0 ? '' : ':'}`,
    ...wrap(parts, usualWidth),
    ...(accepted === 0 ? [] : [`${countNoun(accepted, 'finding')} more accepted by lint-baseline.json`]),
  ];
}

const usualWidth = 78;

/** Parts of a list, as many in a line as fit. */
function wrap(parts: readonly string[], width: number): string[] {
  const lines: string[] = [];
  for (const part of parts) {
    const last = lines.at(-1);
    if (last !== undefined && `${last}, ${part},`.length <= width) lines[lines.length - 1] = `${last}, ${part}`;
    else lines.push(`  ${part}`);
  }
  return lines.map((line, index) => (index < lines.length - 1 ? `${line},` : line));
}

function countNoun(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
