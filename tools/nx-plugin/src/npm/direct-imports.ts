import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A package of the workspace whose index gives names of its other modules and does nothing else. */
export interface IndexedPackage {
  readonly name: string;
  /** Absolute path of its sources. */
  readonly folder: string;
}

/** Where each name is made: absolute path of the module, and the name there. */
type NamePlaces = ReadonlyMap<string, { readonly module: string; readonly name: string }>;

const reExport = /^export (type )?\{([^}]*)\} from '\.\/([^']+)';$/gm;
const namedImport = /^import \{([^}]*)\} from '([^']+)';$/gm;

/**
 * Leads imports of a package past its index to the modules that make what is imported. Whoever takes one name from an index takes all the modules behind it,
 * as esbuild cuts a bundle into files: a command would load and run what only other commands use.
 * @returns gives the text of a module with its imports led there
 * @throws RangeError for an index that does more
 */
export function createDirectImports({ name: packageName, folder }: IndexedPackage): (text: string) => string {
  const places = readIndex(folder);
  return (text) => text.replaceAll(namedImport, (whole, list: string, from: string) => (from === packageName ? readNames(list).map((listed) => writeImport(listed, places)).join(' ') : whole));
}

function readIndex(folder: string): NamePlaces {
  const file = join(folder, 'index.ts');
  const text = readFileSync(file, 'utf8');
  const rest = text.replaceAll(reExport, '').trim();
  if (rest !== '') throw new RangeError(`"${file}" does more than to export names of other modules: "${rest.slice(0, 60)}"`);
  const given = [...text.matchAll(reExport)].filter(([, type]) => type === undefined);
  return new Map(given.flatMap(([, , list = '', from = '']) => readNames(list).map(({ name, as }) => [as, { module: join(folder, from), name }] as const)));
}

interface ListedName {
  readonly name: string;
  readonly as: string;
}

/** The names of `{ a, b as c, type D }`, without types. */
function readNames(list: string): readonly ListedName[] {
  const items = list.split(',').map((item) => item.trim()).filter((item) => item !== '' && !item.startsWith('type '));
  return items.map((item) => {
    const [name = '', as = name] = item.split(' as ');
    return { name, as };
  });
}

function writeImport({ name, as }: ListedName, places: NamePlaces): string {
  const place = places.get(name);
  if (place === undefined) throw new RangeError(`"${name}" is imported from an index that does not give it`);
  return `import { ${place.name} as ${as} } from ${JSON.stringify(place.module)};`;
}
