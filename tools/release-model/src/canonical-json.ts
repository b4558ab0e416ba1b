import { createHash } from 'node:crypto';

/** JSON with sorted keys, two-space indent and a newline at the end: equal values give equal bytes. `undefined` members are left out. */
export function canonicalJson(value: unknown): string {
  return `${JSON.stringify(sortKeys(value), undefined, 2)}\n`;
}

/** Canonical JSON of `{ digest, [name]: value }` for a name that comes after "digest": the digest is that of the value. */
export function digestedJson(name: string, value: unknown): string {
  const inner = canonicalJson(value);
  const digest = createHash('sha256').update(inner).digest('hex');
  return `{\n  "digest": "${digest}",\n  ${JSON.stringify(name)}: ${inner.trimEnd().replaceAll('\n', '\n  ')}\n}\n`;
}

/** SHA-256 of the canonical JSON of a value, 64 hex digits. */
export function canonicalDigest(value: unknown): string {
  return createHash('sha256').update(canonicalJson(value)).digest('hex');
}

function sortKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sortKeys);
  if (typeof value !== 'object' || value === null) return value;
  const members = value as Readonly<Record<string, unknown>>;
  return Object.fromEntries(Object.keys(members).sort().map((key) => [key, sortKeys(members[key])]));
}
