import { Linter } from 'eslint';
import type { Node } from 'estree';
import type { SourceRange } from './finding.ts';

export type JsonPath = readonly (string | number)[];

/** Tells where the values of a JSON text stand: of a path, or of the deepest part of it that there is. */
export type JsonLocator = (path: JsonPath) => SourceRange | undefined;

/** A locator for a JSON text; one that finds nothing when the text is not JSON. */
export function locateJson(text: string): JsonLocator {
  const top = parseExpression(text);
  if (top === undefined) return () => undefined;
  return (path) => toRange(descend(top, path));
}

/** JSON is an expression of JavaScript (ECMAScript 2019), so ESLint's parser gives the places. */
function parseExpression(text: string): Node | undefined {
  const linter = new Linter();
  const isWrong = linter.verify(`(\n${text}\n)`, {}).some(({ fatal }) => fatal === true);
  const statement = isWrong ? undefined : linter.getSourceCode().ast.body[0];
  return statement?.type === 'ExpressionStatement' ? statement.expression : undefined;
}

function descend(node: Node, path: JsonPath): Node {
  const [part, ...rest] = path;
  if (part === undefined) return node;
  const child = findChild(node, part);
  return child === undefined ? node : descend(child, rest);
}

function findChild(node: Node, part: string | number): Node | undefined {
  if (node.type === 'ArrayExpression') return node.elements[Number(part)] ?? undefined;
  if (node.type !== 'ObjectExpression') return undefined;
  const member = node.properties.find((property) => property.type === 'Property' && property.key.type === 'Literal' && property.key.value === part);
  return member?.type === 'Property' ? member.value : undefined;
}

function toRange({ loc }: Node): SourceRange | undefined {
  if (loc == null) return undefined;
  // One line was put in front; the parser's columns count from 0.
  return { line: loc.start.line - 1, column: loc.start.column + 1, endLine: loc.end.line - 1, endColumn: loc.end.column + 1 };
}
