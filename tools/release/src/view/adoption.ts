import type { Adoption, AmbiguousShape, LearnedShape } from '@bigpanda/tagger';
import { count } from './count.ts';
import { printable } from './printable.ts';
import { renderTable } from './table.ts';

const shownTags = 5;

export interface AdoptionView {
  /** What is adopted already; absent where there is no configuration. */
  readonly adopted?: readonly AdoptedTags[];
}

type AdoptedTags = Pick<LearnedShape, 'component' | 'format'>;

/** What was learned of tags of other shapes, and the lines that make it hold. */
export function renderAdoption({ known, learned, ambiguous, unplaced }: Adoption, { adopted }: AdoptionView): string {
  if (learned.length + ambiguous.length + unplaced.length === 0) return known.length === 0 ? 'There are no tags; nothing to do.\n' : `${known.length === 1 ? 'The one release tag is' : `All ${known.length} release tags are`} understood; nothing to do.\n`;
  return [
    `${count(known.length, 'tag')} read already, ${sumOf(learned)} learned, ${sumOf(ambiguous)} could mean several components, ${unplaced.length} not placed.`,
    ...(learned.length === 0 ? [] : [
      '', renderTable([['SHAPE', 'COMPONENT', 'TAGS', 'HIGHEST'], ...learned.map(({ format, component, tags, highest }) => [format, component, String(tags.length), highest])]),
      '', ...describeEntries(learned.map(({ component, format }) => ({ component, format })), adopted),
    ]),
    ...ambiguous.flatMap((shape) => ['', ...describeAmbiguous(shape, adopted)]),
    ...(unplaced.length === 0 ? [] : ['', 'Not placed:', ...describeUnplaced(unplaced)]),
    '',
  ].join('\n');
}

/** The list that makes them hold, with what is adopted already. */
function describeEntries(entries: readonly AdoptedTags[], adopted: readonly AdoptedTags[] | undefined): string[] {
  if (adopted === undefined) return ['Write this file, repo-config/repository.json:', JSON.stringify({ versions: { adopted: entries } }, undefined, 2)];
  return [`${adopted.length === 0 ? 'Add to' : 'Replace "adopted" in'} "versions" in repo-config/repository.json:`, `  "adopted": ${JSON.stringify([...adopted, ...entries])}`];
}

function describeAmbiguous({ format, components, tags, highest }: AmbiguousShape, adopted: readonly AdoptedTags[] | undefined): string[] {
  const where = adopted === undefined ? 'to "adopted" in { "versions": { "adopted": [] } }, which is all that repo-config/repository.json has to hold' : 'to "versions.adopted" in repo-config/repository.json';
  return [
    `${count(tags.length, 'tag')} such as "${printable(tags.at(-1) ?? '')}" (highest ${highest}) ${tags.length === 1 ? 'names' : 'name'} no component. If they are releases of one or several of these, add its entry ${where}:`,
    ...components.map((component) => `  ${JSON.stringify({ component, format })}`),
  ];
}

function sumOf(shapes: readonly { readonly tags: readonly string[] }[]): number {
  return shapes.reduce((sum, { tags }) => sum + tags.length, 0);
}

/** Tags by what keeps them from being placed, a few of each. */
function describeUnplaced(unplaced: Adoption['unplaced']): string[] {
  const byReason = Map.groupBy(unplaced, ({ reason }) => reason);
  return [...byReason].map(([reason, tags]) => {
    const shown = tags.slice(0, shownTags).map(({ tag }) => printable(tag)).join(', ');
    return `  ${shown}${tags.length > shownTags ? ` and ${tags.length - shownTags} more` : ''}: ${reason}`;
  });
}
