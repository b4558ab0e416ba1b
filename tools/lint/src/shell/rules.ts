import type { Node } from 'web-tree-sitter';
import { commandArguments, commandName, type ShellRule } from './shell-rule.ts';

/** Parameters that are one word by themselves: numbers, and the shell's options. */
const wholeParameters = /^\$(?:[?#!$-]|\{#.*\}|\{[?#!$-]\})$/u;
const expansions = ['simple_expansion', 'expansion', 'command_substitution'];
/** Where words are not split: assignments, quotes, `[[ ]]`, `case`, arithmetic, redirections of bash, here-documents. */
const unsplitPlaces = new Set(['string', 'variable_assignment', 'case_statement', 'case_item', 'arithmetic_expansion', 'heredoc_body', 'file_redirect', 'herestring_redirect', 'subscript', 'expansion', 'compound_statement', 'c_style_for_statement', 'binary_expression', 'parenthesized_expression']);
/** Lists whose purpose is to be split. */
const splitPlaces = new Set(['for_statement', 'array', 'command_name']);
const declarators = new Set(['declaration_command', 'unset_command', 'variable_assignments']);

/** What a node has that is known to bash only, by the node's type. */
const bashForms: Readonly<Record<string, (node: Node) => string | undefined>> = {
  test_command: ({ text }) => (text.startsWith('[[') ? '[[ ]]' : /\s==\s/u.test(text) ? '== in [ ]' : undefined),
  function_definition: ({ text }) => (/^function\s/u.test(text) ? 'the word "function"' : undefined),
  array: () => 'an array',
  herestring_redirect: () => '<<<',
  process_substitution: ({ text }) => `${text.slice(0, 2)} )`,
  c_style_for_statement: () => 'for (( ))',
  file_redirect: ({ text }) => (text.startsWith('&>') ? '&>' : undefined),
  declaration_command: ({ text }) => (/^(?:declare|typeset)\b/u.test(text) ? `"${text.split(/\s/u)[0] ?? ''}"` : undefined),
  command: (node) => {
    const name = commandName(node);
    return name !== undefined && bashCommands.has(name) ? `"${name}"` : undefined;
  },
};
const bashCommands = new Set(['source', 'pushd', 'popd', 'shopt', 'mapfile', 'readarray']);

/** Every rule about shell scripts, by name. */
export const shellRules: readonly ShellRule[] = [
  {
    name: 'backticks', severity: 'warning', types: ['command_substitution'],
    summary: 'Output of commands is taken by `$(command)`: backquotes cannot be nested, and backslashes mean something else in them',
    judge: (node) => {
      if (!node.text.startsWith('`')) return undefined;
      const inner = node.text.slice(1, -1);
      const isPlain = !inner.includes('\\') && !inner.includes('`');
      return { node, message: 'take the output of a command: backquotes', hint: 'Write $(command).', ...(isPlain ? { replacement: `$(${inner})` } : {}) };
    },
  },
  {
    name: 'bashism', severity: 'error', types: Object.keys(bashForms),
    summary: 'Scripts that `/bin/sh` reads keep to POSIX: no `[[ ]]`, arrays, `function`, `<<<`, `<( )`, `source`, `&>`, `local -a`, `for (( ))`, and `=` in place of `==`',
    judge: (node, { isPosix }) => {
      const found = isPosix ? bashForms[node.type]?.(node) : undefined;
      return found === undefined ? undefined : { node, message: `run with /bin/sh: ${found} is known to bash only`, hint: 'Write it in POSIX, or begin the script with #!/bin/bash.' };
    },
  },
  {
    name: 'dangerous-remove', severity: 'error', types: ['command'],
    summary: '`rm -r` never meets `/` by an empty variable: `"${folder:?}"/*`',
    judge: (node) => {
      if (commandName(node) !== 'rm') return undefined;
      const words = commandArguments(node);
      if (!words.some(({ text }) => /^-\w*[rR]/u.test(text) || text === '--recursive')) return undefined;
      const risky = words.find(({ text }) => /^"?\$(?:\w+|\{\w+\})"?\/(?:\*"?)?$/u.test(text));
      return risky === undefined ? undefined : { node: risky, message: `remove "${risky.text}": with an empty variable that is everything below /`, hint: 'Write "${name:?}" for the variable.' };
    },
  },
  {
    name: 'eval', severity: 'warning', types: ['command'],
    summary: 'Texts that hold variables are not run by `eval`',
    judge: (node) => {
      const [first] = commandName(node) === 'eval' ? commandArguments(node) : [];
      const isOpen = first?.text.includes('$') === true;
      return isOpen ? { node, message: 'run a text by eval: what is in the variables is run as well', hint: 'Call the program with its arguments, or use an array.' } : undefined;
    },
  },
  {
    name: 'listing-loop', severity: 'warning', types: ['for_statement'],
    summary: 'Loops over files use a glob, not the output of `ls` or `find`, which splits names with blanks',
    judge: (node) => {
      const value = node.childrenForFieldName('value').find((child) => child.type === 'command_substitution' && /^(?:\$\(|`)\s*(?:ls|find)\b/u.test(child.text));
      return value === undefined ? undefined : { node: value, message: 'loop over files: names with blanks fall apart', hint: 'Loop over a glob, or read what "find -print0" says.' };
    },
  },
  {
    name: 'raw-read', severity: 'warning', types: ['command'],
    summary: '`read` has `-r`, or backslashes vanish',
    judge: (node) => {
      if (commandName(node) !== 'read' || commandArguments(node).some(({ text }) => /^-[a-z]*r/u.test(text))) return undefined;
      return { node, message: 'read a line: without -r, backslashes vanish', hint: 'Write read -r.' };
    },
  },
  {
    name: 'status-test', severity: 'warning', types: ['test_command'],
    summary: 'Whether a command succeeded is asked by `if command`, not by `$?` a line later',
    judge: (node) => {
      if (!/^\[\[?\s+"?\$\?"?\s+(?:-eq|-ne|==?|!=)\s+"?0"?\s+\]\]?$/u.test(node.text)) return undefined;
      return { node, message: 'test $?: any command in between changes it', hint: 'Write "if command; then".' };
    },
  },
  {
    name: 'unchecked-cd', severity: 'warning', types: ['command'],
    summary: 'A script stops when `cd` fails: `cd folder || exit`, or `set -e`',
    judge: (node, { stopsOnError }) => {
      if (stopsOnError || !['cd', 'pushd'].includes(commandName(node) ?? '') || isChecked(node)) return undefined;
      return { node, message: 'change the folder: when that fails, the rest runs in the wrong one', hint: 'Write "cd folder || exit", or begin with "set -e".' };
    },
  },
  {
    name: 'unquoted-variable', severity: 'warning', types: expansions,
    summary: 'Variables and outputs of commands among the arguments of a command stand in double quotes, or they are split at blanks',
    judge: (node) => {
      if (wholeParameters.test(node.text) || !isSplit(node)) return undefined;
      const simple = node.type === 'simple_expansion' && node.parent?.type === 'command';
      return { node, message: `pass ${shorten(node.text)}: it is split at blanks, and its stars match files`, hint: 'Put it in double quotes.', ...(simple ? { replacement: `"${node.text}"` } : {}) };
    },
  },
];

/** Whether something asks if a command failed: `||`, `&&`, `if`, `while`, `!`. */
function isChecked(node: Node): boolean {
  const { parent } = node;
  if (parent === null) return false;
  if (parent.type === 'list') return !isLastOf(parent, node) || isChecked(parent);
  if (['if_statement', 'while_statement', 'elif_clause'].includes(parent.type)) return parent.childForFieldName('condition')?.id === node.id || parent.namedChild(0)?.id === node.id;
  return parent.type === 'negated_command' || (parent.type === 'redirected_statement' && isChecked(parent));
}

function isLastOf(list: Node, node: Node): boolean {
  return list.namedChild(list.namedChildCount - 1)?.id === node.id;
}

/** Whether the shell splits what stands here into words: an argument of a command or of `[ ]`. */
function isSplit(node: Node): boolean {
  for (let { parent } = node; parent !== null; { parent } = parent) {
    if (parent.type === 'command') return true;
    if (parent.type === 'test_command') return parent.text.startsWith('[ ');
    if (parent.type === 'binary_expression' || parent.type === 'unary_expression') continue;
    if (unsplitPlaces.has(parent.type) || splitPlaces.has(parent.type) || declarators.has(parent.type)) return false;
    if (parent.type !== 'concatenation') return false;
  }
  return false;
}

function shorten(text: string): string {
  const [first = ''] = text.split('\n');
  return first.length > 40 ? `${first.slice(0, 37)}...` : first;
}
