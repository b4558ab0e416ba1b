import { isJobState } from '@bigpanda/model';
import { formatDuration, markup, type Markup } from '@bigpanda/monitor-contract';

/** One state of a job and how long it lasted, in seconds; null for one that still lasts. */
export interface TimeLineStep {
  readonly state: string;
  readonly seconds: number | null;
}

/** Least part of the line, in hundredths, so that a short state is seen. */
const leastPart = 1.5;

/** How a job's time divided into states, as a picture; a table beside it says the same, so it is left out for screen readers. */
export function renderTimeLine(steps: readonly TimeLineStep[]): Markup {
  const lasting = steps.flatMap(({ state, seconds }) => (seconds === null ? [] : [{ state, seconds }]));
  const all = lasting.reduce((sum, { seconds }) => sum + seconds, 0);
  if (all <= 0) return markup``;
  const wide = lasting.map((step) => ({ ...step, part: Math.max(leastPart, (100 * step.seconds) / all) }));
  const scale = 100 / wide.reduce((sum, { part }) => sum + part, 0);
  let before = 0;
  const parts = wide.map(({ state, seconds, part }) => {
    const x = before;
    before += part * scale;
    return markup`<rect class="tone-${isJobState(state) ? state : 'unknown'}" x="${x.toFixed(2)}" width="${(part * scale).toFixed(2)}" height="8"><title>${state} ${formatDuration(seconds)}</title></rect>`;
  });
  return markup`<svg class="share time-line" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">${parts}</svg>`;
}
