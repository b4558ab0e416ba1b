import type { QueueRow } from '@bigpanda/datastore';
import { siteAttributes, type PlainValue } from '@bigpanda/model';
import { siteType } from '../brokerage/site.ts';

/** Attributes of a site that are not the column of the same name. Source: panda-server 2014-04, OraDBProxy.getSiteInfo. */
const otherColumns: Readonly<Record<string, (queue: QueueRow) => PlainValue>> = {
  sitename: (queue) => queue.NICKNAME,
  nickname: (queue) => queue.NICKNAME,
  type: (queue) => siteType(queue),
  comment: (queue) => queue.COMMENT_,
  cloudlist: (queue) => [queue.CLOUD ?? '', ...list(queue.MULTICLOUD)].filter((cloud) => cloud !== ''),
  releases: (queue) => list(queue.RELEASES),
  validatedreleases: (queue) => list(queue.VALIDATEDRELEASES),
  setokens: () => ({}),
  statusmodtime: (queue) => queue.LASTMOD,
  cachedse: (queue) => queue.CACHEDSE === 1,
  allowdirectaccess: (queue) => queue.ALLOWDIRECTACCESS === 'True',
  lfcregister: (queue) => queue.LFCREGISTER ?? '',
  iscvmfs: (queue) => queue.APPDIR?.startsWith('/cvmfs') ?? false,
  reliabilityLevel: () => null,
};

/** What clients and pilot factories are told of a site. */
export function describeSite(queue: QueueRow): PlainValue {
  const columns: Readonly<Record<string, unknown>> = queue;
  return Object.fromEntries(siteAttributes.map((name) => [name, otherColumns[name]?.(queue) ?? plain(columns[name.toUpperCase()])]));
}

/** What pilots are told of a queue, as the JSON of AGIS and CRIC has it: every column by its name in lower case. */
export function describeQueue(queue: QueueRow): Readonly<Record<string, PlainValue>> {
  const columns = Object.fromEntries(Object.entries(queue).map(([name, value]) => [name.toLowerCase().replace(/_$/, ''), plain(value)]));
  return { ...columns, name: queue.NICKNAME, nickname: queue.NICKNAME, siteid: queue.SITEID ?? queue.NICKNAME, type: siteType(queue), ...readCatchall(queue) };
}

/** `CATCHALL` may hold a JSON object with what has no column, as pilots' `copytools`, `container_type` or `params`. */
export function readCatchall({ CATCHALL }: QueueRow): Readonly<Record<string, PlainValue>> {
  if (CATCHALL === null || !CATCHALL.trimStart().startsWith('{')) return {};
  try {
    return JSON.parse(CATCHALL) as Readonly<Record<string, PlainValue>>;
  } catch {
    return {};
  }
}

function list(text: string | null): string[] {
  return (text ?? '').split(/[|,]/).map((item) => item.trim()).filter((item) => item !== '');
}

function plain(value: unknown): PlainValue {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? value : null;
}
