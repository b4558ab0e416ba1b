import type { CheckScope } from './checker.ts';
import type { Language } from './language.ts';
import { isPython2 } from './python/dialect.ts';
import type { RunFacts } from './reporter.ts';
import type { SourceFile } from './source-file.ts';

/** What the files of a language are judged by, in the words of the last lines of a run. */
const judges: Readonly<Record<Language, string>> = {
  json: 'JSON', jsonc: 'JSON', json5: 'JSON', yaml: 'YAML', toml: 'TOML', shell: 'shell', rpm: 'RPM',
  python: 'Python by ruff', script: 'TypeScript or JavaScript by ESLint',
};

/** How many files of which kind a scope has, the most frequent kind first. */
export function countJudged(scope: CheckScope): RunFacts['judged'] {
  const kinds = [...scope.files.map((file) => kindOf(file, scope)), ...scope.rpms.map(() => judges.rpm)];
  const counted = [...Map.groupBy(kinds, (kind) => kind)].map(([what, own]) => ({ what, count: own.length }));
  return counted.toSorted((left, right) => right.count - left.count || (left.what < right.what ? -1 : 1));
}

function kindOf(file: SourceFile, { workspace }: CheckScope): string {
  const { source, problem } = file.read();
  if (problem !== undefined) return 'unread';
  if (source === undefined) return file.path.endsWith('.rpm') ? judges.rpm : 'binary or links, not judged';
  if (source.language === undefined) return 'other text for secrets';
  return source.language === 'python' && isPython2(source, workspace.settings) ? 'Python 2, at most for syntax' : judges[source.language];
}
