import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { ReleaseError } from '@bigpanda/release-model';
import { describeFailure } from '../src/view/failure.ts';

describe('describeFailure', () => {
  it('tells an expected failure with its problems and a hint, and keeps its status', () => {
    const error = new ReleaseError('X', 'read x: "x" has 1 problem', { exitStatus: 2, hint: 'Mend it.', problems: [{ path: 'x: a[0]', found: '1', allowed: 'text' }] });
    expect(describeFailure(error, false)).toEqual({
      exitStatus: 2,
      text: 'error: read x: "x" has 1 problem\n  x: a[0]\n    found:   1\n    allowed: text\n  hint: Mend it.\n',
    });
  });

  it('wraps the message and the hint where a terminal is so wide', () => {
    const error = new ReleaseError('X', 'read x: one two three four', { hint: 'Mend it at once, please.' });
    expect(describeFailure(error, false, 24).text).toBe('error: read x: one two\n  three four\n  hint: Mend it at\n    once, please.\n');
  });

  it('tells an error of the system in words with its path', () => {
    let caught: unknown;
    try {
      readFileSync('/nonexistent/file');
    } catch (error) {
      caught = error;
    }
    expect(describeFailure(caught, false)).toEqual({
      exitStatus: 1,
      text: 'error: use "/nonexistent/file": no such file or directory (ENOENT)\n  hint: Check that the path exists.\n',
    });
  });

  it.each(['ELOOP', 'EAGAIN', 'EIO'])('tells %s in words too, without a hint', (code) => {
    expect(describeFailure(Object.assign(new Error(`${code}: what happened, read`), { code, syscall: 'read' }), false)).toEqual({ exitStatus: 1, text: `error: use read: what happened (${code})\n` });
  });

  it('calls anything else our bug, status 70, with its trace', () => {
    const failure = describeFailure(new TypeError('oops'), false);
    expect(failure.exitStatus).toBe(70);
    expect(failure.text).toMatch(/bug in bigpanda\nTypeError: oops\n +at /);
  });

  it('says of an interrupted run that it was interrupted, whatever broke', () => {
    expect(describeFailure(new Error('aborted'), true)).toMatchObject({ exitStatus: 130 });
  });
});
