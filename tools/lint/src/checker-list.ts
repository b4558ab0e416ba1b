import type { Checker } from './checker.ts';
import { importFolder } from './folder-modules.ts';

/** Every checker by its name: what the modules of `checkers/` export as `checker`. */
export async function listCheckers(): Promise<ReadonlyMap<string, Checker>> {
  return await importFolder(new URL('./checkers/', import.meta.url), 'checker') as ReadonlyMap<string, Checker>;
}
