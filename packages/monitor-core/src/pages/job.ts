import { readJobs, readStatusHistory, type StatusChange } from '@bigpanda/datastore';
import type { JobAttribute, JobAttributes, JobSpec } from '@bigpanda/model';
import { markup, renderStateBadge, renderTable, type Markup, type MarkupValue } from '@bigpanda/monitor-contract';
import { exactFilter, jobsHref } from '../selection/job-address.ts';
import type { CorePage } from '../route/core-page.ts';
import { notFound } from '../route/page-request.ts';
import { summariseJob, type JobSummary } from './job-summary.ts';

/** Attributes shown at the top, with their labels. */
const headline: readonly (readonly [label: string, attribute: JobAttribute])[] = [
  ['Name', 'jobName'], ['Site', 'computingSite'], ['User', 'prodUserName'], ['VO', 'VO'], ['Type', 'prodSourceLabel'], ['Processing', 'processingType'],
  ['Transformation', 'transformation'], ['Task', 'jediTaskID'], ['Attempt', 'attemptNr'], ['Priority', 'currentPriority'],
  ['Created', 'creationTime'], ['Started', 'startTime'], ['Ended', 'endTime'], ['Changed', 'modificationTime'], ['Host', 'modificationHost'], ['Batch id', 'batchID'],
];

/** Attributes that lead to the list of jobs that have the same. */
const linked: ReadonlySet<JobAttribute> = new Set(['computingSite', 'prodUserName', 'VO', 'jediTaskID', 'processingType']);

/** The page of one job. */
export const jobPage: CorePage<{ readonly job: JobSpec; readonly history: readonly StatusChange[] }, JobSummary> = {
  path: '/job/:pandaid/',
  title: 'Job',
  section: 'jobs',
  help: 'Everything that is known of one job.',
  filters: [],
  read: async ({ database }, { path: { pandaid = '' } }) => {
    const id = /^\d{1,15}$/.test(pandaid) ? Number(pandaid) : -1;
    const job = (await readJobs(database, [id])).get(id);
    if (job === undefined) throw notFound(`Job ${pandaid}`);
    return { job, history: await readStatusHistory(database, id) };
  },
  summarise: ({ job, history }) => summariseJob(job, history),
  titleOf: ({ pandaId }) => `Job ${pandaId}`,
  render: renderJob,
  blocks: { place: 'job', parametersOf: ({ attributes }) => Object.fromEntries(Object.entries(attributes).map(([name, value]) => [name.toLowerCase(), String(value)])) },
};

/** The page of a job: headline, errors, history, files, parameters, every attribute. */
function renderJob(summary: JobSummary): Markup {
  return markup`<p class="lead">${renderStateBadge(summary.state)}</p>
${renderHeadline(summary.attributes)}
${summary.failures.length === 0 ? '' : renderFailures(summary)}
<div class="columns">
<section>${renderHistory(summary)}</section>
<section>${renderFiles(summary)}</section>
</div>
${renderText('Parameters', summary.parameters)}
${renderText('Metadata', summary.metadata)}
${renderAttributes(summary.attributes)}
`;
}

function renderHeadline(attributes: JobAttributes): Markup {
  const entries = headline.flatMap(([label, name]) => (attributes[name] === undefined ? [] : [markup`<div><dt>${label}</dt><dd>${renderValue(name, attributes)}</dd></div>
`]));
  return markup`<dl class="facts">${entries}</dl>`;
}

function renderValue(name: JobAttribute, attributes: JobAttributes): MarkupValue {
  const value = attributes[name] ?? '';
  return linked.has(name) ? markup`<a href="${jobsHref({ [name.toLowerCase()]: exactFilter(value) })}">${value}</a>` : value;
}

function renderFailures({ failures }: JobSummary): Markup {
  return renderTable({
    caption: 'Errors',
    columns: [{ title: 'Component' }, { title: 'Code', isNumeric: true }, { title: 'Diagnosis' }],
    rows: failures.map(({ component, code, diagnosis }) => [component, code, markup`<span class="text">${diagnosis}</span>`]),
  });
}

function renderHistory({ history }: JobSummary): Markup {
  return renderTable({
    caption: 'History',
    columns: [{ title: 'Time' }, { title: 'State' }, { title: 'Lasted', isNumeric: true }, { title: 'Host' }],
    rows: history.map(({ time, state, seconds, host }) => [markup`<span class="time">${time}</span>`, renderStateBadge(state), seconds === null ? '' : formatDuration(seconds), host ?? '']),
    empty: 'No change of state was recorded.',
  });
}

function renderFiles({ files }: JobSummary): Markup {
  return renderTable({
    caption: 'Files',
    columns: [{ title: 'Name' }, { title: 'Type' }, { title: 'Status' }, { title: 'Bytes', isNumeric: true }, { title: 'Dataset' }, { title: 'Checksum' }],
    rows: files.map((file) => [markup`<span class="long">${file.lfn}</span>`, file.type, file.status, file.fsize, markup`<span class="long">${file.dataset}</span>`, file.checksum ?? file.md5sum]),
    empty: 'The job has no files.',
  });
}

function renderText(title: string, text: string | null): Markup {
  return text === null || text === '' ? markup`` : markup`<section><h2>${title}</h2><pre tabindex="0">${text}</pre></section>`;
}

function renderAttributes(attributes: JobAttributes): Markup {
  const table = renderTable({
    caption: 'Attributes that are set',
    columns: [{ title: 'Attribute' }, { title: 'Value' }],
    rows: Object.entries(attributes).map(([name, value]) => [name, markup`<span class="text">${value}</span>`]),
  });
  return markup`<details><summary>All attributes</summary>${table}</details>`;
}

function formatDuration(seconds: number): string {
  const parts = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60].map((part) => String(part).padStart(2, '0'));
  return parts.join(':');
}
