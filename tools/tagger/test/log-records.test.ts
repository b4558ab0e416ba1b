import { describe, expect, it } from 'vitest';
import { LogParser } from '../src/log-records.ts';

const [left, right] = ['a'.repeat(40), 'b'.repeat(40)];
/** As git prints it: the second record begins behind the NUL of the last path, and a status behind a newline. */
const log = Buffer.concat([
  Buffer.from(`\x01${left}\x02${right}\x021700000060\x02fix: größer, 日本 and 🐼\n\nmore\n\0\nA\0päckchen/neu.txt\0M\0kept.txt\0D\0gone.txt\0`),
  Buffer.from(`\x01${right}\x02\x021700000000\x02feat: not UTF-8: `), Buffer.from([0xe9, 0xff, 0xe3, 0x81]), Buffer.from('\n\0'),
]);

function parse(chunks: readonly Buffer[]): LogParser['commits'] {
  const parser = new LogParser();
  for (const chunk of chunks) parser.push(chunk);
  parser.end();
  return parser.commits;
}

describe('records of a log', () => {
  it('have what git says of a commit', () => {
    expect(parse([log])).toEqual([
      { id: left, parents: [right], timeSeconds: 1_700_000_060, message: 'fix: größer, 日本 and 🐼\n\nmore', paths: ['päckchen/neu.txt', 'kept.txt', 'gone.txt'], added: ['päckchen/neu.txt'], deleted: ['gone.txt'] },
      { id: right, parents: [], timeSeconds: 1_700_000_000, message: 'feat: not UTF-8: \uFFFD\uFFFD\uFFFD', paths: [], added: [], deleted: [] },
    ]);
  });

  it('are the same wherever the bytes are cut', () => {
    const whole = parse([log]);
    for (let cut = 1; cut < log.length; cut += 1) expect(parse([log.subarray(0, cut), log.subarray(cut)]), `cut at ${cut}`).toEqual(whole);
    expect(parse(Array.from(log, (byte) => Buffer.of(byte)))).toEqual(whole);
  });
});
