import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { findBundle } from './bundle-manifest.ts';

const sources = join(import.meta.dirname, '..');
const entry = join(sources, 'main.ts');

/** Commands that scripts call again and again; the modules of all others stay where they are, and are loaded only when one of those is called. */
const bundledCommands: readonly string[] = ['repo'];

/**
 * The URL of the module that runs a command. Loading four hundred modules takes five times as long as what most verbs of a repository do: for those it is
 * a bundle of them, made at the first call and whenever a source has changed. Where nothing can be written, the sources themselves run.
 * @param cacheFolder where bundles are kept; nothing is bundled without one
 */
export async function chooseProgram(command: string, cacheFolder: string | undefined): Promise<string> {
  const program = cacheFolder === undefined || !bundledCommands.includes(command) ? entry : await openBundle(cacheFolder).catch(() => entry);
  return pathToFileURL(program).href;
}

/** Each checkout has its own. */
async function openBundle(cacheFolder: string): Promise<string> {
  const folder = join(cacheFolder, createHash('sha256').update(entry).digest('hex').slice(0, 16));
  const found = findBundle(folder);
  if (found !== undefined) return found;
  const { makeBundle } = await import('./make-bundle.ts');
  return makeBundle({ entry, folder, outside: isOtherCommand });
}

function isOtherCommand(path: string): boolean {
  const command = /^(.*)\/command\/([^/]+)\.ts$/.exec(path);
  return command?.[1] === sources && !bundledCommands.includes(command[2] ?? '');
}
