import { findUser, setUserStatus } from '@bigpanda/datastore';
import { formatUtcTime, PandaError } from '@bigpanda/model';
import type { ProgramCommand } from '@bigpanda/program';
import type { Configuration } from '../configuration.ts';
import { useDatabase } from '../configured-database.ts';

/** Keeps users out, also those that were never here, or lets them in again. */
export const ban: ProgramCommand<Configuration> = {
  name: 'ban',
  purpose: 'Keeps users out, by their short names as the monitor and the log have them; servers notice within ten seconds.',
  operands: 'NAME...',
  options: [{ name: 'status', value: 'STATUS', description: '"banned" (without it), "disabled", or "none", which lets them in again' }],
  isWriting: true,
  run: async ({ configuration, folder, values, operands, isDryRun }) => {
    const status = values.get('status') ?? 'banned';
    if (!['banned', 'disabled', 'none'].includes(status)) throw new PandaError('USAGE_WRONG', `read arguments: --status is "${status}", wanted "banned", "disabled" or "none"`, { exitStatus: 2 });
    const wrong = operands.find((name) => name.trim() === '' || name.length > 60);
    if (operands.length === 0 || wrong !== undefined) throw new PandaError('USAGE_WRONG', `read arguments: found ${wrong === undefined ? 'no name' : `"${wrong}"`}, wanted names of at most 60 characters`, { exitStatus: 2, hint: 'Quote a name with blanks: "Ann Smith".' });
    const users = await useDatabase({ configuration, folder, isReadOnly: isDryRun }, async (database) => {
      const results: { readonly name: string; readonly before: string }[] = [];
      for (const name of operands) {
        const before = await findUser(database, name);
        if (!isDryRun) await setUserStatus(database, { name, status: status === 'none' ? undefined : status }, formatUtcTime(Date.now()));
        results.push({ name, before: before?.status ?? 'none' });
      }
      return results;
    });
    const text = users.map(({ name, before }) => `"${name}": ${isDryRun ? 'would be' : 'is now'} ${status}, was ${before}\n`).join('');
    return { json: { isDryRun, status, users }, text };
  },
};
