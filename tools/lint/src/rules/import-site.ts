import type { TSESLint, TSESTree } from '@typescript-eslint/utils';
import { findInitializer, type ModulePlace, readPropertyName, readStaticTexts, type StaticText } from './static-text.ts';

/** One place where a file names something that it uses. */
export interface ImportSite {
  /** Where to point at. */
  readonly location: TSESTree.SourceLocation;
  readonly kind: 'module' | 'url';
  /** Every text that the specifier may have. */
  readonly texts: readonly StaticText[];
}

/** Comments that TypeScript reads as imports: triple-slash directives, `@jsxImportSource`, `@import` and `import('x')` in JSDoc. */
const commentForms = [
  { pattern: /^\/\s*<(?:reference|amd-dependency)\s+[^>]*?\b(?:path|types)\s*=\s*["']([^"']+)["']/gu, isPath: true },
  { pattern: /@jsxImportSource\s+(\S+)/gu, isPath: false },
  { pattern: /@import\s[^'"]*?['"]([^'"]+)['"]/gu, isPath: false },
  { pattern: /@[a-z]+\s*\{[^}]*?\bimport\(\s*['"]([^'"]+)['"]/gu, isPath: false },
] as const;

/**
 * An ESLint listener that tells every place where a file imports, requires, resolves or refers to another: static, type,
 * side-effect and dynamic imports, re-exports, `import x = require()`, `require`, `require.resolve`, functions made by
 * `createRequire`, `import.meta.resolve`, `import('x')` types, `declare module 'x'`, `new URL('x', import.meta.url)` and
 * the comments that TypeScript reads.
 */
export function listenToImports(place: ModulePlace, tell: (site: ImportSite) => void): TSESLint.RuleListener {
  const tellModule = (node: TSESTree.Node | null | undefined): void => {
    if (node != null) tell({ location: node.loc, kind: 'module', texts: readStaticTexts(node, place) });
  };
  return {
    ImportDeclaration: (node) => { tellModule(node.source); },
    ExportNamedDeclaration: (node) => { tellModule(node.source); },
    ExportAllDeclaration: (node) => { tellModule(node.source); },
    ImportExpression: (node) => { tellModule(node.source); },
    TSExternalModuleReference: (node) => { tellModule(node.expression); },
    TSImportType: (node) => { tellModule(node.source); },
    TSModuleDeclaration: (node) => { if (node.id.type === 'Literal') tellModule(node.id); },
    CallExpression: (node) => { if (isResolvingCall(node, place)) tellModule(node.arguments[0]); },
    NewExpression: (node) => { tellUrl(node, place, tell); },
    Program: () => { place.sourceCode.getAllComments().forEach((comment) => { tellComment(comment, tell); }); },
  };
}

function isResolvingCall({ callee }: TSESTree.CallExpression, place: ModulePlace): boolean {
  const target = unwrap(callee);
  if (target.type !== 'MemberExpression') return isRequire(target, place);
  const name = readPropertyName(target);
  const object = unwrap(target.object);
  if (name === 'require') return true;
  return name === 'resolve' && (object.type === 'MetaProperty' || isRequire(object, place));
}

function isRequire(node: TSESTree.Node, place: ModulePlace): boolean {
  if (node.type === 'CallExpression') {
    const { callee } = node;
    return callee.type === 'Identifier' ? callee.name === 'createRequire' : callee.type === 'MemberExpression' && readPropertyName(callee) === 'createRequire';
  }
  if (node.type !== 'Identifier') return false;
  if (node.name === 'require') return true;
  const initializer = findInitializer(node, place);
  if (initializer === undefined) return false;
  return initializer.type === 'CallExpression' ? isRequire(initializer, place) : initializer.type === 'Identifier' && initializer.name === 'require';
}

function unwrap(node: TSESTree.Node): TSESTree.Node {
  const wraps = node.type === 'TSAsExpression' || node.type === 'TSNonNullExpression' || node.type === 'TSSatisfiesExpression' || node.type === 'ChainExpression';
  return wraps ? unwrap(node.expression) : node;
}

function tellUrl(node: TSESTree.NewExpression, place: ModulePlace, tell: (site: ImportSite) => void): void {
  const [specifier, base] = node.arguments;
  if (node.callee.type !== 'Identifier' || node.callee.name !== 'URL' || specifier === undefined) return;
  const texts = readStaticTexts(specifier, place);
  const ownUrl = base !== undefined && readStaticTexts(base, place).some(({ text }) => text.startsWith('file:'));
  if (ownUrl || texts.some(({ text }) => /^file:/i.test(text))) tell({ location: specifier.loc, kind: 'url', texts });
}

function tellComment(comment: TSESTree.Comment, tell: (site: ImportSite) => void): void {
  for (const { pattern, isPath } of commentForms) {
    for (const match of comment.value.matchAll(pattern)) {
      const text = match[1] ?? '';
      // A path of a triple-slash directive is relative even without a leading dot.
      const isBarePath = isPath && /\bpath\s*=/u.test(match[0]) && !/^[./]/u.test(text);
      tell({ location: comment.loc, kind: 'module', texts: [{ text: isBarePath ? `./${text}` : text, complete: true }] });
    }
  }
}
