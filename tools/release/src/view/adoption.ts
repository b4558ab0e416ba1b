import type { Adoption } from '@bigpanda/tagger';
import { count } from './plan-words.ts';
import { printable } from './printable.ts';
import { renderTable } from './table.ts';

const shownTags = 5;

/** What was learned of tags of other shapes, and the lines that make it hold. */
export function renderAdoption({ known, learned, unplaced }: Adoption): string {
  return [
    `${count(known.length, 'tag')} read already, ${learned.reduce((sum, shape) => sum + shape.tags.length, 0)} learned, ${unplaced.length} not placed.`,
    ...(learned.length === 0 ? [] : [
      '', renderTable([['SHAPE', 'COMPONENT', 'TAGS', 'HIGHEST'], ...learned.map(({ format, component, tags, highest }) => [format, component, String(tags.length), highest])]),
      '', 'Add to "versions" in repo-config/repository.json:', `  "adopted": ${JSON.stringify(learned.map(({ component, format }) => ({ component, format })))}`,
    ]),
    ...(unplaced.length === 0 ? [] : ['', 'Not placed:', ...describeUnplaced(unplaced)]),
    '',
  ].join('\n');
}

/** Tags by what keeps them from being placed, a few of each. */
function describeUnplaced(unplaced: Adoption['unplaced']): string[] {
  const byReason = Map.groupBy(unplaced, ({ reason }) => reason);
  return [...byReason].map(([reason, tags]) => {
    const shown = tags.slice(0, shownTags).map(({ tag }) => printable(tag)).join(', ');
    return `  ${shown}${tags.length > shownTags ? ` and ${tags.length - shownTags} more` : ''}: ${reason}`;
  });
}
