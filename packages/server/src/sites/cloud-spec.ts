import type { CloudRow, QueueRow } from '@bigpanda/datastore';
import type { PlainValue } from '@bigpanda/model';

/** A cloud that sites name and nobody has configured. */
const unconfigured = {
  TIER1: '', TIER1SE: '', RELOCATION: '', WEIGHT: 0, SERVER: '', STATUS: 'online', TRANSTIMELO: 0, TRANSTIMEHI: 0, WAITTIME: 0, VALIDATION: '', MCSHARE: 0, COUNTRIES: '',
  FASTTRACK: '', NPRESTAGE: 0, PILOTOWNERS: '',
} satisfies Partial<CloudRow>;

/** What clients and pilot factories are told of clouds: those that are configured, and those that sites name. Source: panda-server 2014-04, OraDBProxy.getCloudList. */
export function describeClouds(clouds: readonly CloudRow[], queues: readonly QueueRow[]): PlainValue {
  const named = queues.flatMap(({ CLOUD }) => (CLOUD === null || CLOUD === '' ? [] : [CLOUD]));
  const names = [...new Set([...clouds.map(({ NAME }) => NAME), ...named])].sort();
  return Object.fromEntries(names.map((name) => [name, describeCloud(name, clouds.find(({ NAME }) => NAME === name), queues)]));
}

function describeCloud(name: string, configured: CloudRow | undefined, queues: readonly QueueRow[]): PlainValue {
  const cloud: typeof unconfigured | CloudRow = configured ?? unconfigured;
  return {
    name,
    tier1: cloud.TIER1,
    tier1SE: cloud.TIER1SE.split(',').filter((se) => se !== ''),
    relocation: cloud.RELOCATION,
    weight: cloud.WEIGHT,
    server: cloud.SERVER,
    status: cloud.STATUS,
    transtimelo: cloud.TRANSTIMELO,
    transtimehi: cloud.TRANSTIMEHI,
    waittime: cloud.WAITTIME,
    validation: cloud.VALIDATION === 'true',
    mcshare: cloud.MCSHARE,
    countries: cloud.COUNTRIES,
    fasttrack: cloud.FASTTRACK === 'true',
    nprestage: cloud.NPRESTAGE,
    pilotowners: cloud.PILOTOWNERS,
    source: cloud.TIER1,
    dest: cloud.TIER1,
    sites: queues.filter(({ CLOUD }) => CLOUD === name).map(({ NICKNAME }) => NICKNAME),
  };
}
