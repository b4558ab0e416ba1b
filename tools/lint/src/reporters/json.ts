import { canonicalJson } from '@bigpanda/release-model';
import { countFindings } from '../finding.ts';
import type { Reporter } from '../reporter.ts';

/** Findings for programs: `{counts, findings, schema: 1}` as canonical JSON, without the newline at the end. */
export const renderJson: Reporter = (findings) => canonicalJson({ schema: 1, counts: countFindings(findings), findings }).trimEnd();
