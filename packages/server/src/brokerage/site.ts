import type { QueueRow } from '@bigpanda/datastore';

/** What the brokerage asks of a queue. 0 and empty mean that the site sets no limit. */
export interface BrokerageSite {
  readonly name: string;
  readonly status: string;
  readonly cloud: string;
  readonly type: 'analysis' | 'production' | 'any';
  readonly releases: readonly string[];
  readonly maxMemory: number;
  readonly maxDisk: number;
  readonly maxTime: number;
  readonly cores: number;
  readonly vos: readonly string[];
}

/** A queue as the brokerage sees it. Queues that begin with `ANALY` take users' jobs, as in PanDA; others any, unless `CATCHALL` says `type`. */
export function brokerageSite(row: QueueRow, vos: readonly string[] = []): BrokerageSite {
  return {
    name: row.NICKNAME,
    status: row.STATUS ?? 'offline',
    cloud: row.CLOUD ?? '',
    type: siteType(row),
    releases: split(row.RELEASES),
    maxMemory: row.MAXMEMORY ?? row.MEMORY,
    maxDisk: row.MAXWDIR ?? 0,
    maxTime: row.MAXTIME,
    cores: row.CORECOUNT ?? 0,
    vos,
  };
}

/** What a queue is for. */
export function siteType(row: Pick<QueueRow, 'NICKNAME' | 'CATCHALL'>): BrokerageSite['type'] {
  const stated = /\btype"?[=:]"?(analysis|production|any)\b/.exec(row.CATCHALL ?? '')?.[1];
  if (stated === 'analysis' || stated === 'production' || stated === 'any') return stated;
  return row.NICKNAME.startsWith('ANALY') ? 'analysis' : 'any';
}

function split(list: string | null): string[] {
  return (list ?? '').split(/[|,]/).map((item) => item.trim()).filter((item) => item !== '');
}
