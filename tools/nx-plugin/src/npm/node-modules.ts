import { init, parse } from 'es-module-lexer';

/**
 * Takes modules of Node as values in a bundled module: for an import statement Node reads every property that such a module offers,
 * and so loads web cryptography, workers and readline for the sake of a hash, which is a tenth of a short command's time.
 * They come first, because what is bundled may be called before its place.
 * @param code as esbuild writes it: statements with a default name, a namespace or a list of names
 */
export async function takeNodeModules(code: string): Promise<string> {
  await init;
  const [imports] = parse(code);
  const taken: string[] = [];
  let rest = '';
  let end = 0;
  for (const { n: name, ss: start, se: statementEnd, d: dynamic } of imports) {
    if (dynamic !== -1 || name?.startsWith('node:') !== true) continue;
    taken.push(...declare(code.slice(start, statementEnd), name));
    rest += code.slice(end, start);
    end = code[statementEnd] === ';' ? statementEnd + 1 : statementEnd;
  }
  return [...taken, rest + code.slice(end)].join('\n');
}

/** The declarations that stand for an import statement. */
function declare(statement: string, name: string): readonly string[] {
  if (/^import\s*["']/.test(statement)) return [];
  const { groups } = /^import\s*(?:(?<whole>[\w$]+)\s*,?\s*)?(?:\*\s*as\s+(?<namespace>[\w$]+)\s*|\{(?<names>[^}]*)\}\s*)?from\b/.exec(statement) ?? {};
  if (groups === undefined) throw new RangeError(`bundle modules: an import of "${name}" that is not understood: ${statement}`);
  const { whole, namespace, names } = groups;
  const value = `globalThis.process.getBuiltinModule(${JSON.stringify(name)})`;
  return [whole, namespace, names === undefined ? undefined : `{${names.replaceAll(/\s+as\s+/g, ': ')}}`].flatMap((target) => (target === undefined ? [] : [`const ${target} = ${value};`]));
}
