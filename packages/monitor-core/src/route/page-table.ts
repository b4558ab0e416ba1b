import { corePages } from '../pages/page-list.ts';
import { listLoaded, type FoundPlugin } from '../plugins/found-plugin.ts';
import type { RoutedPage } from './routed-page.ts';
import { routeVoPage } from './vo-page.ts';

/** Every page of the core and of the plug-ins, in the order of the menu. */
export function listPages(plugins: readonly FoundPlugin[]): RoutedPage[] {
  return [...corePages, ...listLoaded(plugins).flatMap((plugin) => plugin.pages.map((page) => routeVoPage(plugin, page)))];
}

/** Tells the page that a path leads to by its path in the table; `static` and `other` for what is no page. */
export function makePageNames(plugins: readonly FoundPlugin[]): (path: string) => string {
  const known = listPages(plugins).map(({ path }) => ({ path, pattern: new RegExp(`^${path.replace(/:[^/]+/g, '[^/]+')}?$`) }));
  return (path) => (path.startsWith('/static/') ? 'static' : (known.find(({ pattern }) => pattern.test(path))?.path ?? 'other'));
}
