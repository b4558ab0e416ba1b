import { styleText } from 'node:util';
import { countFindings, type Finding, type Severity } from '../finding.ts';
import type { Reporter } from '../reporter.ts';

type Style = Parameters<typeof styleText>[0];
type Paint = (style: Style, text: string) => string;

const sourceLineWidth = 120;
const styles: Readonly<Record<Severity, Style>> = { error: 'red', warning: 'yellow', note: 'blue' };

/** Findings for people: by file, each with its source line and a mark under the place, and the counts at the end. */
export const renderTerminal: Reporter = (findings, { colour = false } = {}) => {
  const paint: Paint = (style, text) => (colour ? styleText(style, text, { validateStream: false }) : text);
  const byFile = Map.groupBy(findings, ({ file }) => file);
  const blocks = [...byFile].map(([file, own]) => [paint('underline', file), ...own.map((finding) => formatFinding(finding, paint))].join('\n'));
  return [...blocks, formatCounts(findings, paint)].join('\n\n');
};

function formatFinding(finding: Finding, paint: Paint): string {
  const { range, severity, hint, documentation } = finding;
  const place = range === undefined ? 'whole file' : `${range.line}:${range.column}`;
  const isError = severity === 'error';
  return [
    `  ${paint('dim', place)}  ${paint(styles[severity], severity)}  ${finding.message}  ${paint('dim', finding.rule)}`,
    ...formatSource(finding, paint),
    ...(hint === undefined ? [] : [`    hint: ${hint}`]),
    ...(documentation === undefined || !isError ? [] : [`    ${paint('dim', `see ${documentation}`)}`]),
  ].join('\n');
}

function formatSource({ sourceLine, range }: Finding, paint: Paint): string[] {
  if (sourceLine === undefined || range === undefined || sourceLine.trim() === '') return [];
  const indentation = sourceLine.length - sourceLine.trimStart().length;
  const shown = sourceLine.trim().replaceAll('\t', ' ').slice(0, sourceLineWidth);
  const start = range.column - 1 - indentation;
  const end = range.endLine === range.line ? range.endColumn - 1 - indentation : start + 1;
  const width = Math.min(end, shown.length) - start;
  const mark = start >= 0 && width > 0 ? [`    | ${' '.repeat(start)}${paint('red', '^'.repeat(width))}`] : [];
  return [`    | ${shown}`, ...mark];
}

function formatCounts(findings: readonly Finding[], paint: Paint): string {
  const { errors, warnings, notes, files } = countFindings(findings);
  if (findings.length === 0) return paint('green', 'no findings');
  const ofNotes = notes === 0 ? '' : `, ${countNoun(notes, 'note')}`;
  const counts = `${countNoun(errors, 'error')}, ${countNoun(warnings, 'warning')}${ofNotes} in ${countNoun(files, 'file')}`;
  return paint(errors > 0 ? 'red' : 'yellow', counts);
}

function countNoun(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
