import type { KeyDescription, Keyring, KeyWish } from '@bigpanda/signer';
import { formatFingerprint, renderTable } from '../../view/table.ts';

/** A key as `--json` gives it: everything but the certificate, which `key export` prints. */
export function presentKey({ fingerprint, algorithm, userId, createdSeconds, expiresSeconds }: KeyDescription): object {
  return { fingerprint, algorithm, userId, createdSeconds, expiresSeconds };
}

/** Every key as `--json` gives it, previous ones with the time at which they were retired. */
export function presentKeyring({ current, next, previous }: Keyring): { readonly current: object; readonly next: object | null; readonly previous: readonly object[] } {
  return { current: presentKey(current), next: next === undefined ? null : presentKey(next), previous: previous.map((key) => ({ ...presentKey(key), retiredSeconds: key.retiredSeconds })) };
}

/** A key in words. */
export function renderKey(key: KeyDescription): string {
  return [
    `  ${formatFingerprint(key.fingerprint)}`,
    `  ${key.userId}`,
    `  ${key.algorithm === 'rsa' ? 'RSA' : 'Ed25519'}, made on ${formatDay(key.createdSeconds)}, ${renderExpiry(key.expiresSeconds)}`,
    '',
  ].join('\n');
}

/** A table of every key, the one that signs first, then the one that is prepared to. */
export function renderKeyring({ current, next, previous }: Keyring): string {
  const rows = [
    ['state', 'fingerprint', 'made', 'expires', 'user id'],
    row(current, 'signs'),
    ...(next === undefined ? [] : [row(next, 'next')]),
    ...previous.map((key) => row(key, `until ${formatDay(key.retiredSeconds)}`)),
  ];
  return `${renderTable(rows)}\n`;
}

/** What would be made. */
export function renderWish(wish: KeyWish, file: string): string {
  const { userId, algorithm = 'rsa4096', lifetimeSeconds, createdSeconds } = wish;
  return [`Would make an ${algorithm} key in "${file}":`, `  ${userId}`, `  ${renderExpiry(lifetimeSeconds === undefined ? undefined : createdSeconds + lifetimeSeconds)}`, ''].join('\n');
}

function row(key: KeyDescription, state: string): readonly string[] {
  return [state, key.fingerprint, formatDay(key.createdSeconds), key.expiresSeconds === undefined ? 'never' : formatDay(key.expiresSeconds), key.userId];
}

function renderExpiry(expiresSeconds: number | undefined): string {
  return expiresSeconds === undefined ? 'never expires' : `expires on ${formatDay(expiresSeconds)}`;
}

function formatDay(timeSeconds: number): string {
  return new Date(timeSeconds * 1000).toISOString().slice(0, 10);
}
