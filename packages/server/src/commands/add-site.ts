import { PandaError, formatUtcTime } from '@bigpanda/model';
import type { ProgramCommand } from '@bigpanda/program';
import type { Configuration } from '../configuration.ts';
import { useDatabase } from '../configured-database.ts';
import { keepSites, parseSites, type SiteFile } from '../sites/site-file.ts';

/** Makes or changes a queue in the database. */
export const addSite: ProgramCommand<Configuration> = {
  name: 'add-site',
  purpose: 'Makes a queue, or changes what is given of the one that is there.',
  operands: 'NAME',
  options: [
    { name: 'type', value: 'TYPE', description: '"analysis", "production" or "any"' },
    { name: 'status', value: 'STATUS', description: '"online" (without it), "offline", "test" or "brokeroff"' },
    { name: 'vos', value: 'VO,VO', description: 'the VOs it takes jobs of (without it: every)' },
    { name: 'set', value: 'COLUMN=VALUE,...', description: 'other columns of schedconfig, such as cloud=US,maxmemory=4000' },
  ],
  isWriting: true,
  run: async ({ configuration, folder, values, operands, isDryRun }) => {
    const [name, ...rest] = operands;
    if (name === undefined || rest.length > 0) throw new PandaError('USAGE_WRONG', `read arguments: found ${operands.length} names, wanted 1`, { exitStatus: 2, hint: 'Name one site.' });
    const sites = readSite(name, values);
    if (!isDryRun) await useDatabase({ configuration, folder, isReadOnly: false }, (database) => keepSites(database, sites, formatUtcTime(Date.now())));
    const columns = Object.entries(sites.queues[0]?.changes ?? {}).map(([column, value]) => `  ${column} ${String(value)}\n`).join('');
    return { json: { isDryRun, sites: sites.queues }, text: `${isDryRun ? 'would write' : 'wrote'} queue "${name}"\n${columns}` };
  },
};

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
