import type { PandaDatabase } from '@bigpanda/datastore';
import { createLog, type Log } from '@bigpanda/program';
import { countSites, createApp, PilotTally, SitePlaces, stranger, watchJobs, type Identity } from '@bigpanda/server';

/** A server that nobody can reach but the day that is made, with a clock that the day sets. */
export interface DemoServer {
  readonly database: PandaDatabase;
  /** Milliseconds since 1970. */
  readonly clock: { milliseconds: number };
  /** Calls a function as somebody, with form fields; its JSON reply. */
  call(identity: Identity, path: string, fields: Readonly<Record<string, string>>): Promise<unknown>;
  /** Lets the watchdogs do a round. */
  watch(): Promise<void>;
  /** Brings `sitedata` up to date. */
  countSites(): Promise<void>;
}

const mebibyte = 1024 * 1024;

export function startDemoServer(database: PandaDatabase): DemoServer {
  const clock = { milliseconds: 0 };
  const readClock = (): number => clock.milliseconds;
  const log: Log = createLog('panda-server', { level: 'silent' });
  const pilotTally = new PilotTally();
  let sender = stranger;
  const app = createApp({
    database, log, readClock,
    limits: { max_body_bytes: 16 * mebibyte, max_inflated_body_bytes: 16 * mebibyte },
    identify: async () => sender,
    hostName: 'panda.example.org',
    cacheFolder: 'none',
    pilotTally,
    places: new SitePlaces(database),
    storages: {},
    sandboxLimits: { maxBytes: mebibyte, maxSourcesBytes: mebibyte },
  });
  return {
    database,
    clock,
    call: async (identity, path, fields) => {
      sender = identity;
      const response = await app.request(path.includes('/') ? `/api/v1/${path}` : `/server/panda/${path}`, { method: 'POST', headers: { accept: 'application/json' }, body: new URLSearchParams(fields) });
      const text = await response.text();
      if (!response.ok || /^(ERROR|False : )/.test(text)) throw new Error(`call "${path}": status ${response.status}, "${text.slice(0, 200)}"`);
      const reply: unknown = /^[[{"\d]|^(null|true|false)$/.test(text) ? JSON.parse(text) : text;
      return reply;
    },
    watch: async () => { await watchJobs({ database, log, readClock, archiveAfterDays: 3 }); },
    countSites: () => countSites({ database, readClock, hostName: 'panda', pilotTally }),
  };
}
