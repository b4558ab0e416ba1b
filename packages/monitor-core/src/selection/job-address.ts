export { exactFilter } from '@bigpanda/monitor-contract';

/** Parameters of an address of jobs, by name; those with an empty value are left out. */
export type JobParameters = Readonly<Record<string, string | number | undefined>>;

/** The address of the list of the jobs that parameters tell. */
export function jobsHref(parameters: JobParameters = {}): string {
  return addressOf('/jobs/', parameters);
}

/** The address of a page with parameters, without those that are absent or empty. */
export function addressOf(path: string, parameters: JobParameters): string {
  let query = '';
  for (const [name, value] of Object.entries(parameters)) if (value !== undefined && value !== '') query += `${query === '' ? '?' : '&'}${encodeText(name)}=${encodeText(String(value))}`;
  return path + query;
}

/** A text as a form writes it into an address. Most names and values stand as they are, and a page has hundreds of addresses. */
function encodeText(text: string): string {
  return /^[\w.*-]*$/.test(text) ? text : new URLSearchParams([['', text]]).toString().slice(1);
}

/** The address of one job's page. */
export function jobHref(pandaId: string | number): string {
  return `/job/${encodeURIComponent(pandaId)}/`;
}
