import type { changeSiteAccess, QueueRow } from '@bigpanda/datastore';

/** What is to be written; `undefined` takes the row away. */
type Changes = Parameters<typeof changeSiteAccess>[2];

const keys = { poffset: 'POFFSET', rights: 'RIGHTS', workinggroups: 'WORKINGGROUPS' } as const;

/** Names of those who decide who is let in at a site: the contacts of its cloud and its own. Source: panda-server 2014-04, OraDBProxy.updateSiteAccess. */
export function siteContacts(queue: Pick<QueueRow, 'DN'>, cloud: { readonly DN: string | null } | undefined): string[] {
  return [cloud?.DN, queue.DN].flatMap((names) => (names ?? '').split(',')).map((name) => name.trim()).filter((name) => name !== '');
}

/** What a method of updateSiteAccess changes, or why it cannot. Source: as above. */
export function planAccessChange(method: string, value: string): { readonly refusal: string } | { readonly changes: Changes } {
  if (method === 'approve') return { changes: { STATUS: 'tobeapproved' } };
  if (method === 'reject') return { changes: { STATUS: 'toberejected' } };
  if (method === 'delete') return { changes: undefined };
  if (method !== 'set') return { refusal: `Unknown method ${method}` };
  const [, key = '', text = ''] = /^([A-Za-z]+):([\w,-]+)$/.exec(value) ?? [];
  if (key === '') return { refusal: `Invalid argument for set : ${value}. Must be key:value` };
  const column = Object.entries(keys).find(([name]) => name === key.toLowerCase())?.[1];
  if (column === undefined) return { refusal: `${key} cannot be set. Only ${Object.keys(keys).join(', ')} are allowed` };
  if (column !== 'POFFSET') return { changes: { [column]: text.slice(0, column === 'RIGHTS' ? 30 : 100) } };
  return Number.isSafeInteger(Number(text)) ? { changes: { POFFSET: Number(text) } } : { refusal: `Invalid argument for set : ${value}. poffset is a whole number` };
}
