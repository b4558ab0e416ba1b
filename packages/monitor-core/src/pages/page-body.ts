import { markup, type Markup } from '@bigpanda/monitor-contract';
import { renderFilterForm } from './filter-form.ts';
import type { Page } from './page.ts';

/** What stands below the heading of a page: its form, its body, what VOs add. */
export function renderPageBody({ body, form, blocks = [] }: Page): Markup {
  if (form === undefined && blocks.length === 0) return body;
  return markup`${form === undefined ? '' : renderFilterForm(form)}${body}${blocks.map((block) => markup`<section class="block"><h2>${block.title}</h2>${block.body}</section>
`)}`;
}
