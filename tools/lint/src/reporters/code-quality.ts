import { canonicalJson } from '@bigpanda/release-model';
import type { Severity } from '../finding.ts';
import type { Reporter } from '../reporter.ts';

const severities: Readonly<Record<Severity, string>> = { error: 'major', warning: 'minor', note: 'info' };

/** Findings for GitLab's Code Quality report (GitLab, "Code Quality report format"): a JSON array. */
export const renderCodeQuality: Reporter = (findings) => canonicalJson(findings.map(({ message, hint, rule, fingerprint, severity, file, range }) => ({
  description: hint === undefined ? message : `${message}. ${hint}`,
  check_name: rule,
  fingerprint,
  severity: severities[severity],
  location: { path: file, lines: { begin: range?.line ?? 1, end: range?.endLine ?? 1 } },
}))).trimEnd();
