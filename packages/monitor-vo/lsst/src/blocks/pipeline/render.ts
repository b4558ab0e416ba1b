import { markup } from '@bigpanda/monitor-contract';
import { streamsHref } from '../../pages/streams/address.ts';
import type { NamesSummary } from './summary.ts';

/** The summary as HTML: what the job says, and the way to the streams beside it. */
export function render(summary: NamesSummary): string {
  if (summary.facts.length === 0) return markup`<p class="hint">The parameters of this job name no pipeline.</p>`.toString();
  return markup`<dl class="facts">${summary.facts.map(({ name, value }) => markup`<div><dt>${name}</dt><dd>${value}</dd></div>
`)}</dl>
${summary.task !== '' && markup`<p><a href="${streamsHref(summary, 0)}">Streams of this process instance</a></p>`}`.toString();
}
