import { describe, expect, it } from 'vitest';
import { describeNxOutput } from '../src/pipeline/run-nx.ts';

describe('describeNxOutput', () => {
  it('keeps the reason when Nx itself says it', () => {
    expect(describeNxOutput('\n NX   Permission denied\n\n> nx run a:build\n')).toBe('  |  NX   Permission denied');
  });

  it('drops what Nx says of tasks that went well', () => {
    expect(describeNxOutput(' NX   Running target build for 2 projects:\n\n> nx run a:build\n\nsrc/x.ts:1: wrong\n')).toBe('  | src/x.ts:1: wrong');
  });

  it('shows everything when nothing else is left', () => {
    expect(describeNxOutput('> nx run a:build\n')).toBe('  | > nx run a:build');
  });
});
