import { markup, type Markup } from '@bigpanda/monitor-contract';
import { addressOf, exactFilter } from '../../selection/job-address.ts';
import type { ActiveFilter } from '../../selection/job-selection.ts';
import { attributeAliases } from '../../selection/selection-filters.ts';
import type { DrillDown } from './summary.ts';

/** Values of an attribute that a page counts at most. */
export const mostValues = 200;

interface Narrowed {
  readonly parameters: Readonly<Record<string, string>>;
  readonly active: readonly ActiveFilter[];
  readonly window: string;
  readonly counts: readonly DrillDown[];
}

/** The filters that hold, each with a link that takes it away. */
export function renderActiveFilters(path: string, { parameters, active, window }: Omit<Narrowed, 'counts'>): Markup {
  if (active.length === 0) return markup`<p class="hint">Jobs ${window}. ${window.startsWith('of all') ? '' : markup`<a href="${addressOf(path, { ...parameters, days: 'all' })}">Of all times</a>`}</p>`;
  const chips = active.map(({ name, text }) => markup`<li><span class="chip">${text} <a href="${addressOf(path, without(parameters, name))}" aria-label="Take away the filter ${text}">&times;</a></span></li>
`);
  return markup`<ul class="chips" aria-label="Filters that hold">${chips}</ul>`;
}

/** Counts by each attribute; every value leads to the jobs that have it. */
export function renderDrillDowns(path: string, { parameters, counts }: Pick<Narrowed, 'parameters' | 'counts'>): Markup {
  if (counts.length === 0) return markup``;
  return markup`<details class="drill"${parameters['counts'] === undefined ? '' : markup` open`}><summary>Counts by attribute</summary><div class="drill-grid">${counts.map((drill) => renderDrillDown(path, parameters, drill))}</div></details>`;
}

function renderDrillDown(path: string, parameters: Readonly<Record<string, string>>, { attribute, title, values, rest }: DrillDown): Markup {
  const items = values.map(({ value, count }) => markup`<li><a class="name" href="${addressOf(path, { ...parameters, [attribute]: value === null ? 'NULL' : exactFilter(value) })}">${value ?? 'unset'}</a> <span class="number">${count}</span></li>
`);
  return markup`<section><h2>${title}</h2><ol class="counts">${items}</ol>${rest.values === 0 ? '' : markup`<p class="hint">${renderRest(path, parameters, rest)}</p>`}</section>
`;
}

/** Values beyond those that are told; leads to more of them as long as the page holds more. */
function renderRest(path: string, parameters: Readonly<Record<string, string>>, { values, count }: DrillDown['rest']): Markup {
  const text = `and ${values} more with ${count} jobs`;
  return Number(parameters['counts'] ?? 0) >= mostValues ? markup`${text}; the JSON and the CSV have them with counts=10000` : markup`<a href="${addressOf(path, { ...parameters, counts: mostValues })}">${text}</a>`;
}

/** The parameters without one, whichever of its names the address used. A VO that the name of the host says is widened to all. */
function without(parameters: Readonly<Record<string, string>>, name: string): Readonly<Record<string, string>> {
  const names = [name, ...Object.entries(attributeAliases).flatMap(([alias, of]) => (of === name ? [alias] : []))];
  if (name === 'vo' && parameters['vo'] === undefined) return { ...parameters, vo: '*' };
  return Object.fromEntries(Object.entries(parameters).filter(([other]) => !names.includes(other)));
}
