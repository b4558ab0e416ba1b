import { addressOf } from '../selection/job-address.ts';

/** An address of an older BigPanDAmon, and the page that tells the same today. */
export interface OldAddress {
  readonly path: string;
  readonly targetOf: (parts: Readonly<Record<string, string>>, parameters: URLSearchParams) => string;
}

/** Addresses that people and scripts still use. Source: panda-bigmon-core 2014-03, `pandajob/urls.py`. */
export const oldAddresses: readonly OldAddress[] = [
  { path: '/job/', targetOf: () => '/jobs/' },
  { path: '/job/info/d/:user/:count{[0-9]+}/', targetOf: ({ user, count }) => userOf(user, 24 * Number(count)) },
  { path: '/job/info/h/:user/:count{[0-9]+}/', targetOf: ({ user, count }) => userOf(user, Number(count)) },
  { path: '/job/info/:user/:count{[0-9]+}/', targetOf: ({ user, count }) => userOf(user, Number(count)) },
  { path: '/tasknew/:task/', targetOf: ({ task = '' }) => `/task/${encodeURIComponent(task)}/` },
];

function userOf(user = '', hours = 0): string {
  return addressOf(`/user/${encodeURIComponent(user)}/`, hours > 0 ? { hours } : {});
}
