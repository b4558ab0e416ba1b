import { exactFilter, markup } from '@bigpanda/monitor-contract';
import { renderJobFacts } from '../../job-facts.ts';
import type { JobSummary } from './summary.ts';

/** The summary as HTML: why it is held, what is known of it, what it runs, the jobs of PanDA in it. */
export function render({ globalJobId, job, batchIds }: JobSummary): string {
  if (job === undefined) return renderUnknown(globalJobId);
  const command = [job['cmd'], job['args']].filter((part) => part !== null && part !== undefined).join(' ');
  return markup`<h2>${globalJobId}</h2>
${typeof job['hold_reason'] === 'string' && markup`<h3>Why it was held</h3>
<pre>${job['hold_reason']}</pre>
`}${renderJobFacts(job)}${command !== '' && markup`<h3>Command</h3>
<pre>${command}</pre>
`}${batchIds.map((batchId) => markup`<p><a href="/jobs/?batchid=${encodeURIComponent(exactFilter(batchId))}">Jobs of PanDA whose batch id is ${batchId}</a></p>
`)}<p><a href="/htcondor/?schedd=${encodeURIComponent(String(job['schedd'] ?? ''))}">Other jobs of this schedd</a></p>
`.toString();
}

function renderUnknown(globalJobId: string): string {
  const said = globalJobId === '' ? 'Name a job by its global job id, or choose one from the list.' : markup`No schedd has told of <code>${globalJobId}</code>, or not for 30 days.`;
  return markup`<p>${said}</p>
<p><a href="/htcondor/">All jobs</a></p>
`.toString();
}
