import { existsSync, readdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { checkPlugin, hasPluginShape } from '@bigpanda/monitor-contract';
import type { ProgramOption } from '@bigpanda/program';
import type { Configuration } from '../configuration.ts';
import { listOwnNames } from '../pages/page-list.ts';
import type { FoundPlugin } from './found-plugin.ts';

/** Where a plug-in's module is in its folder: as installed, then as source. */
const moduleNames = ['plugin.mjs', 'src/plugin.ts'];

/** The option that names the folder of plug-ins, of the program and of its commands. */
export const pluginsOption: ProgramOption<'plugins'> = { name: 'plugins', value: 'DIR', description: 'folder of VO plug-ins (without it: "vo" beside the program)' };

/** The folder of plug-ins: the one that the option names, else the one of the configuration, else `vo` beside main. */
export function findPluginFolder(ofOption: string | undefined, { plugins }: Configuration, mainFolder: URL): URL {
  const named = ofOption ?? plugins.folder;
  return named === undefined ? new URL('vo/', mainFolder) : pathToFileURL(`${resolve(named)}/`);
}

/**
 * Every plug-in below a folder, sorted by folder name; none when the folder does not exist. A broken one never throws.
 * @param ownNames first parts of paths that are the core's own, which no plug-in may have as its name
 */
export async function loadPlugins(folder: URL, ownNames: ReadonlySet<string> = listOwnNames()): Promise<FoundPlugin[]> {
  const found: FoundPlugin[] = [];
  for (const name of listFolders(folder)) {
    const module = moduleNames.map((file) => new URL(`${encodeURIComponent(name)}/${file}`, folder)).find((file) => existsSync(file));
    const plugin = module === undefined ? refuse(name, [`wanted the file ${moduleNames.join(' or ')}`]) : await loadPlugin(name, { module, ownNames });
    found.push(isRepeated(plugin, found) ? refuse(name, [`another plug-in has the name "${plugin.plugin.name}" too`]) : plugin);
  }
  return found;
}

function listFolders(folder: URL): string[] {
  return existsSync(folder) ? readdirSync(folder).filter((name) => !name.startsWith('.')).sort() : [];
}

async function loadPlugin(folder: string, { module, ownNames }: { readonly module: URL; readonly ownNames: ReadonlySet<string> }): Promise<FoundPlugin> {
  try {
    const loaded: unknown = await import(module.href);
    const plugin: unknown = typeof loaded === 'object' && loaded !== null && 'plugin' in loaded ? loaded.plugin : undefined;
    const problems = checkPlugin(plugin);
    if (problems.length > 0 || !hasPluginShape(plugin)) return refuse(folder, problems);
    return ownNames.has(plugin.name) ? refuse(folder, [`name: "${plugin.name}" is a page of the core`]) : { kind: 'loaded', folder, plugin };
  } catch (error) {
    return refuse(folder, [`failed to load: ${error instanceof Error ? error.message : String(error)}`]);
  }
}

function refuse(folder: string, problems: readonly string[]): FoundPlugin {
  return { kind: 'broken', folder, problems };
}

function isRepeated(plugin: FoundPlugin, found: readonly FoundPlugin[]): plugin is FoundPlugin & { readonly kind: 'loaded' } {
  return plugin.kind === 'loaded' && found.some((other) => other.kind === 'loaded' && other.plugin.name === plugin.plugin.name);
}
