import { groupJobs } from '@bigpanda/datastore';
import { PandaError, type PlainValue } from '@bigpanda/model';
import { readFlag } from '../request/parameter-values.ts';
import { plainReplies } from './plain-function.ts';
import type { ServerFunction } from './server-function.ts';

/** The highest priority of production jobs of each cloud that no pilot has, and how many have it. Groups of processes (`perPG`) are not known here. */
export const getHighestPrioJobStat: ServerFunction<PlainValue> = {
  legacyName: 'getHighestPrioJobStat',
  access: 'anyone',
  run: async ({ database }, parameters) => {
    if (readFlag(parameters, 'perPG')) throw new PandaError('PARAMETER_INVALID', 'read parameters: "perPG" is "True", wanted "False": groups of processes are not known here');
    const counts = await groupJobs(database, { states: ['defined', 'assigned', 'activated'], prodSourceLabels: ['managed'] }, ['cloud', 'currentPriority']);
    const clouds: Record<string, { highestPrio: number; nNotRun: number }> = {};
    for (const { values: [cloud = 'NULL', priority = '0'], count } of counts) {
      const [best, highestPrio] = [clouds[cloud], Number(priority)];
      if (best === undefined || best.highestPrio < highestPrio) clouds[cloud] = { highestPrio, nNotRun: count };
      else if (best.highestPrio === highestPrio) best.nNotRun += count;
    }
    return clouds;
  },
  ...plainReplies,
};
