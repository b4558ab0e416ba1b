import { describe, expect, it } from 'vitest';
import type { Finding } from '../src/finding.ts';
import { renderJson } from '../src/reporters/json.ts';
import { renderTerminal } from '../src/reporters/terminal.ts';

const findings: readonly Finding[] = [
  {
    rule: 'bigpanda/import-directions',
    severity: 'error',
    message: 'import "@bigpanda/y": "packages/x" may not import "packages/y"; allowed is nothing of ours',
    hint: 'Move what both need.',
    file: 'packages/x/src/a.ts',
    range: { line: 12, column: 19, endLine: 12, endColumn: 33 },
    documentation: 'docs/lint.md#import-directions',
    sourceLine: "  import { y } from '@bigpanda/y';",
    fingerprint: '0123456789abcdef',
  },
  {
    rule: 'max-lines-per-function',
    severity: 'warning',
    message: 'Function has too many lines (42).',
    file: 'packages/x/src/a.ts',
    range: { line: 20, column: 1, endLine: 70, endColumn: 2 },
    documentation: 'https://eslint.org/docs/latest/rules/max-lines-per-function',
    sourceLine: 'function\tlong(): void {',
    fingerprint: '1123456789abcdef',
  },
  { rule: 'max-lines', severity: 'warning', message: 'File has too many lines (301).', file: 'packages/x/src/b.ts', fingerprint: '2123456789abcdef' },
];

const terminalText = `packages/x/src/a.ts
  12:19  error  import "@bigpanda/y": "packages/x" may not import "packages/y"; allowed is nothing of ours  bigpanda/import-directions
    | import { y } from '@bigpanda/y';
    |                 ^^^^^^^^^^^^^^
    hint: Move what both need.
  20:1  warning  Function has too many lines (42).  max-lines-per-function
    | function long(): void {
    | ^

packages/x/src/b.ts
  -  warning  File has too many lines (301).  max-lines

1 error, 2 warnings in 2 files`;

describe('renderTerminal', () => {
  it('groups by file, shows the source line with a mark, the hint and the counts', () => {
    expect(renderTerminal(findings)).toBe(terminalText);
  });

  it('shows of a line longer than the terminal what is around the place', () => {
    const finding: Finding = { rule: 'x', severity: 'error', message: 'm', file: 'a', range: { line: 1, column: 5_001, endLine: 1, endColumn: 5_003 }, sourceLine: `${'a'.repeat(200)}BB${'c'.repeat(198)}`, sourceColumn: 4_801, fingerprint: '0' };
    expect(renderTerminal([finding], { columns: 46 }).split('\n').slice(2, 4)).toEqual([`    | ${'a'.repeat(20)}BB${'c'.repeat(18)}`, `    | ${' '.repeat(20)}^^`]);
  });

  it('writes out what a terminal would obey, and puts the mark under the place all the same', () => {
    const finding: Finding = { rule: 'x', severity: 'error', message: 'name "\u001b[2J\u202e"', hint: 'one\ntwo', file: 'a\u001b]0;x\u0007\n.py', range: { line: 1, column: 4, endLine: 1, endColumn: 5 }, sourceLine: '\u001b語X', fingerprint: '0' };
    const [file, message, source, mark, hint] = renderTerminal([{ ...finding, range: { line: 1, column: 3, endLine: 1, endColumn: 4 } }]).split('\n');
    expect([file, message, source, mark, hint]).toEqual(['a\\u{1b}]0;x\\u{7}\\u{a}.py', '  1:3  error  name "\\u{1b}[2J\\u{202e}"  x', '    | \\u{1b}語X', '    |         ^', '    hint: one\\u{a}two']);
    expect(renderTerminal([finding])).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/u);
  });

  it('ends with how many fixes there are, what was judged by what, how long it took and what the baseline accepts', () => {
    const [first] = findings;
    const fixable = first === undefined ? [] : [{ ...first, fix: { startOffset: 0, endOffset: 1, text: '' } }];
    const judged = [{ count: 787, what: 'TypeScript or JavaScript by ESLint' }, { count: 38, what: 'JSON' }, { count: 29, what: 'other text for secrets' }, { count: 1, what: 'shell' }];
    expect(renderTerminal(fixable, { facts: { fileCount: 855, judged, accepted: 12, seconds: 1.25 } }).split('\n').slice(-5)).toEqual([
      '1 error, 0 warnings in 1 file; --fix mends 1',
      '855 files in 1.3 s:',
      '  787 TypeScript or JavaScript by ESLint, 38 JSON, 29 other text for secrets,',
      '  1 shell',
      '12 findings more accepted by lint-baseline.json',
    ]);
  });

  it('says so when there is nothing', () => {
    expect(renderTerminal([])).toBe('no findings');
  });

  it('adds escape sequences and nothing else when asked for colour', () => {
    const painted = renderTerminal(findings, { colour: true });
    expect(painted).toContain('\u001b[31merror\u001b[39m');
    expect(painted.replace(/\u001b\[\d+m/gu, '')).toBe(terminalText);
  });
});

describe('renderJson', () => {
  it('gives the counts and every finding as it is', () => {
    expect(JSON.parse(renderJson(findings))).toEqual({ schema: 1, counts: { errors: 1, warnings: 2, notes: 0, files: 2 }, findings });
  });
});
