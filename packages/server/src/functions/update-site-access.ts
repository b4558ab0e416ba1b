import { changeSiteAccess, listClouds, listQueues, listSiteAccess } from '@bigpanda/datastore';
import { anyone } from '../identity/identity.ts';
import { readText, requireText } from '../request/parameter-values.ts';
import { planAccessChange, siteContacts } from '../sites/access-change.ts';
import { textReplies } from './plain-function.ts';
import type { ServerFunction } from './server-function.ts';

/** Lets a contact of a site or its cloud `approve`, `reject`, `delete` or `set` what a user may do there: `True`, or why not. */
export const updateSiteAccess: ServerFunction<string | boolean> = {
  legacyName: 'updateSiteAccess',
  access: 'user',
  run: async ({ database, identity }, parameters) => {
    const [site, user] = [requireText(parameters, 'siteid'), requireText(parameters, 'userName')];
    if ((await listSiteAccess(database, { user, site })).length === 0) return `No request for ${site}:${user}`;
    const queue = (await listQueues(database)).find((row) => row.SITEID === site);
    if (queue === undefined) return `No cloud in schedconfig for ${site}`;
    const contacts = siteContacts(queue, (await listClouds(database)).find((cloud) => cloud.NAME === queue.CLOUD));
    if (identity !== anyone && !contacts.includes(identity.name)) return 'Insufficient privilege';
    const plan = planAccessChange(requireText(parameters, 'method'), readText(parameters, 'attrValue') ?? '');
    if ('refusal' in plan) return plan.refusal;
    await changeSiteAccess(database, { user, site }, plan.changes);
    return true;
  },
  ...textReplies,
};
