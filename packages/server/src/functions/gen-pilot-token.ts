import { randomBytes } from 'node:crypto';
import { insertPilotToken } from '@bigpanda/datastore';
import { formatUtcTime, statusCodes, type ReplyFields } from '@bigpanda/model';
import { apiSuccess } from '../reply/api-reply.ts';
import { readText, requireText } from '../request/parameter-values.ts';
import type { ServerFunction } from './server-function.ts';

const lifetimeMilliseconds = 4 * 24 * 3600 * 1000;

/** A token for a pilot that a factory starts. */
export const genPilotToken: ServerFunction<ReplyFields> = {
  legacyName: 'genPilotToken',
  access: 'pilot',
  run: async ({ database, identity, readClock }, parameters) => {
    const token = randomBytes(24).toString('base64url');
    await insertPilotToken(database, {
      TOKEN: token, SCHEDULERID: requireText(parameters, 'schedulerid').slice(0, 80), SCHEDULERHOST: readText(parameters, 'host')?.slice(0, 100) ?? null, SCHEDULERUSER: identity.name.slice(0, 150),
      CREATED: formatUtcTime(readClock()), EXPIRES: formatUtcTime(readClock() + lifetimeMilliseconds),
    });
    return { StatusCode: statusCodes.success, token };
  },
  toLegacy: (fields) => ({ kind: 'fields', fields }),
  toApi: apiSuccess,
};
