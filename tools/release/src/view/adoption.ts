import type { Adoption } from '@bigpanda/tagger';
import { count } from './plan-words.ts';
import { printable } from './printable.ts';
import { renderTable } from './table.ts';

/** What was learned of tags of other shapes, and the lines that make it hold. */
export function renderAdoption({ known, learned, unplaced }: Adoption): string {
  return [
    `${count(known.length, 'tag')} read already, ${learned.reduce((sum, shape) => sum + shape.tags.length, 0)} learned, ${unplaced.length} not placed.`,
    ...(learned.length === 0 ? [] : [
      '', renderTable([['SHAPE', 'COMPONENT', 'TAGS', 'HIGHEST'], ...learned.map(({ format, component, tags, highest }) => [format, component, String(tags.length), highest])]),
      '', 'Add to "versions" in repo-config/repository.json:', `  "adopted": ${JSON.stringify(learned.map(({ component, format }) => ({ component, format })))}`,
    ]),
    ...(unplaced.length === 0 ? [] : ['', 'Not placed:', renderTable(unplaced.map(({ tag, reason }) => [`  ${printable(tag)}`, reason]))]),
    '',
  ].join('\n');
}
