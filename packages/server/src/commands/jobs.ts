import { listJobs } from '@bigpanda/datastore';
import { isJobState, jobStates, PandaError, type JobAttribute } from '@bigpanda/model';
import type { ProgramCommand } from '@bigpanda/program';
import type { Configuration } from '../configuration.ts';
import { useDatabase } from '../configured-database.ts';

const columns = ['PandaID', 'jobStatus', 'computingSite', 'prodUserName', 'prodSourceLabel', 'currentPriority', 'modificationTime'] as const satisfies readonly JobAttribute[];

/** Which option filters by which attribute. */
const filters: readonly (readonly [option: string, attribute: JobAttribute])[] = [['state', 'jobStatus'], ['site', 'computingSite'], ['user', 'prodUserName'], ['label', 'prodSourceLabel']];

/** Lists jobs, newest first. */
export const listJobsCommand: ProgramCommand<Configuration> = {
  name: 'jobs',
  purpose: 'Lists jobs, newest first.',
  operands: '',
  options: [
    ...filters.map(([name, attribute]) => ({ name, value: 'TEXT', description: `only with this ${attribute}; "*" stands for any text, "|" for or` })),
    { name: 'limit', value: 'N', description: 'at most so many (without it: 20)' },
  ],
  isWriting: false,
  run: async ({ configuration, folder, values }) => {
    const limit = Number(values.get('limit') ?? 20);
    if (!Number.isInteger(limit) || limit < 1 || limit > 10_000) throw new PandaError('USAGE_WRONG', `read arguments: --limit is "${values.get('limit') ?? ''}", wanted 1 to 10000`, { exitStatus: 2 });
    const state = values.get('state');
    if (state !== undefined && !/[*|]/.test(state) && !isJobState(state)) throw new PandaError('USAGE_WRONG', `read arguments: --state is "${state}", wanted one of ${jobStates.join(', ')}`, { exitStatus: 2, hint: 'Name a state, or several with "*" and "|".' });
    const attributes = Object.fromEntries(filters.flatMap(([option, attribute]) => { const text = values.get(option); return text === undefined ? [] : [[attribute, text]]; }));
    const jobs = await useDatabase({ configuration, folder, isReadOnly: true }, (database) => listJobs(database, { attributes }, { limit }));
    const rows = jobs.map((job) => columns.map((column) => String(job[column] ?? '')));
    return { json: jobs, text: formatTable([[...columns], ...rows]) };
  },
};

function formatTable(rows: readonly (readonly string[])[]): string {
  const widths = columns.map((_, index) => Math.max(...rows.map((row) => row[index]?.length ?? 0)));
  return rows.map((row) => `${row.map((cell, index) => cell.padEnd(widths[index] ?? 0)).join('  ').trimEnd()}\n`).join('');
}
