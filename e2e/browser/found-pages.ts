/** A kind of page, and addresses at which the monitor shows one. */
export interface FoundPages {
  /** A path whose varying parts stand as `*`, such as `/job/*`. */
  readonly kind: string;
  /** Paths with their parameters; the first is the plainest. */
  readonly paths: readonly string[];
}

/** How many addresses of a kind are kept, by whether they have parameters. */
const keptOfKind = 2;

/** How many pages are read to find links to others. */
const mostRead = 120;

/**
 * The pages of a monitor, found by following its own links from the first page, kind by kind.
 * @param isWanted addresses of a kind that are kept before others
 */
export async function findPages(address: string, isWanted: (path: string) => boolean = () => false): Promise<FoundPages[]> {
  const kinds = new Map<string, Set<string>>();
  const queue = ['/'];
  const seen = new Set(queue);
  for (let read = 0; read < mostRead; read += 1) {
    const path = queue.shift();
    if (path === undefined) break;
    const answer = await fetch(address + path, { redirect: 'follow' });
    if (!answer.headers.get('content-type')?.startsWith('text/html')) continue;
    const kept = keep(kinds, path, isWanted);
    if (!kept) continue;
    for (const link of readLinks(await answer.text(), new URL(answer.url))) {
      if (seen.has(link) || isFull(kinds, link, isWanted)) continue;
      seen.add(link);
      queue.push(link);
    }
  }
  return [...kinds].map(([kind, paths]) => ({ kind, paths: [...paths].sort((left, right) => Number(left.includes('?')) - Number(right.includes('?'))) })).sort((left, right) => (left.kind < right.kind ? -1 : 1));
}

/** Links of a page to pages of the same host, without what is no page. */
function readLinks(html: string, base: URL): string[] {
  const links = [...html.matchAll(/<a\b[^>]*?\shref="([^"]*)"/g)].map(([, href = '']) => new URL(href.replaceAll('&amp;', '&').replaceAll('&quot;', '"').replaceAll('&#39;', "'"), base));
  return links.filter((link) => link.origin === base.origin && !/[?&](?:json|csv)\b/.test(link.search)).map((link) => link.pathname + link.search);
}

/** The kind of a path: the parts after the first stand for something, but for words that pages have. */
function kindOf(path: string): string {
  const [first = '', ...rest] = path.split('?')[0]?.split('/').slice(1) ?? [];
  return `/${[first, ...rest.map((part) => (/^(?:|[a-z-]{3,}|[a-z]+-[a-z-]+)$/.test(part) ? part : '*'))].join('/')}${path.includes('?') ? '?' : ''}`;
}

function isFull(kinds: ReadonlyMap<string, ReadonlySet<string>>, path: string, isWanted: (path: string) => boolean): boolean {
  const paths = [...(kinds.get(kindOf(path)) ?? [])];
  return paths.length >= keptOfKind && (!isWanted(path) || paths.filter(isWanted).length >= keptOfKind + 1);
}

function keep(kinds: Map<string, Set<string>>, path: string, isWanted: (path: string) => boolean): boolean {
  if (isFull(kinds, path, isWanted)) return false;
  const kind = kindOf(path);
  kinds.set(kind, (kinds.get(kind) ?? new Set<string>()).add(path));
  return true;
}
