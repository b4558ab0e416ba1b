import { dirname, isAbsolute, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { TSESLint, TSESTree } from '@typescript-eslint/utils';

/** Text that an expression may have; when not complete, only its beginning is known. */
export interface StaticText {
  readonly text: string;
  readonly complete: boolean;
}

/** A file as its own code sees it. */
export interface ModulePlace {
  /** Absolute path. */
  readonly file: string;
  readonly sourceCode: Readonly<TSESLint.SourceCode>;
  /** Constants that are being read, because two may be made of one another. */
  readonly reading?: readonly string[];
}

const unknown: readonly StaticText[] = [{ text: '', complete: false }];
const pathModules = new Set(['path', 'posix', 'nodePath']);
const transparentCalls = new Set(['String', 'fileURLToPath', 'toString', 'pathToFileURL', 'resolve']);

/**
 * The texts that an expression may have, as far as reading the code tells: literals, templates, `+`, `?:`, `??`, `||`,
 * constants of the same file, `import.meta.url` and its kin, `join` and `resolve` of node:path.
 * At least one; text that only running the program would tell is the empty, incomplete text.
 */
export function readStaticTexts(node: TSESTree.Node, place: ModulePlace): readonly StaticText[] {
  switch (node.type) {
    case 'Literal':
      return [{ text: String(node.value), complete: true }];
    case 'TemplateLiteral':
      return readTemplate(node, place);
    case 'BinaryExpression':
      return node.operator === '+' ? joinTexts(readStaticTexts(node.left, place), readStaticTexts(node.right, place)) : unknown;
    case 'ConditionalExpression':
      return [...readStaticTexts(node.consequent, place), ...readStaticTexts(node.alternate, place)];
    case 'LogicalExpression':
      return [...readStaticTexts(node.left, place), ...readStaticTexts(node.right, place)];
    case 'TSAsExpression':
    case 'TSSatisfiesExpression':
    case 'TSNonNullExpression':
    case 'ChainExpression':
      return readStaticTexts(node.expression, place);
    case 'AwaitExpression':
      return readStaticTexts(node.argument, place);
    case 'Identifier':
      return readIdentifier(node, place);
    case 'MemberExpression':
      return readMember(node, place);
    case 'CallExpression':
      return readCall(node, place);
    default:
      return unknown;
  }
}

/** The expression that a constant of the file was made with, when an identifier names one. */
export function findInitializer(node: TSESTree.Identifier, { sourceCode }: ModulePlace): TSESTree.Expression | undefined {
  let scope: TSESLint.Scope.Scope | null = sourceCode.getScope(node);
  while (scope !== null) {
    const variable = scope.set.get(node.name);
    if (variable !== undefined) {
      const [definition, ...others] = variable.defs;
      if (definition?.node.type !== 'VariableDeclarator' || others.length > 0) return undefined;
      const isPlainConstant = definition.parent?.type === 'VariableDeclaration' && definition.parent.kind === 'const' && definition.node.id.type === 'Identifier';
      return isPlainConstant ? (definition.node.init ?? undefined) : undefined;
    }
    scope = scope.upper;
  }
  return undefined;
}

function readTemplate(node: TSESTree.TemplateLiteral, place: ModulePlace): readonly StaticText[] {
  return node.quasis.reduce<readonly StaticText[]>((texts, quasi, index) => {
    const withText = joinTexts(texts, [{ text: quasi.value.cooked ?? '', complete: true }]);
    const expression = node.expressions[index];
    return expression === undefined ? withText : joinTexts(withText, readStaticTexts(expression, place));
  }, [{ text: '', complete: true }]);
}

function joinTexts(heads: readonly StaticText[], tails: readonly StaticText[]): readonly StaticText[] {
  return heads.flatMap((head) => (head.complete ? tails.map((tail) => ({ text: head.text + tail.text, complete: tail.complete })) : [head]));
}

function readIdentifier(node: TSESTree.Identifier, place: ModulePlace): readonly StaticText[] {
  if (node.name === '__dirname') return [{ text: dirname(place.file), complete: true }];
  if (node.name === '__filename') return [{ text: place.file, complete: true }];
  const reading = place.reading ?? [];
  const initializer = reading.includes(node.name) ? undefined : findInitializer(node, place);
  return initializer === undefined ? unknown : readStaticTexts(initializer, { ...place, reading: [...reading, node.name] });
}

function readMember(node: TSESTree.MemberExpression, place: ModulePlace): readonly StaticText[] {
  const name = readPropertyName(node);
  if (name === 'href' || name === 'pathname') return readStaticTexts(node.object, place);
  if (node.object.type !== 'MetaProperty') return unknown;
  if (name === 'url') return [{ text: pathToFileURL(place.file).href, complete: true }];
  if (name === 'filename') return [{ text: place.file, complete: true }];
  return name === 'dirname' ? [{ text: dirname(place.file), complete: true }] : unknown;
}

function readCall(node: TSESTree.CallExpression, place: ModulePlace): readonly StaticText[] {
  const { callee } = node;
  if (callee.type === 'Identifier') {
    if (callee.name === 'join' || callee.name === 'resolve') return joinPath(node.arguments, place);
    return readTransparent(callee.name, node.arguments[0], place);
  }
  const name = callee.type === 'MemberExpression' ? readPropertyName(callee) : undefined;
  if (callee.type !== 'MemberExpression' || name === undefined) return unknown;
  const isPathModule = callee.object.type === 'Identifier' && pathModules.has(callee.object.name);
  if (isPathModule && (name === 'join' || name === 'resolve')) return joinPath(node.arguments, place);
  return readTransparent(name, node.arguments[0] ?? callee.object, place);
}

function readTransparent(name: string, inner: TSESTree.Node | undefined, place: ModulePlace): readonly StaticText[] {
  return inner !== undefined && transparentCalls.has(name) ? readStaticTexts(inner, place) : unknown;
}

/** `join` and `resolve` alike: parts that would make `resolve` start anew are rare, and relative ones depend on where the program runs. */
function joinPath(parts: readonly TSESTree.Node[], place: ModulePlace): readonly StaticText[] {
  const joined = parts.reduce<readonly StaticText[]>(
    (texts, part) => joinTexts(texts, joinTexts([{ text: '\0', complete: true }], readStaticTexts(part, place))),
    [{ text: '', complete: true }],
  );
  return joined.map(({ text, complete }) => {
    const path = join(...text.split('\0').filter((part) => part !== ''));
    if (!isAbsolute(path)) return { text: '', complete: false };
    return { text: text.endsWith('\0') ? `${path}/` : path, complete };
  });
}

/** The name of a member that is named in the code, with a dot or a literal in brackets. */
export function readPropertyName({ property, computed }: TSESTree.MemberExpression): string | undefined {
  if (!computed) return property.type === 'Identifier' ? property.name : undefined;
  return property.type === 'Literal' && typeof property.value === 'string' ? property.value : undefined;
}
