import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const packageFolder = join(import.meta.dirname, '..');

it('runs the example of the README, in which the checks find nothing', () => {
  const [, code = '', output = ''] = /^```ts\n([^]*?)^```\n```text\n([^]*?)^```$/m.exec(readFileSync(join(packageFolder, 'README.md'), 'utf8')) ?? [];
  const folder = mkdtempSync(join(tmpdir(), 'contract-readme-'));
  try {
    mkdirSync(join(folder, 'node_modules/@bigpanda'), { recursive: true });
    symlinkSync(packageFolder, join(folder, 'node_modules/@bigpanda/monitor-contract'));
    writeFileSync(join(folder, 'package.json'), '{"type":"module"}');
    writeFileSync(join(folder, 'example.ts'), code);
    expect(execFileSync(process.execPath, [join(folder, 'example.ts')], { encoding: 'utf8' })).toBe(output);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
