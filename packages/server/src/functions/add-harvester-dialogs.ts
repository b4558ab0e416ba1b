import { writeDialogs } from '@bigpanda/datastore';
import { isUtcTime } from '@bigpanda/model';
import { apiSuccess } from '../reply/api-reply.ts';
import { requireText } from '../request/parameter-values.ts';
import { readSentList } from '../request/pickle-or-json.ts';
import type { ServerFunction } from './server-function.ts';

type Dialog = Parameters<typeof writeDialogs>[1][number];

/** Keeps words that a harvester tells its operators; what has no number is left out. */
export const addHarvesterDialogs: ServerFunction<undefined> = {
  legacyName: 'addHarvesterDialogs',
  apiPath: 'harvester/add_dialogs',
  apiVerbs: ['POST'],
  access: 'pilot',
  apiAccess: 'user',
  run: async ({ database }, parameters) => {
    const harvesterId = requireText(parameters, 'harvesterID').slice(0, 50);
    const { value } = readSentList(parameters, 'dialogs');
    await writeDialogs(database, (Array.isArray(value) ? (value as readonly unknown[]) : []).flatMap((dialog) => readDialog(dialog, harvesterId)));
    return undefined;
  },
  toLegacy: () => ({ kind: 'text', text: JSON.stringify([true, 'OK']) }),
  toApi: () => apiSuccess(),
};

function readDialog(dialog: unknown, harvesterId: string): Dialog[] {
  const values = new Map<string, unknown>(typeof dialog === 'object' && dialog !== null ? Object.entries(dialog) : []);
  const text = (name: string, length: number): string | null => { const value = values.get(name); return typeof value === 'string' ? value.slice(0, length) : null; };
  const id = Number(values.get('diagID') ?? Number.NaN);
  const time = text('creationTime', 19)?.replace('T', ' ') ?? '';
  if (!Number.isSafeInteger(id)) return [];
  return [{ HARVESTER_ID: harvesterId, DIAGID: id, MODULENAME: text('moduleName', 100), IDENTIFIER: text('identifier', 100), CREATIONTIME: isUtcTime(time) ? time : null, MESSAGELEVEL: text('messageLevel', 10), DIAGMESSAGE: text('diagMessage', 500) }];
}
