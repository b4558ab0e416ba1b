import type { RuleDescription } from '../checker.ts';
import { checkFiles, type JudgeFile } from '../file-checker.ts';
import type { FindingDraft } from '../finding.ts';
import { interpreterOf } from '../language.ts';
import { shellRules } from '../shell/rules.ts';
import type { SourceText } from '../source-file.ts';

const moreRules: readonly RuleDescription[] = [
  { rule: 'shell/missing-shebang', severity: 'warning', summary: 'The first line says which shell reads the script; parts that others read say `# shellcheck shell=sh`' },
  { rule: 'shell/syntax', severity: 'error', summary: 'The script can be read, by the parser of shfmt (mvdan/sh), in the language its first line names' },
];

/** Shell scripts: their syntax by the parser of shfmt, and rules of ours over the tree of tree-sitter-bash; both are WebAssembly, so no program is needed. */
export const checker = checkFiles({ name: 'shell', title: 'Shell', languages: ['shell'], listRules, open });

async function listRules(): Promise<readonly RuleDescription[]> {
  const own = shellRules.map(({ name, severity, summary }): RuleDescription => ({ rule: `shell/${name}`, severity, summary }));
  return [...own, ...moreRules].toSorted((left, right) => (left.rule < right.rule ? -1 : 1));
}

async function open(): Promise<JudgeFile> {
  const [{ LangVariant, parse, ParseError }, { openScripts }] = await Promise.all([import('sh-syntax'), import('../shell/parse-shell.ts')]);
  const judgeScript = await openScripts();
  return async (source) => {
    const program = interpreterOf(source.text);
    const variant = source.path.endsWith('.bats') ? LangVariant.LangBats : program === 'ksh' || program === 'mksh' ? LangVariant.LangMirBSDKorn : LangVariant.LangBash;
    try {
      await parse(source.text, { variant });
    } catch (error) {
      if (!(error instanceof ParseError)) throw error;
      return [draftSyntax(source, error.Text, error.Pos)];
    }
    return judgeScript(source);
  };
}

function draftSyntax({ path }: SourceText, said: string, { Line: line, Col: column } = { Line: 1, Col: 1 }): FindingDraft {
  return {
    rule: 'shell/syntax',
    severity: 'error',
    message: `read the script: ${said.split('\n')[0] ?? ''}`,
    file: path,
    range: { line, column, endLine: line, endColumn: column + 1 },
  };
}
