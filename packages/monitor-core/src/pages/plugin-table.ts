import type { PageTable } from '@bigpanda/monitor-contract';
import type { FoundPlugin } from '../plugins/found-plugin.ts';

/** What is told of a plug-in. */
export interface PluginSummary {
  readonly folder: string;
  readonly title: string;
  readonly pages: readonly { readonly title: string; readonly href: string }[];
  /** Why it was refused; empty when it is served. */
  readonly problems: readonly string[];
}

/** Tells of a plug-in. */
export function summarisePlugin(found: FoundPlugin): PluginSummary {
  if (found.kind === 'broken') return { folder: found.folder, title: found.folder, pages: [], problems: found.problems };
  const { name, title, navigation = [{ title, path: '' }] } = found.plugin;
  return { folder: found.folder, title, pages: navigation.map((entry) => ({ title: entry.title, href: `/${name}/${entry.path}` })), problems: [] };
}

/** Plug-ins and whether they are served. */
export function pluginTable({ plugins }: { readonly plugins: readonly PluginSummary[] }): PageTable {
  return {
    key: 'plugins', caption: 'Plug-ins',
    columns: [{ key: 'vo', title: 'VO' }, { key: 'pages', title: 'Pages', kind: 'long' }, { key: 'state', title: 'State', kind: 'long' }],
    rows: plugins.map(({ title, pages, problems }) => [pages[0] === undefined ? title : { value: title, href: pages[0].href }, pages.map((page) => page.title).join(', '), problems.length === 0 ? 'served' : `refused: ${problems.join('; ')}`]),
    empty: 'No VO plug-in is installed. Packages named bigpandamon-<vo> add pages.',
  };
}
