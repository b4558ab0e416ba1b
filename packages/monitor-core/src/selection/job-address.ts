export { exactFilter } from '@bigpanda/monitor-contract';

/** Parameters of an address of jobs, by name; those with an empty value are left out. */
export type JobParameters = Readonly<Record<string, string | number | undefined>>;

/** The address of the list of the jobs that parameters tell. */
export function jobsHref(parameters: JobParameters = {}): string {
  return addressOf('/jobs/', parameters);
}

/** The address of a page with parameters, without those that are absent or empty. */
export function addressOf(path: string, parameters: JobParameters): string {
  const pairs = Object.entries(parameters).flatMap(([name, value]): [string, string][] => (value === undefined || value === '' ? [] : [[name, String(value)]]));
  return pairs.length === 0 ? path : `${path}?${new URLSearchParams(pairs).toString()}`;
}

/** The address of one job's page. */
export function jobHref(pandaId: string | number): string {
  return `/job/${encodeURIComponent(pandaId)}/`;
}
