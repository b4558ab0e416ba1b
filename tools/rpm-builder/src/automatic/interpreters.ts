import type { DependencyProvider } from './dependency-provider.ts';

/** The programs that run the scripts of a package, from their first lines (rpm, scripts/script.req). */
export const interpreters: DependencyProvider = {
  name: 'interpreters',
  summary: 'programs that run executable files beginning with #!',
  async find({ files }) {
    const found = await Promise.all(files.filter(({ isExecutable }) => isExecutable).map(async (file) => {
      const [line = ''] = (await file.readHead()).toString('latin1').split('\n', 1);
      return listPrograms(line).map((name) => ({ kind: 'requires' as const, dependency: { name }, cause: file.path }));
    }));
    return found.flat();
  },
};

/** The program of a first line, and the one that env is told to run by its path; env finds others wherever they are. */
function listPrograms(line: string): readonly string[] {
  const [, program, argument] = /^#!\s*(\/\S+)(?:\s+(\S+))?/.exec(line) ?? [];
  if (program === undefined) return [];
  return program.endsWith('/bin/env') && argument?.startsWith('/') === true ? [program, argument] : [program];
}
