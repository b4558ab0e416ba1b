import { markup, type Markup } from '@bigpanda/monitor-contract';
import { addressOf } from '../selection/job-address.ts';

/** Leads to more rows of a list that was cut, or says how to find the others. */
export function renderMore(path: string, parameters: Readonly<Record<string, string>>, most: number): Markup {
  const isWide = Number(parameters['limit'] ?? 0) >= most;
  return markup`<p class="hint">There are older ones. ${isWide ? 'The filters narrow what is listed; CSV and JSON have up to 10,000.' : markup`<a href="${addressOf(path, { ...parameters, limit: most })}">List ${most}</a>`}</p>
`;
}
