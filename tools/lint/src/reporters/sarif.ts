import { canonicalJson } from '@bigpanda/release-model';
import type { Finding, SourceRange } from '../finding.ts';
import type { Reporter } from '../reporter.ts';

/** Findings as SARIF 2.1.0 (OASIS), with fixes and fingerprints; paths are below `%SRCROOT%`. */
export const renderSarif: Reporter = (findings) => {
  const rules = [...new Set(findings.map(({ rule }) => rule))].toSorted();
  const documentation = new Map(findings.map(({ rule, documentation: page }) => [rule, page]));
  return canonicalJson({
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [{
      tool: { driver: { name: 'bigpanda lint', rules: rules.map((rule) => describeRule(rule, documentation.get(rule))) } },
      columnKind: 'utf16CodeUnits',
      originalUriBaseIds: { SRCROOT: { description: { text: 'The repository that was linted' } } },
      results: findings.map((finding) => describeResult(finding, rules.indexOf(finding.rule))),
    }],
  }).trimEnd();
};

function describeRule(rule: string, page: string | undefined): object {
  const help = page === undefined ? {} : /^https?:/u.test(page) ? { helpUri: page } : { help: { text: `See ${page}` } };
  return { id: rule, ...help };
}

function describeResult(finding: Finding, ruleIndex: number): object {
  const { rule, severity, message, hint, file, range, fix, fingerprint } = finding;
  const artifactLocation = { uri: encodePath(file), uriBaseId: 'SRCROOT' };
  const region = range === undefined ? {} : { region: { startLine: range.line, startColumn: range.column, endLine: range.endLine, endColumn: range.endColumn }, ...describeContext(finding, range) };
  return {
    ruleId: rule,
    ruleIndex,
    level: severity,
    message: { text: hint === undefined ? message : `${message}. ${hint}` },
    locations: [{ physicalLocation: { artifactLocation, ...region } }],
    partialFingerprints: { 'bigpandaLint/v1': fingerprint },
    ...(fix === undefined ? {} : {
      fixes: [{ artifactChanges: [{ artifactLocation, replacements: [{ deletedRegion: { charOffset: fix.startOffset, charLength: fix.endOffset - fix.startOffset }, insertedContent: { text: fix.text } }] }] }],
    }),
  };
}

/** The line around a place; it has to hold more than the place (SARIF 2.1.0, 3.29.5), and cannot where that spans lines or the line is hidden. */
function describeContext({ sourceLine = '', sourceColumn = 1, hidesLine }: Finding, { line, column, endLine, endColumn }: SourceRange): object {
  const end = sourceColumn + sourceLine.length;
  const holds = hidesLine !== true && line === endLine && column >= sourceColumn && endColumn <= end && endColumn - column < sourceLine.length;
  return holds ? { contextRegion: { startLine: line, startColumn: sourceColumn, endLine: line, endColumn: end, snippet: { text: sourceLine } } } : {};
}

/** A relative reference by RFC 3986: the parts encoded, and no scheme by accident. */
function encodePath(path: string): string {
  const encoded = path.split('/').map(encodeURIComponent).join('/');
  return /^[^/]*:/u.test(encoded) ? `./${encoded}` : encoded;
}
