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
    see docs/lint.md#import-directions
  20:1  warning  Function has too many lines (42).  max-lines-per-function
    | function long(): void {
    | ^

packages/x/src/b.ts
  whole file  warning  File has too many lines (301).  max-lines

1 error, 2 warnings in 2 files`;

describe('renderTerminal', () => {
  it('groups by file, shows the source line with a mark, the hint and the counts', () => {
    expect(renderTerminal(findings)).toBe(terminalText);
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
