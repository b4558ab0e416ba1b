import { parse as parseToml } from 'smol-toml';
import { baseName } from './path-parts.ts';

/** Something that a site can rely on, in one installed file. */
export interface Feature {
  readonly kind: 'configuration' | 'route' | 'type' | 'unit';
  readonly name: string;
  /** From 1; absent where the file as a whole is it. */
  readonly line?: number;
}

/** Which files can have features of a kind, and how they are found; all alike in shape. */
const finders: readonly { readonly path: RegExp; readonly find: (text: string, path: string) => readonly Feature[] }[] = [
  { path: /^\/usr\/lib\/systemd\/system\/[^/]+$/, find: (_text, path) => [{ kind: 'unit', name: path.slice(path.lastIndexOf('/') + 1) }] },
  { path: /^\/etc\/.*\.toml$/, find: (text, path) => findTomlKeys(text, path) },
  { path: /^\/etc\/.*\.json$/, find: (text, path) => findJsonKeys(text, path) },
  { path: /^\/etc\/.*\.(?:cfg|conf|ini)$/, find: (text, path) => findIniKeys(text, path) },
  { path: /\.(?:[cm]?js|py)$/, find: (text) => findMatches(text, 'route', routePatterns) },
  { path: /\.d\.[cm]?ts$/, find: (text) => findMatches(text, 'type', typePatterns) },
];

/** `app.get('/path'` of Hono and Express, `path('jobs/'`, `re_path(r'^jobs/'` and `url(r'^jobs/'` of Django, `@app.route('/path'` of Flask. */
const routePatterns = [
  /\b\w+\.(?:get|post|put|patch|delete|all|route)\(\s*["'`](\/[^"'`\s]*)["'`]\s*,/g,
  /(?<![\w.])(?:re_path|path|url)\(\s*r?["']([^"'\s]*)["']\s*,/g,
  /@\w+\.(?:route|get|post|put|delete)\(\s*["'](\/[^"'\s]*)["']/g,
];

const typePatterns = [/^export (?:declare )?(?:abstract )?(?:interface|type|class|enum|function|const|let|namespace) (\w+)/gm];

/** What in an installed file a site can rely on. A file that cannot be read as what its name says has nothing. */
export function findFeatures(path: string, text: string): readonly Feature[] {
  return finders.filter((finder) => finder.path.test(path)).flatMap((finder) => finder.find(text, path));
}

function findTomlKeys(text: string, path: string): Feature[] {
  try {
    return listKeys(parseToml(text)).map((key) => ({ kind: 'configuration', name: `${baseName(path)} ${key}`, ...lineOf(text, key) }));
  } catch {
    return [];
  }
}

function findJsonKeys(text: string, path: string): Feature[] {
  try {
    return listKeys(JSON.parse(text)).map((key) => ({ kind: 'configuration', name: `${baseName(path)} ${key}`, ...lineOf(text, key) }));
  } catch {
    return [];
  }
}

function findIniKeys(text: string, path: string): Feature[] {
  let section = '';
  return text.split('\n').flatMap((line, index): Feature[] => {
    const header = /^\s*\[([^\]]+)\]/.exec(line)?.[1];
    if (header !== undefined) section = `${header}.`;
    const key = /^\s*([A-Za-z_][\w.-]*)\s*[=:]/.exec(line)?.[1];
    return key === undefined ? [] : [{ kind: 'configuration', name: `${baseName(path)} ${section}${key}`, line: index + 1 }];
  });
}

function listKeys(value: unknown, prefix = ''): string[] {
  if (typeof value !== 'object' || value === null || Array.isArray(value) || value instanceof Date) return prefix === '' ? [] : [prefix];
  const inner = Object.entries(value).flatMap(([key, below]) => listKeys(below, prefix === '' ? key : `${prefix}.${key}`));
  return inner.length === 0 && prefix !== '' ? [prefix] : inner;
}

function lineOf(text: string, key: string): { readonly line?: number } {
  const last = key.slice(key.lastIndexOf('.') + 1);
  const index = text.split('\n').findIndex((line) => line.trimStart().replace(/^["']/, '').startsWith(last));
  return index === -1 ? {} : { line: index + 1 };
}

function findMatches(text: string, kind: 'route' | 'type', patterns: readonly RegExp[]): Feature[] {
  return patterns.flatMap((pattern) => [...text.matchAll(pattern)].map((match): Feature => ({ kind, name: match[1] ?? '', line: text.slice(0, match.index).split('\n').length })));
}
