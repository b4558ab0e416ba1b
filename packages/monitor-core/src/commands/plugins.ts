import type { ProgramCommand } from '@bigpanda/program';
import type { Configuration } from '../configuration.ts';
import type { FoundPlugin } from '../plugins/found-plugin.ts';
import { findPluginFolder, loadPlugins, pluginsOption } from '../plugins/plugin-folder.ts';
import { listOwnNames } from '../pages/page-list.ts';

/** Lists plug-ins and what is wrong with them, as the monitor finds them when it starts. */
export const pluginsCommand: ProgramCommand<Configuration> = {
  name: 'plugins',
  purpose: 'Lists the VO plug-ins that are installed, and what is wrong with those that the monitor refuses.',
  operands: '',
  options: [pluginsOption],
  isWriting: false,
  run: async ({ configuration, folder, values }) => {
    const pluginFolder = findPluginFolder(values.get('plugins'), configuration, folder);
    const found = await loadPlugins(pluginFolder);
    const text = found.length === 0 ? `no plug-in in ${pluginFolder.pathname}\n` : found.map(describePlugin).join('');
    return { text, json: { plugins: found.map(toPlain), ownNames: [...listOwnNames()].filter((name) => name !== '') }, ...(found.some(({ kind }) => kind === 'broken') ? { exitStatus: 1 } : {}) };
  },
};

function describePlugin(found: FoundPlugin): string {
  if (found.kind === 'broken') return `${found.folder}: refused\n${found.problems.map((problem) => `  ${problem}\n`).join('')}`;
  const { name, title, pages, summaries = [], store } = found.plugin;
  const parts = [`${pages.length} page${pages.length === 1 ? '' : 's'}`, ...(summaries.length === 0 ? [] : [`${summaries.length} on pages of the core`]), ...(store?.loaders ?? []).map((loader) => `loader ${loader.name}`)];
  return `${name}: ${title}, ${parts.join(', ')}\n`;
}

function toPlain(found: FoundPlugin): object {
  if (found.kind === 'broken') return { folder: found.folder, isLoaded: false, problems: found.problems };
  const { name, title, pages, store } = found.plugin;
  return { folder: found.folder, isLoaded: true, name, title, pages: pages.map((page) => `/${name}/${page.path}`), loaders: (store?.loaders ?? []).map((loader) => loader.name) };
}
