import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { jobsFromPickle, PickleError, pickleTuple, readPickle } from '../src/index.ts';

const fixture = (name: string): Uint8Array => readFileSync(new URL(`./fixtures/pickle/${name}.pickle`, import.meta.url));
const read = (text: string): unknown => readPickle(Buffer.from(text, 'latin1'));
const failureOf = (text: string): PickleError => {
  try {
    read(text);
  } catch (error) {
    if (error instanceof PickleError) return error;
    throw error;
  }
  throw new Error('the pickle was read');
};

describe('readPickle', () => {
  it.each([0, 2])('reads the plain values that Python 3 writes with protocol %i', (protocol) => {
    const value = readPickle(fixture(`plain.protocol${protocol}`));
    expect(value).toEqual([
      1, -1, 2147483648, 2n ** 70n, 1.5, true, false, null, 'text', 'café 中 🐼', 'line\nbreak\\',
      pickleTuple(1, 'two'), pickleTuple(), [], new Map([['a', [1]]]), new Map(), [],
    ]);
    if (!Array.isArray(value)) throw new Error('no list');
    expect(value[16]).toBe(value[13]);
  });

  it.each(['2014', 'head'])('reads the jobs of %s with both protocols and keeps each file\'s reference to its job', (age) => {
    for (const protocol of [0, 2]) {
      const jobs = readPickle(fixture(`jobs-${age}.protocol${protocol}`));
      expect(jobs).toMatchObject([{ className: 'JobSpec' }, { className: 'JobSpec' }]);
      const specs = jobsFromPickle(jobs, 10);
      expect(specs).toMatchObject([
        { attributes: { PandaID: 4000000001, jobName: 'job 1', jobParameters: "-n 7 'quoted'\\\n", prodUserName: 'café 🐼' }, files: [{ lfn: 'input.1', type: 'input', fsize: 12 }, { lfn: 'log.1' }] },
        { attributes: { PandaID: 4000000002 } },
      ]);
      const first: unknown = Array.isArray(jobs) ? jobs[0] : undefined;
      expect(first).toHaveProperty(`state.${age === '2014' ? 88 : 126}.0.state.22`, first);
    }
  });

  it('reads the strings of Python 2', () => {
    expect(read("S'it\\'s \\xc3\\xa9\\n'\n.")).toBe("it's é\n");
    expect(read("S'\\xff'\np0\n.")).toBe('ÿ');
    expect(read('U\x02\xc3\xa9.')).toBe('é');
    expect(read('(I1\nI01\nL5L\nt.')).toEqual(pickleTuple(1, true, 5));
  });

  it('refuses a class that is not on the list, and says where', () => {
    expect(failureOf("cos\nsystem\n(S'id'\ntR.")).toMatchObject({ code: 'PICKLE_CLASS_FORBIDDEN', offset: 0 });
    expect(failureOf('(lcposix\nsystem\n.')).toMatchObject({ code: 'PICKLE_CLASS_FORBIDDEN', offset: 2 });
  });

  it('refuses to call anything but the reconstruction of a spec', () => {
    expect(failureOf('c__builtin__\nobject\n(tR.')).toMatchObject({ code: 'PICKLE_CLASS_FORBIDDEN' });
    expect(failureOf('ccopy_reg\n_reconstructor\n(c__builtin__\nobject\nc__builtin__\nobject\nNtR.')).toMatchObject({ code: 'PICKLE_CLASS_FORBIDDEN' });
  });

  it.each([
    ['an end that is missing', '(lp0\n', 'PICKLE_TRUNCATED'],
    ['a length beyond the end', 'T\xff\xff\xff\x7fab.', 'PICKLE_TRUNCATED'],
    ['a line without an end', 'I12', 'PICKLE_TRUNCATED'],
    ['an opcode it does not know', 'i', 'PICKLE_OPCODE_UNKNOWN'],
    ['protocol 4', '\x80\x04.', 'PICKLE_MALFORMED'],
    ['an empty stack', '.', 'PICKLE_MALFORMED'],
    ['values left over', 'NN.', 'PICKLE_MALFORMED'],
    ['a reference to nothing', 'g7\n.', 'PICKLE_MALFORMED'],
    ['an append below the mark', '](a.', 'PICKLE_MALFORMED'],
    ['a number of a million digits', `I${'9'.repeat(1_000_000)}\n.`, 'PICKLE_MALFORMED'],
    ['many marks', '('.repeat(1000), 'PICKLE_TOO_DEEP'],
    ['many nested tuples', `N${'\x85'.repeat(1000)}.`, 'PICKLE_TOO_DEEP'],
  ])('refuses %s', (_, text, code) => {
    expect(failureOf(text)).toMatchObject({ code });
  });

  it('refuses every beginning of a pickle', () => {
    const whole = fixture('jobs-head.protocol2');
    for (let length = 0; length < whole.length; length += 7) expect(() => readPickle(whole.subarray(0, length))).toThrow(PickleError);
  });

  it('never throws anything but its own errors on changed bytes', () => {
    const whole = fixture('jobs-2014.protocol0');
    for (let index = 0; index < whole.length; index += 1) {
      const changed = Uint8Array.from(whole);
      changed[index] = (changed[index] ?? 0) ^ (1 << (index % 8));
      try {
        readPickle(changed);
      } catch (error) {
        expect(error).toBeInstanceOf(PickleError);
      }
    }
  });
});
