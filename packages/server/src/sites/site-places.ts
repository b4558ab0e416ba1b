import { listQueues, type PandaDatabase } from '@bigpanda/datastore';
import type { JobAttributes } from '@bigpanda/model';
import { analysisLabels } from '../jobs/labels.ts';

/** How long what is known of queues is used before it is read again. */
const keepMilliseconds = 60_000;

/** Which site each queue belongs to, by the names of both; read from `schedconfig` at most once a minute. */
export class SitePlaces {
  readonly #database: PandaDatabase;
  #sites: ReadonlyMap<string, string> = new Map();
  #until = Number.NEGATIVE_INFINITY;

  constructor(database: PandaDatabase) {
    this.#database = database;
  }

  async read(nowMilliseconds: number): Promise<ReadonlyMap<string, string>> {
    if (nowMilliseconds < this.#until) return this.#sites;
    const queues = await listQueues(this.#database);
    this.#sites = new Map(queues.flatMap(({ NICKNAME, SITE }) => [[SITE, SITE], [NICKNAME, SITE]]));
    this.#until = nowMilliseconds + keepMilliseconds;
    return this.#sites;
  }
}

/**
 * Whether the outputs of a job have to move to another site: it is a production job whose `destinationSE` names a queue
 * or site that is known, and is not the one that it ran at. Source: panda-server 2014-04, AdderAtlasPlugin.
 */
export function movesOutput({ prodSourceLabel, destinationSE, computingSite }: JobAttributes, sites: ReadonlyMap<string, string>): boolean {
  const destination = analysisLabels.has(prodSourceLabel) ? undefined : sites.get(String(destinationSE ?? ''));
  return destination !== undefined && destination !== sites.get(String(computingSite ?? ''));
}
