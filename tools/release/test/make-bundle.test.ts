import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { findBundle } from '../src/program/bundle-manifest.ts';
import { chooseProgram } from '../src/program/choose-program.ts';
import { makeBundle } from '../src/program/make-bundle.ts';

describe('makeBundle', () => {
  let sources: string;
  let folder: string;
  beforeEach(() => {
    sources = mkdtempSync(join(tmpdir(), 'bundle-'));
    folder = join(sources, 'cache');
    writeFileSync(join(sources, 'main.ts'), "import { say } from './say.ts';\nsay(import.meta.dirname as string);\nawait import('./late.ts');\nawait import('./outside.ts');\n");
    writeFileSync(join(sources, 'say.ts'), 'export const say = (text: string): void => { console.log(text); };\n');
    writeFileSync(join(sources, 'late.ts'), "import { say } from './say.ts';\nsay('late');\n");
    writeFileSync(join(sources, 'outside.ts'), "console.log('outside', import.meta.filename);\n");
  });
  afterEach(() => rmSync(sources, { recursive: true }));
  const make = () => makeBundle({ entry: join(sources, 'main.ts'), outside: (path) => path.endsWith('/outside.ts'), folder });
  const run = (program: string) => execFileSync(process.execPath, [program], { encoding: 'utf8' });

  it('makes a program that does what its sources do, from where they are', async () => {
    const program = await make();
    expect(run(program)).toBe(run(join(sources, 'main.ts')));
    expect(findBundle(folder)).toBe(program);
  });

  it('is asked again when a source has changed, and leaves the earlier bundle to programs that run', async () => {
    const earlier = await make();
    writeFileSync(join(sources, 'say.ts'), 'export const say = (text: string): void => { console.log(`said ${text}`); };\n');
    expect(findBundle(folder)).toBeUndefined();
    const [before, after] = [run(earlier), run(await make())];
    expect([before, after]).toEqual([expect.stringMatching(/^\//), expect.stringMatching(/^said \//)]);
  });

  it('drops what was made days ago', async () => {
    await make();
    const [old = ''] = readdirSync(folder).filter((name) => !name.endsWith('.json'));
    utimesSync(join(folder, old), 1, 1);
    writeFileSync(join(sources, 'late.ts'), '');
    await make();
    expect(readdirSync(folder)).not.toContain(old);
  });
});

describe('chooseProgram', () => {
  it('gives the sources where nothing can be kept, and for what is not called again and again', async () => {
    const sources = expect.stringMatching(/\/src\/main\.ts$/) as string;
    expect(await Promise.all([chooseProgram('repo', undefined), chooseProgram('repo', '/dev/null'), chooseProgram('plan', tmpdir())])).toEqual([sources, sources, sources]);
  });
});
