import { describe, expect, it } from 'vitest';
import { takeNodeModules } from '../src/npm/node-modules.ts';

const taken = (target: string, name: string): string => `const ${target} = globalThis.process.getBuiltinModule("${name}");`;

describe('takeNodeModules', () => {
  it('takes what import statements of modules of Node name, before the code, and leaves other imports and texts alone', async () => {
    const code = [
      'import fs, { readFileSync as read } from "node:fs";', 'import "node:net";', 'import * as path from "node:path";', 'import { z } from "zod";',
      'const text = `', 'import { a } from "node:os";', '`;', 'const later = () => import("node:tls");',
    ].join('\n');
    const rest = ['', '', '', 'import { z } from "zod";', 'const text = `', 'import { a } from "node:os";', '`;', 'const later = () => import("node:tls");'];
    expect((await takeNodeModules(code)).split('\n')).toEqual([taken('fs', 'node:fs'), taken('{ readFileSync: read }', 'node:fs'), taken('path', 'node:path'), ...rest]);
  });

  it('refuses what it does not understand', async () => {
    await expect(takeNodeModules('export { join } from "node:path";')).rejects.toThrow(/"node:path".*export \{ join \}/);
  });
});
