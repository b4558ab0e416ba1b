import type { Node } from 'web-tree-sitter';
import type { Severity } from '../finding.ts';

/** One place where a script goes wrong. */
export interface ShellProblem {
  readonly node: Node;
  readonly message: string;
  readonly hint: string;
  /** Text for the node's place. */
  readonly replacement?: string;
}

/** What a rule is told of the script besides a node. */
export interface ScriptContext {
  /** Read by sh, not by bash. */
  readonly isPosix: boolean;
  /** The script stops at the first command that fails (`set -e`). */
  readonly stopsOnError: boolean;
}

/** One rule about scripts: it is asked about every node of the types it names. */
export interface ShellRule {
  /** Name without `shell/`. */
  readonly name: string;
  readonly severity: Severity;
  readonly summary: string;
  /** Node types of the grammar tree-sitter-bash. */
  readonly types: readonly string[];
  readonly judge: (node: Node, context: ScriptContext) => ShellProblem | undefined;
}

/** The name of the command a `command` node calls, without the backslash that passes aliases by; undefined where it is computed. */
export function commandName(node: Node): string | undefined {
  const name = node.childForFieldName('name');
  return name === null || name.namedChild(0)?.type !== 'word' ? undefined : name.text.replace(/^\\/u, '');
}

/** Arguments of a `command` node, in order. */
export function commandArguments(node: Node): Node[] {
  return node.childrenForFieldName('argument');
}
