import type { ConfigurationProblem } from '@bigpanda/model';
import type { PageFilter } from '@bigpanda/monitor-contract';
import { readParameter } from '../request/parameters.ts';
import { wrongParameters, type PageRequest } from '../route/page-request.ts';

/** The parameter by which a reader says how many rows a list has. */
export const limitFilter: PageFilter = { name: 'limit', title: 'Rows', kind: 'number' };

/** Rows of a list as the address tells them, or as is usual for the form of the answer; as JSON and CSV it may have more. */
export function readRowLimit({ parameters, format }: Pick<PageRequest, 'parameters' | 'format'>, { usual, most, mostOfTwins }: { readonly usual: number; readonly most: number; readonly mostOfTwins: number }): number {
  const isTwin = format !== 'html';
  const wanted = Number(readParameter(parameters, 'limit') ?? (isTwin ? mostOfTwins : usual));
  if (wanted === 0) throw wrongParameters([{ path: 'limit', found: '"0"', allowed: `a whole number from 1; more than ${isTwin ? mostOfTwins : most} counts as ${isTwin ? mostOfTwins : most}` } satisfies ConfigurationProblem]);
  return Math.min(wanted, isTwin ? mostOfTwins : most);
}
