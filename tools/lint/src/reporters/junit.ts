import type { Finding } from '../finding.ts';
import type { Reporter } from '../reporter.ts';

/** What XML 1.0 cannot say even escaped (XML 1.0, section 2.2). */
const unspeakable = /[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu;

/** Findings as JUnit XML: a suite for each file, a test for each finding; errors are failures, all others pass and say so in their output. */
export const renderJunit: Reporter = (findings) => {
  const suites = [...Map.groupBy(findings, ({ file }) => file)];
  const failures = findings.filter(isFailure).length;
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="bigpanda lint" tests="${Math.max(findings.length, 1)}" failures="${failures}" errors="0">`,
    // A report without a test reads as a run that did not happen.
    ...(suites.length === 0 ? ['  <testsuite name="lint" tests="1" failures="0" errors="0"><testcase classname="lint" name="no findings"/></testsuite>'] : suites.flatMap(([file, own]) => renderSuite(file, own))),
    '</testsuites>',
  ].join('\n');
};

function renderSuite(file: string, findings: readonly Finding[]): string[] {
  return [
    `  <testsuite name="${escapeXml(file)}" tests="${findings.length}" failures="${findings.filter(isFailure).length}" errors="0">`,
    ...findings.map((finding) => renderCase(file, finding)),
    '  </testsuite>',
  ];
}

function renderCase(file: string, finding: Finding): string {
  const { rule, range, message, hint, severity } = finding;
  const place = range === undefined ? 'whole file' : `${range.line}:${range.column}`;
  const head = `    <testcase classname="${escapeXml(file)}" name="${escapeXml(`${rule} (${place})`)}">`;
  const text = escapeXml([`${severity} ${place} ${message}`, ...(hint === undefined ? [] : [`hint: ${hint}`])].join('\n'));
  const body = isFailure(finding) ? `<failure type="${escapeXml(rule)}" message="${escapeXml(message)}">${text}</failure>` : `<system-out>${text}</system-out>`;
  return `${head}${body}</testcase>`;
}

function isFailure({ severity }: Finding): boolean {
  return severity === 'error';
}

function escapeXml(text: string): string {
  return text.replace(unspeakable, '\u{FFFD}').replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;').replaceAll('\n', '&#10;');
}
