import { z } from 'zod';

/** The key `prefix`: what stands before every path of the monitor at a front proxy; nothing by default. */
export const prefixSchema = z.string('a path').regex(/^(\/[A-Za-z0-9._~-]+)*$/, 'a path such as "/bigpanda", without "/" at the end').default('');

/** An attribute that holds an address from the root. Values of pages are escaped, so that none has a quote in it. */
const ownAddress = /(\s(?:href|src|action|formaction|hx-get)=)(["'])\/(?!\/)/g;

/** A path of a request from the monitor's root: a front proxy may have left the prefix there, or taken it away. */
export function withoutPrefix(path: string, prefix: string): string {
  if (prefix === '' || !(path === prefix || path.startsWith(`${prefix}/`))) return path;
  return path.length === prefix.length ? '/' : path.slice(prefix.length);
}

/** HTML whose addresses from the root are behind the prefix. */
export function prefixHtml(html: string, prefix: string): string {
  return prefix === '' ? html : html.replace(ownAddress, `$1$2${prefix}/`);
}

/** JSON whose addresses from the root, the values of keys such as `href`, are behind the prefix. */
export function prefixJson(value: unknown, prefix: string): string {
  return JSON.stringify(value, (key, inner: unknown) => (/href$/i.test(key) && typeof inner === 'string' && /^\/(?!\/)/.test(inner) ? `${prefix}${inner}` : inner));
}
