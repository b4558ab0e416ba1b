import { readdirSync } from 'node:fs';
import { basename, extname } from 'node:path';

/**
 * What the modules of a folder export under one name, by file name without extension, sorted by that name: a new file in the
 * folder is all that a new checker takes.
 * @throws TypeError when a module lacks the export
 */
export async function importFolder(folder: URL, exportName: string): Promise<ReadonlyMap<string, unknown>> {
  // JavaScript where this is bundled.
  const extension = extname(import.meta.url);
  const names = readdirSync(folder).filter((name) => extname(name) === extension).toSorted();
  const modules = await Promise.all(names.map(async (name): Promise<[string, unknown]> => {
    const loaded = (await import(new URL(name, folder).href)) as Readonly<Record<string, unknown>>;
    if (loaded[exportName] === undefined) throw new TypeError(`load "${name}": it exports no "${exportName}"`);
    return [basename(name, extension), loaded[exportName]];
  }));
  return new Map(modules);
}
