import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type Config, globalIgnores, includeIgnoreFile } from 'eslint/config';

/** Globs of the files with plain JavaScript, which are linted without types. */
export const javascriptFiles = ['**/*.{js,jsx,mjs,cjs}'] as const;
/** Globs of every file that may hold an import. */
export const sourceFiles = ['**/*.{ts,tsx,mts,cts}', ...javascriptFiles] as const;

/** The part of an ESLint configuration that leaves out what git ignores, what is built or made smaller, and wrong files that tests need. */
export function ignoredFiles(root: string): Config[] {
  const gitignore = join(root, '.gitignore');
  const built = globalIgnores(['**/node_modules/', '**/dist/', '**/test/fixtures/', '**/*.min.{js,cjs,mjs}']);
  return existsSync(gitignore) ? [built, includeIgnoreFile(gitignore)] : [built];
}
