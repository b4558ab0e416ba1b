import { fileURLToPath, pathToFileURL } from 'node:url';
import { listPages, loadPlugins } from '@bigpanda/monitor-core';

/** A page of the app's table of routes, and addresses at which the monitor shows it. */
export interface FoundPages {
  /** As the table has it, such as `/job/:pandaid/`. */
  readonly route: string;
  /** Paths with their parameters; the first is the plainest. Empty when no link leads there. */
  readonly paths: readonly string[];
}

export interface PageSearch {
  /** Root of the monitor, `http://127.0.0.1:PORT`. */
  readonly address: string;
  readonly routes: readonly string[];
  /** Addresses that are looked at beside the plain ones; without it, one with parameters of each page. */
  readonly isWanted?: (path: string) => boolean;
}

/** Folder of the plug-ins of the workspace. */
export const pluginFolder = fileURLToPath(new URL('../../packages/monitor-vo/', import.meta.url));

/** Node.js takes no longer header of a request; three columns without limits, as only SQLite has them, fill an address beyond it. */
const longestPath = 15_000;

/** How many addresses of a page are looked at without parameters, and with some; of wanted ones so many more. */
const keptOfKind = 1;
const keptWanted = 2;

/** The table of routes of the app with the plug-ins of the workspace, but for those of programs, which answer no HTML. */
export async function listRoutes(): Promise<string[]> {
  return listPages(await loadPlugins(pathToFileURL(pluginFolder))).map(({ path }) => path).filter((path) => !path.startsWith('/api/'));
}

/** Addresses of each page: the plain one where it has no varying part, and what the monitor's own links lead to from the first page on. */
export async function findPages({ address, routes, isWanted }: PageSearch): Promise<FoundPages[]> {
  const patterns = routes.map((route) => ({ route, pattern: new RegExp(`^${route.replaceAll(/:\w+/g, '[^/]+')}$`) }));
  const kinds = new Map<string, string[]>();
  const seen = new Set<string>();
  const queue: string[] = [];
  const offer = (path: string): void => {
    if (seen.has(path)) return;
    seen.add(path);
    const [pathname = '', query] = path.split('?');
    const route = patterns.find(({ pattern }) => pattern.test(pathname))?.route;
    if (route === undefined) return;
    if (isWanted !== undefined && query !== undefined && !isWanted(path)) return;
    const kind = `${route} ${isWanted?.(path) === true ? 'wanted' : query === undefined ? 'plain' : 'asked'}`;
    const paths = kinds.get(kind) ?? [];
    if (paths.length >= (isWanted?.(path) === true ? keptWanted : keptOfKind)) return;
    kinds.set(kind, [...paths, path]);
    queue.push(path);
  };
  for (const route of routes) if (!route.includes(':')) offer(route);
  for (let path = queue.shift(); path !== undefined; path = queue.shift()) {
    const answer = await fetch(address + path);
    for (const link of readLinks(await answer.text(), new URL(answer.url))) offer(link);
  }
  return routes.map((route) => ({ route, paths: ['plain', 'asked', 'wanted'].flatMap((kind) => kinds.get(`${route} ${kind}`) ?? []) }));
}

/** Links of a page to pages of the same host, without what is no page. */
function readLinks(html: string, base: URL): string[] {
  const links = [...html.matchAll(/<a\b[^>]*?\shref="([^"]*)"/g)].map(([, href = '']) => new URL(href.replaceAll('&quot;', '"').replaceAll('&#39;', "'").replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&'), base));
  return links.filter((link) => link.origin === base.origin && !/[?&](?:json|csv)\b/.test(link.search)).map((link) => link.pathname + link.search).filter((path) => path.length <= longestPath);
}
