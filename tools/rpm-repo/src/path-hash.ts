/** FNV-1a over the UTF-16 units of a path: what is remembered of the paths of many packages; equal ones may be different paths. */
export function hashPath(path: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < path.length; at += 1) hash = Math.imul(hash ^ path.charCodeAt(at), 0x01000193);
  return hash >>> 0;
}
