import { markup, type Markup, type PageFilter } from '@bigpanda/monitor-contract';
import type { FilterForm } from './page.ts';

/** A form of plain fields that leads to the page with what they say; nothing for a page without filters. */
export function renderFilterForm({ path, filters, parameters }: FilterForm): Markup {
  const shown = filters.filter((filter) => filter.isHidden !== true);
  if (shown.length === 0) return markup``;
  return markup`<form class="filters" method="get" action="${path}" role="search" aria-label="Filter">
${shown.map((filter) => markup`<label>${filter.title} ${renderField(filter, parameters[filter.name] ?? '')}</label>
`)}<button type="submit">Filter</button> <a href="${path}">Clear</a>
</form>
`;
}

/** One field of a form. */
export function renderField({ name, kind, choices = [], default: usual }: PageFilter, value: string): Markup {
  if (kind === 'choice') {
    const known = value === '' || choices.includes(value) ? choices : [...choices, value];
    return markup`<select name="${name}">${usual === undefined ? markup`<option value="">any</option>` : ''}${known.map((choice) => markup`<option${choice === value ? markup` selected` : ''}>${choice}</option>`)}</select>`;
  }
  const example = { range: 'from:to', time: '2014-03-07 13:00' }[kind as string];
  if (example !== undefined) return markup`<input name="${name}" value="${value}" placeholder="${example}" size="${example.length}">`;
  return kind === 'number' ? markup`<input name="${name}" value="${value}" inputmode="numeric" size="6"${usual === undefined ? '' : markup` placeholder="${usual}"`}>` : markup`<input name="${name}" value="${value}">`;
}
