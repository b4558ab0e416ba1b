import { describe, expect, it } from 'vitest';
import { PandaError } from '@bigpanda/model';
import { formatFailure } from '../src/index.ts';

describe('formatFailure', () => {
  it('prints an expected failure as one line with its hint, without a stack', () => {
    expect(formatFailure('panda-server', new PandaError('X', 'listen: port 1 is in use', { hint: 'Choose another port.' }))).toBe('panda-server: listen: port 1 is in use. Choose another port.\n');
  });
});
