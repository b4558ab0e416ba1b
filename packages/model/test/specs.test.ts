import { describe, expect, it } from 'vitest';
import { describeDispatchedJob, formatUrlencoded, jobAttributes, jobAttributesFromState, jobsFromJson, jobsFromPickle, jsonFromJob, limitText, mayMove, parseUrlencoded, jobStates, isFinalJobState, isUtcTime, formatUtcTime } from '../src/index.ts';

describe('jobAttributesFromState', () => {
  it('leaves the missing tail of a shorter state unset', () => {
    expect(jobAttributesFromState([7, 'NULL', 's', []])).toEqual({ PandaID: 7, schedulerID: 's' });
  });

  it('ignores attributes beyond the known ones', () => {
    const state = [...jobAttributes.map((_, index) => index), 'new', 'newer', []];
    expect(Object.keys(jobAttributesFromState(state))).toHaveLength(126);
  });

  it('refuses a list as a value', () => {
    expect(() => jobAttributesFromState([[1], []])).toThrow('attribute "PandaID" is a list');
  });
});

describe('jobsFromJson', () => {
  const job = { attributes: { PandaID: 7, jobName: 'é' }, files: [{ lfn: 'a.root', fsize: 1 }] };

  it('reads what jsonFromJob writes', () => {
    expect(jobsFromJson(JSON.parse(JSON.stringify([jsonFromJob(job)])), 5)).toEqual([job]);
  });

  it('cuts a list that is too long', () => {
    expect(jobsFromJson([jsonFromJob(job), jsonFromJob(job)], 1)).toHaveLength(1);
  });

  it('refuses what is no list of states', () => {
    expect(() => jobsFromJson({}, 1)).toThrow('the JSON holds no list');
    expect(() => jobsFromJson([[1, 2]], 1)).toThrow('without a list of files');
    expect(() => jobsFromPickle('text', 1)).toThrow('the pickle holds no list');
  });

  it('refuses more files than a request may hold', () => {
    const state = [7, Array.from({ length: 150_000 }, () => ['1', null])];
    expect(() => jobsFromJson([state, state], 5)).toThrow('300000 files');
  });
});

describe('parseUrlencoded', () => {
  it('decodes to bytes and takes the first value of a name', () => {
    const fields = parseUrlencoded(Buffer.from('a=%80%02+b&a=2&c&%7A==&=x&bad=%G1%4'));
    expect([...fields].map(([name, value]) => [name, Buffer.from(value).toString('latin1')])).toEqual([['a', '\x80\x02 b'], ['c', ''], ['z', '='], ['', 'x'], ['bad', '%G1%4']]);
  });

  it('refuses more than 1,000 parameters at once, however many there are', () => {
    expect(parseUrlencoded(Buffer.from('a=1&'.repeat(1_000))).size).toBe(1);
    for (const body of ['a=1&'.repeat(1_000_000), '&'.repeat(1_001)]) expect(() => parseUrlencoded(Buffer.from(body))).toThrow(expect.objectContaining({ code: 'PARAMETERS_TOO_MANY', message: 'read parameters: more than 1000' }));
  });

  it('reads back what formatUrlencoded writes', () => {
    const text = formatUrlencoded({ StatusCode: 0, jobPars: '-a "b"=c&d é\n', missing: undefined });
    expect(text).toMatch(/^StatusCode=0&jobPars=-a\+%22b/);
    expect([...parseUrlencoded(Buffer.from(text)).values()].map((value) => Buffer.from(value).toString())).toEqual(['0', '-a "b"=c&d é\n', 'NULL']);
  });
});

describe('describeDispatchedJob', () => {
  it('joins files by commas, tells the log among the outputs and writes NULL for what is missing', () => {
    const fields = describeDispatchedJob({
      attributes: { PandaID: 7, jobParameters: 'x' },
      files: [
        { type: 'input', lfn: 'i1', fsize: 5, md5sum: 'm' }, { type: 'input', lfn: 'i1' }, { type: 'input', lfn: 'i2', checksum: 'ad:1' },
        { type: 'output', lfn: 'o1', destinationDBlockToken: 'ddd:A,B', scope: 's' }, { type: 'log', lfn: 'l1', GUID: 'g' },
      ],
    });
    expect(fields).toMatchObject({ inFiles: 'i1,i2', fsize: '5,0', checksum: 'm,ad:1', outFiles: 'o1,l1', destinationDBlockToken: 'dst:A,NULL', logFile: 'l1', logGUID: 'g', scopeOut: 's', coreCount: 1 });
    expect(formatUrlencoded(fields)).toContain('&scopeLog=NULL&');
  });
});

describe('mayMove', () => {
  it('lets a pilot report a job it has, and never end it', () => {
    expect(mayMove({ from: 'sent', to: 'running', by: 'pilot' })).toBe(true);
    expect(mayMove({ from: 'activated', to: 'running', by: 'pilot' })).toBe(false);
    expect(mayMove({ from: 'running', to: 'finished', by: 'pilot' })).toBe(false);
    expect(mayMove({ from: 'holding', to: 'finished', by: 'adder' })).toBe(true);
  });

  it('lets nobody move a job out of a final state', () => {
    for (const from of jobStates.filter(isFinalJobState)) {
      for (const to of jobStates) for (const by of ['server', 'pilot', 'adder', 'user', 'watcher'] as const) expect(mayMove({ from, to, by })).toBe(false);
    }
  });
});

describe('limitText', () => {
  it('cuts a text to what the attribute may hold', () => {
    expect(limitText('jobSubStatus', 'x'.repeat(99))).toHaveLength(80);
    expect(limitText('jobName', 'x'.repeat(999))).toHaveLength(999);
  });
});

describe('isUtcTime', () => {
  it('accepts only times that exist', () => {
    expect(isUtcTime('2014-03-07 12:00:00')).toBe(true);
    expect(isUtcTime('2014-02-30 12:00:00')).toBe(false);
    expect(isUtcTime('2014-03-07T12:00:00Z')).toBe(false);
    expect(formatUtcTime(0)).toBe('1970-01-01 00:00:00');
  });
});
