import { describe, expect, it } from 'vitest';
import { completeFindings } from '../src/complete-findings.ts';
import type { FindingDraft } from '../src/finding.ts';

describe('completeFindings', () => {
  it('keeps fingerprints while lines move and indentation changes', () => {
    const before = completeFindings([draft(1), draft(3)], () => 'let a;\nlet b;\nlet a;\n');
    const after = completeFindings([draft(2), draft(5)], () => '// new\n  let a;\n\nlet b;\n  let a;\n');
    expect(after.map(({ fingerprint }) => fingerprint)).toEqual(before.map(({ fingerprint }) => fingerprint));
  });

  it('keeps the fingerprint of a finding about a whole file and of one whose message counts something', () => {
    const fingerprintOf = (message: string): string | undefined => completeFindings([{ ...draft(1), message }], () => 'let a;')[0]?.fingerprint;
    expect(fingerprintOf('too long (42)')).toBe(fingerprintOf('too long (43)'));
  });

  it('tells equal lines, other rules and other files apart', () => {
    const drafts = [draft(1), draft(2), { ...draft(1), rule: 'other' }, { ...draft(1), file: 'b.ts' }];
    const fingerprints = completeFindings(drafts, () => 'let a;\nlet a;\n').map(({ fingerprint }) => fingerprint);
    expect(new Set(fingerprints).size).toBe(4);
    expect(fingerprints.every((fingerprint) => /^[0-9a-f]{16}$/u.test(fingerprint))).toBe(true);
  });

  it('shows no line that holds a secret, whatever is found there, and tells another secret from it', () => {
    const drafts: FindingDraft[] = [{ ...draft(1), hidesLine: true }, { ...draft(1), rule: 'other' }];
    const [secret, other] = completeFindings(drafts, () => 'let a = "s3cret";');
    expect([secret?.sourceLine, other?.sourceLine]).toEqual(['(not shown: it holds a secret)', '(not shown: it holds a secret)']);
    expect(completeFindings(drafts, () => 'let a = "0ther";').map(({ fingerprint }) => fingerprint)).not.toContain(secret?.fingerprint);
  });

  it('keeps of a long line what is around the place', () => {
    const line = `${'a'.repeat(1_000_000)}B${'c'.repeat(1_000_000)}`;
    const [finding] = completeFindings([{ ...draft(1), range: { line: 1, column: 1_000_001, endLine: 1, endColumn: 1_000_002 } }], () => line);
    expect(finding?.sourceLine).toBe(`${'a'.repeat(100)}B${'c'.repeat(299)}`);
    expect(finding?.sourceColumn).toBe(999_901);
  });

  it('sorts by file, place, rule and message, whatever the order it is given', () => {
    const drafts = [
      { ...draft(1), file: 'B.ts' },
      wholeFile('a.ts'),
      { ...draft(2), file: 'a.ts', rule: 'x' },
      { ...draft(2), file: 'a.ts', rule: 'y' },
      { ...draft(10), file: 'a.ts' },
    ];
    const sorted = completeFindings(drafts, () => '');
    expect(completeFindings(drafts.toReversed(), () => '')).toEqual(sorted);
    expect(sorted.map(({ file, range, rule }) => `${file} ${range?.line} ${rule}`)).toEqual([
      'B.ts 1 sample', 'a.ts undefined sample', 'a.ts 2 x', 'a.ts 2 y', 'a.ts 10 sample',
    ]);
  });
});

function draft(line: number): FindingDraft {
  return { rule: 'sample', severity: 'error', message: 'a', file: 'a.ts', range: { line, column: 1, endLine: line, endColumn: 4 } };
}

function wholeFile(file: string): FindingDraft {
  return { rule: 'sample', severity: 'error', message: 'a', file };
}
