import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createDirectImports } from '../src/npm/direct-imports.ts';

/** A package "sample" with this index. */
function packageWith(index: string): { readonly name: string; readonly folder: string } {
  const folder = mkdtempSync(join(tmpdir(), 'direct-imports-'));
  onTestFinished(() => { rmSync(folder, { recursive: true }); });
  mkdirSync(join(folder, 'part'));
  writeFileSync(join(folder, 'index.ts'), index);
  return { name: 'sample', folder };
}

const index = [
  "export { one, two as second, type Kind } from './first.ts';", "export type { Other } from './types.ts';", 'export {', '  three,', '  type Third,', "} from './part/third.ts';", '',
].join('\n');

describe('createDirectImports', () => {
  it('leads each name to the module that makes it, and leaves types and other packages', () => {
    const sample = packageWith(index);
    const direct = createDirectImports(sample);
    const text = ["import { one, second as two, type Kind } from 'sample';", 'import {', '  three,', "} from 'sample';", "import type { Other } from 'sample';", "import { one as other } from 'another';", 'one(two);'].join('\n');
    expect(direct(text).split('\n')).toEqual([
      `import { one as one } from "${sample.folder}/first.ts"; import { two as two } from "${sample.folder}/first.ts";`,
      `import { three as three } from "${sample.folder}/part/third.ts";`,
      "import type { Other } from 'sample';", "import { one as other } from 'another';", 'one(two);',
    ]);
  });

  it('refuses an index that does more, and a name that it does not give', () => {
    expect(() => createDirectImports(packageWith(`${index}register();\n`))).toThrow(/"register\(\);"/);
    expect(() => createDirectImports(packageWith(index))("import { four } from 'sample';")).toThrow(/"four"/);
    expect(() => createDirectImports(packageWith(index))("import { Other } from 'sample';")).toThrow(/"Other"/);
  });
});
