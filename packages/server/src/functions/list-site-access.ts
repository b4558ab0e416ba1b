import { listSiteAccess as list, type SiteAccess } from '@bigpanda/datastore';
import { pickleFromPlain, pickleTuple, type PickleValue, type PlainValue } from '@bigpanda/model';
import { apiSuccess } from '../reply/api-reply.ts';
import { readFlag, readText } from '../request/parameter-values.ts';
import type { ServerFunction } from './server-function.ts';

interface Listed {
  readonly rows: readonly SiteAccess[];
  readonly key: 'user' | 'site';
  readonly isLong: boolean;
}

/** Who may do what at a site, or, without a site, where the sender may: pairs of name and status, or all that is known with `longFormat`. */
export const listSiteAccess: ServerFunction<Listed> = {
  legacyName: 'listSiteAccess',
  access: 'user',
  run: async ({ database, identity }, parameters) => {
    const site = readText(parameters, 'siteID');
    return { rows: await list(database, site === undefined ? { user: identity.name } : { site }), key: site === undefined ? 'site' : 'user', isLong: readFlag(parameters, 'longFormat') };
  },
  toLegacy: (listed) => ({ kind: 'value', pickle: toPickle(listed), json: listed.isLong ? describeAll(listed) : pairs(listed) }),
  toApi: (listed) => apiSuccess(describeAll(listed)),
};

function toPickle(listed: Listed): PickleValue {
  return listed.isLong ? pickleFromPlain(describeAll(listed)) : pairs(listed).map(([name, status]): PickleValue => pickleTuple(name, status));
}

function pairs({ rows, key }: Listed): (readonly [string, string | null])[] {
  return rows.map((row) => [row[key], row.status] as const);
}

function describeAll({ rows, key }: Listed): PlainValue {
  return rows.map((row) => ({ primKey: row[key], status: row.status, poffset: row.poffset, rights: row.rights, workingGroups: row.workingGroups, created: row.created }));
}
