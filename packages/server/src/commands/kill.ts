import { userInfo } from 'node:os';
import { readJobs } from '@bigpanda/datastore';
import { formatUtcTime, PandaError } from '@bigpanda/model';
import type { ProgramCommand } from '@bigpanda/program';
import type { Configuration } from '../configuration.ts';
import { useDatabase } from '../configured-database.ts';
import { anyone, type Identity } from '../identity/identity.ts';
import { changeAndEnd } from '../jobs/end-job.ts';
import { decideKill } from '../jobs/kill.ts';
import { readJobOperands } from './job-operands.ts';

/** With the production role, a code that lets jobs of users be killed too. Source: panda-server 2014-04, OraDBProxy.killJob. */
const anybodysJobs = 91;

/** Kills jobs as the machine's administrator. */
export const kill: ProgramCommand<Configuration> = {
  name: 'kill',
  purpose: 'Kills jobs; those that a pilot has end with its next report. Exit status 3 when one could not be killed.',
  operands: 'PANDAID...',
  options: [{ name: 'code', value: 'N', description: `why, as clients say it: 2 expired, 3 aborted, 9 at once, 91 (without it)` }],
  isWriting: true,
  run: async ({ configuration, folder, values, operands, isDryRun }) => {
    const ids = readJobOperands(operands);
    const code = Number(values.get('code') ?? anybodysJobs);
    if (!Number.isInteger(code)) throw new PandaError('USAGE_WRONG', `read arguments: --code is "${values.get('code') ?? ''}", wanted a number`, { exitStatus: 2 });
    const time = formatUtcTime(Date.now());
    const request = { identity: administrator(), code, time };
    const jobs = await useDatabase({ configuration, folder, isReadOnly: isDryRun }, async (database) => {
      const known = await readJobs(database, ids);
      const results: { readonly pandaId: number; readonly isKilled: boolean; readonly state: string }[] = [];
      for (const pandaId of ids) {
        const attributes = known.get(pandaId)?.attributes;
        const { isKilled } = isDryRun ? decideKill(attributes, request).outcome : await changeAndEnd(database, { pandaId, time }, (job) => decideKill(job, request));
        results.push({ pandaId, isKilled, state: String(attributes?.jobStatus ?? 'not found') });
      }
      return results;
    });
    const text = jobs.map(({ pandaId, isKilled, state }) => `${pandaId} was ${state}: ${isKilled ? (isDryRun ? 'would be killed' : 'killed') : 'cannot be killed'}\n`).join('');
    return { json: { isDryRun, jobs }, text, exitStatus: jobs.every(({ isKilled }) => isKilled) ? 0 : 3 };
  },
};

function administrator(): Identity {
  return { ...anyone, name: `${userInfo().username} at the server`, dn: undefined };
}
