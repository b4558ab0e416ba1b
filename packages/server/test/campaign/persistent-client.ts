import { setTimeout } from 'node:timers/promises';
import type { RunningServers } from './running-servers.ts';

/** What clients met beside good answers. */
export interface Troubles {
  /** Connections that broke or could not be made: whether the server did what it was asked, nobody knows. */
  broken: number;
  /** Answers with status 500. */
  failed: number;
}

/** Posts a form, to one server or another, until one answers it with status 200, as pilots do. */
export async function postUntilAnswered(servers: RunningServers, troubles: Troubles, method: string, fields: Readonly<Record<string, string>>): Promise<string> {
  for (let tries = 0; ; tries += 1) {
    const answer = await postOnce(servers, troubles, method, fields);
    if (answer !== undefined) return answer;
    await setTimeout(Math.min(50 * (tries + 1), 500));
  }
}

/** Posts a form once; `undefined` when nobody knows what became of it, or it failed. */
export async function postOnce(servers: RunningServers, troubles: Troubles, method: string, fields: Readonly<Record<string, string>>): Promise<string | undefined> {
  const up = Array.from({ length: servers.count }, (_, index) => servers.address(index)).filter((address) => address !== undefined);
  const address = up[Math.floor(Math.random() * up.length)];
  if (address === undefined) return undefined;
  try {
    const response = await fetch(`${address}/server/panda/${method}`, { method: 'POST', body: new URLSearchParams(fields), headers: { accept: method === 'submitJobs' ? 'application/json' : '*/*' }, signal: AbortSignal.timeout(60_000) });
    const text = await response.text();
    if (response.status === 200) return text;
    troubles.failed += 1;
  } catch {
    troubles.broken += 1;
  }
  return undefined;
}
