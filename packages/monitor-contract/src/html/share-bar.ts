import { markup, type Markup } from './markup.ts';
import { toneOf, type StateTones } from './state-badge.ts';
import { orderStates, sumCounts, type StateCounts } from './state-counts.ts';

/** A bar that shows how the jobs of a row divide into states. The numbers beside it say the same, so it is left out for screen readers. */
export function renderShareBar(counts: StateCounts, tones: StateTones = {}): Markup {
  const all = sumCounts(counts);
  if (all === 0) return markup``;
  let before = 0;
  const parts = orderStates(Object.keys(counts)).map((state) => {
    const [x, width] = [before, ((counts[state] ?? 0) / all) * 100];
    before += width;
    return markup`<rect class="tone-${toneOf(state, tones)}" x="${x.toFixed(1)}" width="${width.toFixed(1)}"/>`;
  });
  return markup`<svg class="share" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">${parts}</svg>`;
}
