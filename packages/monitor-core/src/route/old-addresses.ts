import { addressOf, exactFilter } from '../selection/job-address.ts';
import { datasetHref, fileHref } from '../view/subject-href.ts';

/** An address of an older BigPanDAmon, and the page that tells the same today. */
export interface OldAddress {
  readonly path: string;
  readonly targetOf: (parts: Readonly<Record<string, string>>, parameters: URLSearchParams) => string;
}

/** Addresses that people and scripts still use. Source: panda-bigmon-core 2014-03, `pandajob/urls.py`, and 2014-10, `core/urls.py`. */
export const oldAddresses: readonly OldAddress[] = [
  { path: '/job/', targetOf: () => '/jobs/' },
  { path: '/job/info/d/:user/:count{[0-9]+}/', targetOf: ({ user, count }) => userOf(user, 24 * Number(count)) },
  { path: '/job/info/h/:user/:count{[0-9]+}/', targetOf: ({ user, count }) => userOf(user, Number(count)) },
  { path: '/job/info/:user/:count{[0-9]+}/', targetOf: ({ user, count }) => userOf(user, Number(count)) },
  { path: '/fileInfo/', targetOf: (_, parameters) => listOr(parameters.get('lfn') ?? parameters.get('filename'), { hrefOf: fileHref, list: '/files/' }) },
  { path: '/fileList/', targetOf: (_, parameters) => addressOf('/files/', { dataset: exactFilter(parameters.get('datasetname') ?? parameters.get('dataset') ?? '') }) },
  { path: '/datasetInfo/', targetOf: (_, parameters) => listOr(parameters.get('datasetname') ?? parameters.get('name'), { hrefOf: datasetHref, list: '/datasets/' }) },
  { path: '/datasetList/', targetOf: () => '/datasets/' },
  { path: '/tasknew/:task/', targetOf: ({ task = '' }) => `/task/${encodeURIComponent(task)}/` },
];

function userOf(user = '', hours = 0): string {
  return addressOf(`/user/${encodeURIComponent(user)}/`, hours > 0 ? { hours } : {});
}

/** The page about a name, or the list of all where none is told. */
function listOr(name: string | null, { hrefOf, list }: { readonly hrefOf: (name: string) => string; readonly list: string }): string {
  return name === null || name === '' ? list : hrefOf(name);
}
