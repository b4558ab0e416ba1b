import { readdirSync } from 'node:fs';
import { PandaError } from '@bigpanda/model';
import type { DatabaseDialect } from '@bigpanda/datastore';

/**
 * The dialect that is installed: module `<name>.mjs` of the folder, `<name>.ts` when run from source.
 * @param name the one wanted; when absent the folder must hold exactly one
 * @throws PandaError `DIALECT_MISSING`, `DIALECT_AMBIGUOUS`, exit status 2
 */
export async function loadDialect(folder: URL, name: string | undefined): Promise<DatabaseDialect> {
  const found = listModules(folder);
  const names = found.map((file) => file.replace(/\.[a-z]+$/, ''));
  if (name === undefined && found.length > 1) {
    throw new PandaError('DIALECT_AMBIGUOUS', `load database dialect: found ${names.map((known) => `"${known}"`).join(', ')}`, { exitStatus: 2, hint: 'Name one as database.dialect in the configuration.' });
  }
  const file = name === undefined ? found[0] : found[names.indexOf(name)];
  if (file === undefined) {
    const wanted = name ?? 'sqlite';
    throw new PandaError('DIALECT_MISSING', `load database dialect: found ${name === undefined ? 'none' : `no "${name}"`}`, { exitStatus: 2, hint: `Install the package panda-server-${wanted}.` });
  }
  return importDialect(new URL(file, folder));
}

function listModules(folder: URL): string[] {
  try {
    return readdirSync(folder).filter((file) => /\.(mjs|ts)$/.test(file)).sort();
  } catch {
    return [];
  }
}

async function importDialect(file: URL): Promise<DatabaseDialect> {
  const loaded: unknown = await import(file.href);
  if (!holdsDialect(loaded)) throw new PandaError('DIALECT_MISSING', `load database dialect: "${file.pathname}" exports no dialect`, { exitStatus: 2, hint: 'Install the dialect package of the same version.' });
  return loaded.dialect;
}

function holdsDialect(loaded: unknown): loaded is { readonly dialect: DatabaseDialect } {
  if (typeof loaded !== 'object' || loaded === null || !('dialect' in loaded)) return false;
  const { dialect } = loaded;
  return typeof dialect === 'object' && dialect !== null && 'connect' in dialect && 'traits' in dialect;
}
