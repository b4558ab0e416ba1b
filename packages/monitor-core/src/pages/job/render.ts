import { chooseJobError, type JobAttribute, type JobAttributes } from '@bigpanda/model';
import { markup, renderPageTable, renderStateBadge, type Markup, type MarkupValue, type PageTable } from '@bigpanda/monitor-contract';
import { exactFilter, jobHref, jobsHref } from '../../selection/job-address.ts';
import { renderFacts } from '../../view/facts.ts';
import { linkedCell } from '../../view/linked-cell.ts';
import { datasetHref, fileHref, nodeHref, subjectHref } from '../../view/subject-href.ts';
import { renderTimeLine } from '../../view/time-line.ts';
import type { JobSummary } from './summary.ts';

/** Attributes shown at the top, with their labels. */
const headline: readonly (readonly [label: string, attribute: JobAttribute])[] = [
  ['Name', 'jobName'], ['Site', 'computingSite'], ['User', 'prodUserName'], ['VO', 'VO'], ['Type', 'prodSourceLabel'], ['Processing', 'processingType'], ['Transformation', 'transformation'],
  ['Task', 'jediTaskID'], ['Job set', 'jobsetID'], ['Attempt', 'attemptNr'], ['Priority', 'currentPriority'], ['Sub-state', 'jobSubStatus'], ['Command to the pilot', 'commandToPilot'],
  ['Created', 'creationTime'], ['Started', 'startTime'], ['Ended', 'endTime'], ['Changed', 'modificationTime'], ['Worker node', 'modificationHost'], ['Computing element', 'computingElement'], ['Batch id', 'batchID'],
  ['CPU time, s', 'cpuConsumptionTime'], ['Cores', 'actualCoreCount'], ['Memory used, kB', 'maxPSS'], ['Events', 'nEvents'],
];

/** Attributes that lead to the list of jobs that have the same, where there is no page about the value. */
const linked: ReadonlySet<JobAttribute> = new Set(['VO', 'processingType', 'transformation', 'jobsetID', 'batchID']);

/** Errors, history, attempts, files and every attribute. */
export function jobTables({ failures, history, related, files, attributes }: JobSummary): readonly PageTable[] {
  return [
    {
      key: 'errors', caption: 'Errors', columns: [{ key: 'component', title: 'Component' }, { key: 'code', title: 'Code', kind: 'number' }, { key: 'words', title: 'What it means' }, { key: 'diagnosis', title: 'What was reported', kind: 'long' }],
      rows: failures.map(({ component, code, words, diagnosis }) => [component, code, words, diagnosis]), empty: 'The job has no error.',
    },
    {
      key: 'history', caption: 'History', columns: [{ key: 'time', title: 'Time', kind: 'time' }, { key: 'state', title: 'State', kind: 'state' }, { key: 'seconds', title: 'Lasted', kind: 'duration' }, { key: 'host', title: 'Host' }],
      rows: history.map(({ time, state, seconds, host }) => [time, state, seconds, host]), empty: 'No change of state was recorded.',
    },
    {
      key: 'attempts', caption: 'Other attempts', columns: [{ key: 'pandaid', title: 'Job' }, { key: 'relation', title: 'Came' }, { key: 'type', title: 'As' }],
      rows: related.map(({ pandaId, relation, type }) => [{ value: pandaId, href: jobHref(pandaId) }, relation, type]), empty: 'No other attempt is known.',
    },
    {
      key: 'files', caption: 'Files',
      columns: [{ key: 'lfn', title: 'Name', kind: 'long' }, { key: 'type', title: 'Type' }, { key: 'status', title: 'Status' }, { key: 'fsize', title: 'Size', kind: 'bytes' }, { key: 'dataset', title: 'Dataset', kind: 'long' }, { key: 'checksum', title: 'Checksum' }],
      rows: files.map((file) => [linkedCell(file.lfn, fileHref), file.type ?? null, file.status ?? null, file.fsize === 0 ? null : file.fsize ?? null, linkedCell(file.dataset, datasetHref), file.checksum ?? file.md5sum ?? null]), empty: 'The job has no files.',
    },
    {
      key: 'attributes', caption: 'Attributes that are set', columns: [{ key: 'attribute', title: 'Attribute' }, { key: 'value', title: 'Value', kind: 'long' }],
      rows: Object.entries(attributes).map(([name, value]) => [name, value]),
    },
  ];
}

/** The page of a job. */
export function renderJob(summary: JobSummary, tables: readonly PageTable[]): Markup {
  const [errors, history, attempts, files, attributes] = tables.map(renderPageTable);
  return markup`<p class="lead">${renderStateBadge(summary.state)} ${summary.failures.length > 0 ? markup`<span class="text">${describeFailure(summary)}</span>` : ''}</p>
${renderHeadline(summary.attributes)}
${summary.failures.length === 0 ? '' : errors}
<div class="columns">
<section><div class="timed">${renderTimeLine(summary.history)}${history}</div></section>
<section>${renderLogs(summary)}${summary.related.length === 0 ? '' : attempts}</section>
</div>
${files}
${renderText('Parameters', summary.parameters)}
${renderText('End of the output', summary.output)}
${renderText('Metadata', summary.metadata)}
<details><summary>All attributes</summary>${attributes}</details>
`;
}

/** The error that says most, as one sentence. */
function describeFailure({ failures }: JobSummary): string {
  const chosen = chooseJobError(failures);
  if (chosen === undefined) return '';
  const { component, code, words, diagnosis } = chosen;
  return `${component} error ${code}${words === null ? '' : `, ${words}`}${diagnosis === '' ? '' : `: ${diagnosis.slice(0, 200)}`}`;
}

function renderHeadline(attributes: JobAttributes): Markup {
  return renderFacts(headline.map(([label, name]) => [label, renderValue(name, attributes)]));
}

function renderValue(name: JobAttribute, attributes: JobAttributes): MarkupValue {
  const value = attributes[name];
  if (value === undefined || value === '') return undefined;
  if (name === 'modificationHost' && !hasReachedNode(attributes)) return undefined;
  const site = attributes.computingSite;
  const href = name === 'modificationHost' && site !== undefined ? nodeHref(String(site), String(value)) : subjectHref(name, value) ?? (linked.has(name) ? jobsHref({ [name.toLowerCase()]: exactFilter(value) }) : undefined);
  return href === undefined ? value : markup`<a href="${href}">${value}</a>`;
}

/** Whether the host that changed a job last is a worker node; before a pilot has the job it is a server. */
function hasReachedNode({ startTime, jobStatus }: JobAttributes): boolean {
  return (startTime ?? '') !== '' || ['sent', 'starting', 'running', 'holding', 'transferring', 'merging'].includes(String(jobStatus));
}

/** Where the job's logs are. Their hosts are told nothing of this page. */
function renderLogs({ logs }: JobSummary): Markup {
  if (logs.length === 0) return markup``;
  const items = logs.map(({ title, href, name }) => markup`<li>${title}: ${href === null ? markup`<span class="text">${name}</span>` : markup`<a class="text" rel="noreferrer noopener external" href="${href}">${name}</a>`}</li>
`);
  return markup`<section class="logs"><h2>Logs</h2><ul>${items}</ul></section>
`;
}

function renderText(title: string, text: string | null): Markup {
  return text === null || text === '' ? markup`` : markup`<section><h2>${title}</h2><pre tabindex="0">${text}</pre></section>`;
}
