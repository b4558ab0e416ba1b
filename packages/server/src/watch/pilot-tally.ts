/** How long a worker node that has asked or reported is counted. Source: panda-server 2014-04, OraDBProxy.updateSiteData, `HOURS=3`. */
export const tallyHours = 3;

/** What a worker node does. */
export type PilotCall = 'getJob' | 'updateJob';

/** Worker nodes of a site that have asked for jobs, and that have reported on them, in the last hours. */
export interface SiteTally {
  readonly site: string;
  readonly getJob: number;
  readonly updateJob: number;
}

const maxNodes = 200_000;

/** Which worker nodes have called, by site: kept in memory, and written to `sitedata` by the watchdogs. */
export class PilotTally {
  readonly #calls = new Map<string, number>();

  /** Notes a call; nodes beyond the 200,000th are not counted. */
  note(call: PilotCall, { site, node }: { readonly site: string; readonly node: string }, nowMilliseconds: number): void {
    const key = JSON.stringify([site, call, node]);
    if (this.#calls.has(key) || this.#calls.size < maxNodes) this.#calls.set(key, nowMilliseconds);
  }

  /** The counts by site, in the order of their names; forgets calls that are too old. */
  count(nowMilliseconds: number): SiteTally[] {
    const since = nowMilliseconds - tallyHours * 3_600_000;
    const sites = new Map<string, { getJob: number; updateJob: number }>();
    for (const [key, at] of this.#calls) {
      if (at < since) { this.#calls.delete(key); continue; }
      const [site = '', call] = JSON.parse(key) as readonly string[];
      const counts = sites.get(site) ?? { getJob: 0, updateJob: 0 };
      counts[call === 'getJob' ? 'getJob' : 'updateJob'] += 1;
      sites.set(site, counts);
    }
    return [...sites].map(([site, counts]) => ({ site, ...counts })).sort((left, right) => (left.site < right.site ? -1 : 1));
  }
}
