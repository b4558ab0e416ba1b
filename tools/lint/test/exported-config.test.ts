import { execFile } from 'node:child_process';
import { mkdirSync, realpathSync, symlinkSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { lintWorkspace } from '../src/lint-workspace.ts';
import { makeFolder } from './sample-workspace.ts';

const modules = fileURLToPath(new URL('../../../node_modules', import.meta.url));
const files = {
  'package.json': '{ "name": "belle-pages", "private": true, "type": "module" }',
  'tsconfig.json': '{ "compilerOptions": { "strict": true, "module": "nodenext", "target": "es2024", "noEmit": true, "types": [] }, "include": ["src"] }',
  'eslint.config.js': "import { createEslintConfig } from '@bigpanda/lint';\n\nexport default [...createEslintConfig(import.meta.dirname), { rules: { 'max-lines': 'off' } }];\n",
  'src/page.ts': 'export async function load(): Promise<number> { return 1; }\nexport function start(): void { load(); }\nexport default start;\n',
};

interface EslintReport {
  readonly filePath: string;
  readonly messages: readonly { readonly ruleId: string; readonly line: number }[];
}

describe('createEslintConfig in a package of its own', () => {
  it('judges with types under plain ESLint, and bigpanda lint says the same', async () => {
    const root = realpathSync(makeFolder(files));
    // What "npm install --save-dev ../bigpanda/tools/lint eslint typescript" leaves.
    for (const name of ['@bigpanda/lint', 'eslint', 'typescript']) {
      mkdirSync(dirname(join(root, 'node_modules', name)), { recursive: true });
      symlinkSync(realpathSync(join(modules, name)), join(root, 'node_modules', name));
    }
    const said = (await runEslint(root)).flatMap(({ filePath, messages }) => messages.map(({ ruleId, line }) => `${relative(root, filePath)}:${line} ${ruleId}`));
    expect(said).toEqual(['src/page.ts:2 @typescript-eslint/no-floating-promises', 'src/page.ts:3 bigpanda/no-default-export']);
    expect((await lintWorkspace({ root })).map(({ file, range, rule }) => `${file}:${range?.line ?? 0} ${rule}`)).toEqual(said);
  });
});

function runEslint(cwd: string): Promise<readonly EslintReport[]> {
  return new Promise((resolve, reject) => {
    execFile(process.execPath, [join(cwd, 'node_modules/eslint/bin/eslint.js'), '.', '--format', 'json'], { cwd }, (error, stdout, stderr) => {
      if (stderr === '') resolve(JSON.parse(stdout) as readonly EslintReport[]);
      else reject(new Error(stderr, { cause: error }));
    });
  });
}
