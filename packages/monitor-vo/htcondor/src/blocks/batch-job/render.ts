import { markup } from '@bigpanda/monitor-contract';
import { renderJobFacts } from '../../job-facts.ts';
import { jobHref } from '../../pages/job/address.ts';
import type { BatchSummary } from './summary.ts';

/** The summary as HTML: each job with why it was held and what is known of it. */
export function render({ jobs }: BatchSummary): string {
  return markup`${jobs.map((job) => {
    const globalJobId = String(job['globaljobid'] ?? '');
    return markup`<h3><a href="${jobHref(globalJobId)}">${globalJobId || 'a job without an id'}</a></h3>
${typeof job['hold_reason'] === 'string' && markup`<pre>${job['hold_reason']}</pre>
`}${renderJobFacts(job)}`;
  })}`.toString();
}
