import type { Severity } from '../finding.ts';
import type { Reporter } from '../reporter.ts';

const commands: Readonly<Record<Severity, string>> = { error: 'error', warning: 'warning', note: 'notice' };

/** Findings as workflow commands, which GitHub shows beside the lines (GitHub, "Workflow commands"). Nothing at all without findings. */
export const renderGithub: Reporter = (findings) => findings.map(({ severity, file, range, rule, message, hint }) => {
  const place = range === undefined ? {} : { line: range.line, endLine: range.endLine, col: range.column, endColumn: range.endColumn };
  const properties = Object.entries({ file, ...place, title: rule }).map(([key, value]) => `${key}=${escapeProperty(String(value))}`);
  return `::${commands[severity]} ${properties.join(',')}::${escapeText(hint === undefined ? message : `${message}\n${hint}`)}`;
}).join('\n');

function escapeText(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function escapeProperty(text: string): string {
  return escapeText(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
