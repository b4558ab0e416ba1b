import { trustMarkup, type PageParameters, type VoPage, type VoPlugin } from '@bigpanda/monitor-contract';
import { checkedParameters } from '../request/parameters.ts';
import type { RoutedPage } from './routed-page.ts';

/** A page of a plug-in as a route: its query run, its rows made records, summed up and rendered by the plug-in. */
export function routeVoPage(plugin: VoPlugin, page: VoPage): RoutedPage {
  const entry = plugin.navigation?.find((some) => some.path === page.path);
  return {
    path: `/${plugin.name}/${page.path}`,
    title: page.title,
    section: plugin.name,
    ...(page.path === '' ? { menu: entry?.title ?? plugin.title, sectionTitle: plugin.title } : entry === undefined ? {} : { menu: entry.title }),
    ...(page.help === undefined ? {} : { help: page.help }),
    filters: page.filters ?? [],
    make: async (source, request) => {
      const parameters: PageParameters = checkedParameters(page.filters ?? [], request.parameters);
      const rows = await source.readRows(plugin, page.query(parameters));
      const summary = page.summarise(rows.map((row) => page.toRecord(row)), parameters);
      return {
        title: page.title,
        section: plugin.name,
        summary: { vo: plugin.name, page: page.path, rows: rows.length, parameters, summary },
        body: trustMarkup(page.render(summary)),
        tables: page.tables?.(summary) ?? [],
        form: { path: `/${plugin.name}/${page.path}`, filters: page.filters ?? [], parameters },
      };
    },
  };
}
