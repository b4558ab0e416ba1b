/**
 * The parts of the path that a request asks for, decoded; `undefined` when it may not be served: dot files, `..`,
 * empty parts and anything that is not a plain name.
 */
export function readRequestPath(requestTarget: string): readonly string[] | undefined {
  const path = requestTarget.split(/[?#]/, 1)[0] ?? '';
  if (!path.startsWith('/')) return undefined;
  if (path === '/') return [];
  const parts = path.slice(1).split('/').map(decodePart);
  return parts.every((part) => part !== undefined) ? parts : undefined;
}

function decodePart(part: string): string | undefined {
  try {
    const decoded = decodeURIComponent(part);
    return /^[^./\\\p{Cc}][^/\\\p{Cc}]*$/u.test(decoded) ? decoded : undefined;
  } catch {
    return undefined;
  }
}
