import { fileURLToPath } from 'node:url';
import { Language, Parser, type Node } from 'web-tree-sitter';
import type { FindingDraft } from '../finding.ts';
import { interpreterOf } from '../language.ts';
import { documentationOf } from '../rules/documentation.ts';
import type { SourceText } from '../source-file.ts';
import { shellRules } from './rules.ts';
import type { ScriptContext, ShellProblem, ShellRule } from './shell-rule.ts';

/** Judges the tree of a script that has no error of syntax. */
export type JudgeScript = (source: SourceText) => FindingDraft[];

/** Loads the grammar; what it gives judges scripts by our rules. */
export async function openScripts(): Promise<JudgeScript> {
  await Parser.init();
  const parser = new Parser();
  parser.setLanguage(await Language.load(fileURLToPath(import.meta.resolve('tree-sitter-bash/tree-sitter-bash.wasm'))));
  return (source) => {
    const tree = parser.parse(source.text);
    if (tree === null) return [];
    try {
      return judgeTree(tree.rootNode, source);
    } finally {
      tree.delete();
    }
  };
}

function judgeTree(root: Node, { path, text }: SourceText): FindingDraft[] {
  const program = interpreterOf(text);
  const context: ScriptContext = { isPosix: program === 'sh' || program === 'dash', stopsOnError: /^\s*set\s+(?:-\w*e|-o\s+errexit)|^#!.*\s-\w*e/mu.test(text) };
  const drafts = shellRules.flatMap((rule) => root.descendantsOfType([...rule.types]).flatMap((node) => {
    // The grammar does not know all of bash; what it could not read is not judged.
    const problem = node.hasError ? undefined : rule.judge(node, context);
    return problem === undefined ? [] : [draftProblem(path, rule, problem)];
  }));
  return program === undefined && !text.includes('shellcheck shell=') ? [...drafts, draftShebang(path)] : drafts;
}

function draftProblem(file: string, { name, severity }: ShellRule, { node, message, hint, replacement }: ShellProblem): FindingDraft {
  const { startPosition: start, endPosition: end, startIndex, endIndex } = node;
  return {
    rule: `shell/${name}`,
    severity,
    message,
    hint,
    file,
    range: { line: start.row + 1, column: start.column + 1, endLine: end.row + 1, endColumn: end.column + 1 },
    ...(replacement === undefined ? {} : { fix: { startOffset: startIndex, endOffset: endIndex, text: replacement } }),
    documentation: documentationOf(`shell-${name}`),
  };
}

function draftShebang(file: string): FindingDraft {
  return {
    rule: 'shell/missing-shebang',
    severity: 'warning',
    message: 'read the first line: it does not say which shell reads the script',
    hint: 'Begin with #!/bin/sh or #!/bin/bash; in a part that others read, write "# shellcheck shell=sh".',
    file,
    range: { line: 1, column: 1, endLine: 1, endColumn: 2 },
    documentation: documentationOf('shell-missing-shebang'),
  };
}
