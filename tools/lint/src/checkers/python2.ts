import type { Checker, CheckScope, RuleDescription } from '../checker.ts';
import type { FindingDraft } from '../finding.ts';
import { settingsFile } from '../lint-settings.ts';
import { findProgram, runProgram } from '../programs.ts';
import { isPython2 } from '../python/dialect.ts';
import { documentationOf } from '../rules/documentation.ts';
import type { SourceText } from '../source-file.ts';

const rules: readonly RuleDescription[] = [
  { rule: 'bigpanda/python2-syntax', severity: 'error', summary: 'Sources that are declared as Python 2 compile with `python2`, where there is one' },
  { rule: 'bigpanda/python2-unjudged', severity: 'note', summary: 'Said once a run: how many sources in Python 2 there are, and that nothing, or nothing but their syntax, was judged' },
];
const programNames = ['python2', 'python2.7'];

/** Reads paths, one a line, and prints for each that does not compile its path, line, column and message, with tabs between. */
const compileAll = `
import sys
for path in sys.stdin.read().split("\\n"):
    if not path:
        continue
    try:
        compile(open(path, "rU").read() + "\\n", path, "exec", 0, 1)
    except SyntaxError as error:
        print("%s\\t%d\\t%d\\t%s" % (path, error.lineno or 1, error.offset or 1, error.msg))
    except Exception as error:
        print("%s\\t1\\t1\\t%s" % (path, str(error).replace("\\n", " ")))
`;

/** Python 2, as declared: its syntax where a python2 is there, and one note of what was not judged. */
export const checker: Checker = { title: 'Python 2', listRules: async () => rules, check };

async function check(scope: CheckScope): Promise<readonly FindingDraft[]> {
  const sources = scope.files.flatMap(({ read }) => read().source ?? []).filter((source) => source.language === 'python' && isPython2(source, scope.workspace.settings));
  const [first] = sources;
  if (first === undefined) return [];
  const python = await findPython2(scope);
  if (python === undefined) return [draftNote(first.path, sources.length, 'no program "python2" runs here, so they were not judged at all')];
  const { stdout } = await runProgram(python, ['-c', compileAll], { cwd: scope.workspace.root, input: sources.map(({ path }) => path).join('\n') });
  const note = draftNote(first.path, sources.length, 'their syntax was judged by python2, and nothing else');
  return [note, ...stdout.split('\n').filter((line) => line !== '').map((line) => draftSyntax(line, sources))];
}

/** A python2 that runs: version managers leave programs of that name which do not. */
async function findPython2({ programPath, workspace }: CheckScope): Promise<string | undefined> {
  for (const name of programNames) {
    const program = findProgram(name, programPath);
    if (program === undefined) continue;
    const { status, stdout } = await runProgram(program, ['-c', 'import sys; sys.stdout.write(str(sys.version_info[0]))'], { cwd: workspace.root });
    if (status === 0 && stdout === '2') return program;
  }
  return undefined;
}

function draftNote(file: string, count: number, said: string): FindingDraft {
  return {
    rule: 'bigpanda/python2-unjudged',
    severity: 'note',
    message: `judge Python 2: ${count} ${count === 1 ? 'source is' : 'sources are'} declared by ${settingsFile} or their first line; ${said}`,
    file,
    documentation: documentationOf('python2-unjudged'),
  };
}

function draftSyntax(said: string, sources: readonly SourceText[]): FindingDraft {
  const [path = '', line = '1', column = '1', message = ''] = said.split('\t');
  const file = sources.find((source) => source.path === path)?.path ?? path;
  const place = { line: Number(line), column: Math.max(Number(column), 1) };
  return {
    rule: 'bigpanda/python2-syntax',
    severity: 'error',
    message: `compile Python 2: ${message}`,
    file,
    range: { ...place, endLine: place.line, endColumn: place.column + 1 },
    documentation: documentationOf('python2-syntax'),
  };
}
