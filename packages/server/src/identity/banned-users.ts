import { listBannedUsers, type PandaDatabase } from '@bigpanda/datastore';
import { refuseIdentity } from '@bigpanda/program';
import type { Identity } from './identity.ts';

/** How long the list serves: so long a ban, or its end, may take to be noticed. */
const keptMilliseconds = 10_000;

/**
 * Refuses whoever is known by a name that is `disabled` or `banned` in `users`.
 * @throws RequestRefusal `IDENTITY_REFUSED`, status 403
 */
export type RefuseBanned = (identity: Identity) => Promise<void>;

/** Reads the list when it is asked for and older than ten seconds, once for all who ask meanwhile. */
export function makeBanCheck(database: PandaDatabase, readClock: () => number): RefuseBanned {
  let kept: { readonly names: Promise<ReadonlySet<string>>; readonly until: number } | undefined;
  const read = (): Promise<ReadonlySet<string>> => {
    const now = readClock();
    if (kept !== undefined && now < kept.until && now >= kept.until - keptMilliseconds) return kept.names;
    const names = listBannedUsers(database).then((list) => new Set(list));
    const entry = { names, until: now + keptMilliseconds };
    names.catch(() => { if (kept === entry) kept = undefined; });
    kept = entry;
    return names;
  };
  return async ({ dn, name }) => {
    if (dn !== undefined && (await read()).has(name.slice(0, 60))) throw refuseIdentity(`The user "${name}" is banned`);
  };
}
