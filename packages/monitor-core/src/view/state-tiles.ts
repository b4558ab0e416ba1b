import { markup, orderStates, renderStateBadge, sumCounts, type Markup, type StateCounts } from '@bigpanda/monitor-contract';
import { jobsHref, type JobParameters } from '../selection/job-address.ts';

/** The number of jobs in each state as tiles that lead to them. */
export function renderStateTiles(states: StateCounts, parameters: JobParameters): Markup {
  const tiles = orderStates(Object.keys(states)).map((state) => markup`<li><a class="tile" href="${jobsHref({ ...parameters, jobstatus: state })}"><strong>${states[state] ?? 0}</strong>${renderStateBadge(state)}</a></li>
`);
  return markup`<ul class="tiles" aria-label="Jobs by state"><li><a class="tile" href="${jobsHref(parameters)}"><strong>${sumCounts(states)}</strong><span>all jobs</span></a></li>
${tiles}</ul>
`;
}
