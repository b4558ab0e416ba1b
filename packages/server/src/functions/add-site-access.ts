import { requestSiteAccess } from '@bigpanda/datastore';
import { formatUtcTime, type PlainValue } from '@bigpanda/model';
import { requireText } from '../request/parameter-values.ts';
import { plainReplies } from './plain-function.ts';
import type { ServerFunction } from './server-function.ts';

/** Asks for the sender to be let in at a site: 0, or the status of what was asked for before. */
export const addSiteAccess: ServerFunction<PlainValue> = {
  legacyName: 'addSiteAccess',
  access: 'user',
  run: async ({ database, identity, readClock }, parameters) => (await requestSiteAccess(database, { user: identity.name.slice(0, 100), site: requireText(parameters, 'siteID').slice(0, 100) }, formatUtcTime(readClock()))) ?? 0,
  ...plainReplies,
};
