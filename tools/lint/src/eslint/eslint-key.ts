import type { CheckScope } from '../checker.ts';
import { readInstalled } from '../lint-version.ts';
import { digestOf } from '../result-cache.ts';

/** Files that what ESLint and TypeScript say may depend on, whichever file they say it of. */
const relevant = /\.(?:[cm]?[jt]sx?|json|jsonc|vue|svelte)$|(?:^|\/)\.(?:gitignore|editorconfig|npmrc)$/u;

/** A digest of everything in a repository that a run of ESLint depends on. */
export function digestForEslint(scope: CheckScope): string {
  const contents = scope.allFiles.filter(({ path }) => relevant.test(path)).map(({ path, read }) => {
    const { source, problem, digest } = read();
    return [path, source?.digest ?? digest ?? problem?.message ?? ''].join('\0');
  });
  return digestOf([readInstalled(scope.workspace.root), ...contents]);
}
