import { findQueue, type QueueRow } from '@bigpanda/datastore';
import { PandaError, formatUtcTime } from '@bigpanda/model';
import type { ProgramCommand } from '@bigpanda/program';
import type { Configuration } from '../configuration.ts';
import { useDatabase } from '../configured-database.ts';
import { keepSites, parseSites, type SiteFile, type SiteQueue } from '../sites/site-file.ts';
import { readCatchall } from '../sites/site-spec.ts';

/** Makes or changes a queue in the database. */
export const addSite: ProgramCommand<Configuration> = {
  name: 'add-site',
  purpose: 'Makes a queue, or changes what is given of the one that is there.',
  operands: 'NAME',
  options: [
    { name: 'type', value: 'TYPE', description: '"analysis", "production" or "any"' },
    { name: 'status', value: 'STATUS', description: '"online" (of a new queue without it), "offline", "test" or "brokeroff"' },
    { name: 'vos', value: 'VO,VO', description: 'the VOs it takes jobs of (a new queue without it: every)' },
    { name: 'set', value: 'COLUMN=VALUE,...', description: 'other columns of schedconfig, such as cloud=US,maxmemory=4000' },
  ],
  isWriting: true,
  run: async ({ configuration, folder, values, operands, isDryRun }) => {
    const [name, ...rest] = operands;
    if (name === undefined || rest.length > 0) throw new PandaError('USAGE_WRONG', `read arguments: found ${operands.length} names, wanted 1`, { exitStatus: 2, hint: 'Name one site.' });
    const stated = readSite(name, values);
    const sites = await useDatabase({ configuration, folder, isReadOnly: isDryRun }, async (database) => {
      const before = await findQueue(database, name);
      const queues = stated.queues.map((queue) => (before === undefined ? queue : keepTheRest(queue, before, values)));
      if (!isDryRun) await keepSites(database, { ...stated, queues }, formatUtcTime(Date.now()));
      return { queues, isNew: before === undefined };
    });
    const columns = sites.queues.flatMap(({ changes, vos }) => [...Object.entries(changes), ...(vos === undefined ? [] : [['VOs', vos.join(',') || 'every']])]).map(([column, value]) => `  ${column} ${String(value)}\n`).join('');
    const [wouldDo, did] = sites.isNew ? ['would make', 'made'] : ['would change', 'changed'];
    return { json: { isDryRun, isNew: sites.isNew, sites: sites.queues }, text: `${isDryRun ? wouldDo : did} queue "${name}"\n${columns}` };
  },
};

/** Of a queue that is there only what is given changes: its status, VOs, type and what pilots are told stay. */
function keepTheRest({ changes, vos }: SiteQueue, before: QueueRow, values: ReadonlyMap<string, string>): SiteQueue {
  const { STATUS, CATCHALL, ...columns } = changes;
  return {
    changes: { ...columns, ...(values.has('status') ? { STATUS } : {}), ...(values.has('type') ? { CATCHALL: JSON.stringify({ ...readCatchall(before), ...JSON.parse(CATCHALL ?? '{}') as object }) } : {}) },
    vos: values.has('vos') ? vos : undefined,
  };
}

function readSite(name: string, values: ReadonlyMap<string, string>): SiteFile {
  const [type, status, vos] = ['type', 'status', 'vos'].map((option) => values.get(option));
  const columns: Record<string, string | number> = Object.fromEntries((values.get('set') ?? '').split(',').filter((pair) => pair !== '').map((pair) => {
    const [column = '', ...value] = pair.split('=');
    const text = value.join('=');
    return [column.toLowerCase(), text !== '' && Number.isFinite(Number(text)) ? Number(text) : text];
  }));
  const queue = { ...columns, ...(type === undefined ? {} : { type }), ...(status === undefined ? {} : { status }), ...(vos === undefined ? {} : { vos: vos.split(',') }) };
  return parseSites({ queues: { [name]: queue } }, 'arguments');
}
