import { jobAttributes, formatUtcTime, type JobAttribute } from '@bigpanda/model';
import type { JobFilter } from '@bigpanda/datastore';

/** What the address of a job list asks for. */
export interface JobQuery {
  readonly filter: JobFilter;
  /** Filters as they stand in the address, by lower-case name. */
  readonly wanted: Readonly<Record<string, string>>;
  /** Rows of a page, 1 to 1000. */
  readonly limit: number;
  /** From 1. */
  readonly page: number;
}

const defaultLimit = 100;
const maxLimit = 1000;
const maxOffset = 100_000;

const attributesByName: ReadonlyMap<string, JobAttribute> = new Map(jobAttributes.map((name) => [name.toLowerCase(), name]));

/**
 * The query of an address. Any attribute in lower case is a filter (`*` any text, `|` or); `hours` and `days` leave out
 * jobs that changed before; `limit` and `page` choose rows. Other names and values out of range are ignored.
 */
export function readJobQuery(parameters: URLSearchParams, nowMilliseconds: number): JobQuery {
  const attributes: Partial<Record<JobAttribute, string>> = {};
  const wanted: Record<string, string> = {};
  for (const [name, value] of parameters) {
    const attribute = attributesByName.get(name.toLowerCase());
    if (attribute === undefined || value === '' || attributes[attribute] !== undefined) continue;
    attributes[attribute] = value;
    wanted[name.toLowerCase()] = value;
  }
  const hours = readCount(parameters, 'hours') ?? 24 * (readCount(parameters, 'days') ?? 0);
  if (hours > 0) wanted['hours'] = String(hours);
  const limit = Math.min(readCount(parameters, 'limit') ?? defaultLimit, maxLimit);
  return {
    filter: { attributes, ...(hours > 0 ? { changedSince: formatUtcTime(nowMilliseconds - hours * 3_600_000) } : {}) },
    wanted,
    limit,
    page: Math.min(readCount(parameters, 'page') ?? 1, Math.floor(maxOffset / limit)),
  };
}

/** The address of a job list with these filters; a first page and the usual limit are left out. */
export function formatJobQuery(wanted: Readonly<Record<string, string>>, { limit = defaultLimit, page = 1 }: { readonly limit?: number; readonly page?: number } = {}): string {
  const parameters = new URLSearchParams(wanted);
  if (limit !== defaultLimit) parameters.set('limit', String(limit));
  if (page !== 1) parameters.set('page', String(page));
  return parameters.size === 0 ? '/jobs/' : `/jobs/?${parameters.toString()}`;
}

function readCount(parameters: URLSearchParams, name: string): number | undefined {
  const number = Number(parameters.get(name) ?? '');
  return Number.isSafeInteger(number) && number > 0 && number < 1_000_000 ? number : undefined;
}
