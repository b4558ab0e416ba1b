import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { canonicalJson, parseConfiguration } from '@bigpanda/release-model';
import type { Finding } from './finding.ts';

/** Where the findings stand that an old code base may keep until their line is touched. */
export const baselineFile = 'lint-baseline.json';

const baselineSchema = z.strictObject({
  schema: z.literal(1),
  /** By file, fingerprints to the rule that they are of. */
  findings: z.record(z.string(), z.record(z.string().regex(/^[0-9a-f]{16}$/, '16 hex digits'), z.string())),
});

/** Accepted findings: by file, fingerprints to their rule. */
export type Baseline = Readonly<Record<string, Readonly<Record<string, string>>>>;

/**
 * The baseline of a repository; empty where it has none.
 * @throws ReleaseError `LINT_BASELINE_INVALID`, exit status 2
 */
export function readBaseline(root: string): Baseline {
  const path = join(root, baselineFile);
  if (!existsSync(path)) return {};
  return parseConfiguration(baselineSchema, { text: readFileSync(path, 'utf8'), file: baselineFile, code: 'LINT_BASELINE_INVALID', what: 'read the baseline' }).findings;
}

/** Writes a baseline as canonical JSON. */
export function writeBaseline(root: string, findings: Baseline): void {
  writeFileSync(join(root, baselineFile), canonicalJson({ schema: 1, findings }));
}

/** The findings that a baseline does not have. Notes are told always. */
export function removeAccepted(findings: readonly Finding[], baseline: Baseline): Finding[] {
  return findings.filter(({ severity, file, fingerprint }) => severity === 'note' || baseline[file]?.[fingerprint] === undefined);
}

/**
 * A baseline without what is not found any more. It never grows, so that new findings cannot slip in.
 * @param isLooked whether a file was looked at: of the others, all stays
 */
export function shrinkBaseline(baseline: Baseline, findings: readonly Finding[], isLooked: (file: string) => boolean): Baseline {
  const found = new Set(findings.map(({ file, fingerprint }) => `${file}\0${fingerprint}`));
  const kept = Object.entries(baseline).map(([file, accepted]): [string, Readonly<Record<string, string>>] => {
    if (!isLooked(file)) return [file, accepted];
    return [file, Object.fromEntries(Object.entries(accepted).filter(([fingerprint]) => found.has(`${file}\0${fingerprint}`)))];
  });
  return Object.fromEntries(kept.filter(([, accepted]) => Object.keys(accepted).length > 0));
}

/** A baseline with everything that is found now, and what it had of files that were not looked at. */
export function replaceBaseline(baseline: Baseline, findings: readonly Finding[], isLooked: (file: string) => boolean): Baseline {
  const rest = Object.entries(baseline).filter(([file]) => !isLooked(file));
  const byFile = Map.groupBy(findings.filter(({ severity }) => severity !== 'note'), ({ file }) => file);
  const now = [...byFile].map(([file, own]): [string, Readonly<Record<string, string>>] => [file, Object.fromEntries(own.map(({ fingerprint, rule }) => [fingerprint, rule]))]);
  return Object.fromEntries([...rest, ...now]);
}

/** How many findings a baseline accepts. */
export function countAccepted(baseline: Baseline): number {
  return Object.values(baseline).reduce((sum, accepted) => sum + Object.keys(accepted).length, 0);
}
