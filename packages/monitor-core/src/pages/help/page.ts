import { markup, type Markup } from '@bigpanda/monitor-contract';
import { listLoaded } from '../../plugins/found-plugin.ts';
import { describeAllowed } from '../../request/parameters.ts';
import type { CorePage } from '../../route/core-page.ts';
import type { PageDescription } from '../../route/page-request.ts';

interface HelpSummary {
  readonly pages: readonly {
    readonly path: string;
    readonly title: string;
    readonly paragraphs: readonly string[];
    readonly filters: readonly { readonly name: string; readonly title: string; readonly allowed: string }[];
    readonly takesJobAttributes: boolean;
  }[];
  readonly vos: readonly { readonly name: string; readonly title: string; readonly paragraphs: readonly string[] }[];
}

/** What each page shows and which parameters its address takes, from the pages themselves. */
export const helpPage: CorePage<readonly PageDescription[], HelpSummary> = {
  path: '/help/',
  title: 'Help',
  section: 'status',
  menu: 'Help',
  help: `Every page has a twin in JSON: add ?json to its address, or ask with Accept: application/json. Its tables are there as CSV: ?csv, or ?csv=NAME for another one than the first. All times are UTC.

Filters of jobs are texts: * for any text, | between texts for or, ! in front for not, NULL for unset, FROM..TO for numbers and times; a \\ in front of such a character lets it stand for itself.`,
  filters: [],
  read: (_, { pages }) => Promise.resolve(pages),
  summarise: (pages, { plugins }) => ({
    pages: pages.map(({ path, title, help = '', filters, takesJobAttributes = false }) => ({
      path, title, takesJobAttributes, paragraphs: paragraphsOf(help),
      filters: filters.map((filter) => ({ name: filter.name, title: filter.title, allowed: describeAllowed(filter) })),
    })),
    vos: listLoaded(plugins).flatMap(({ name, title, help }) => (help === undefined ? [] : [{ name, title, paragraphs: paragraphsOf(help) }])),
  }),
  render: renderHelp,
};

function paragraphsOf(text: string): string[] {
  return text.split(/\n\s*\n/).filter((paragraph) => paragraph.trim() !== '');
}

function renderHelp({ pages, vos }: HelpSummary): Markup {
  return markup`<nav aria-label="Pages"><ul class="help-list">${pages.map(({ path, title }) => markup`<li><a href="#${anchorOf(path)}">${title}</a></li>
`)}</ul></nav>
${vos.map(({ title, paragraphs }) => markup`<section><h2>${title}</h2>${paragraphs.map((paragraph) => markup`<p>${paragraph}</p>`)}</section>
`)}${pages.map(renderPage)}`;
}

function renderPage({ path, title, paragraphs, filters, takesJobAttributes }: HelpSummary['pages'][number]): Markup {
  const items = filters.map((filter) => markup`<li><code>${filter.name}</code> ${filter.title}: ${filter.allowed}</li>
`);
  return markup`<section id="${anchorOf(path)}"><h2>${path.includes(':') ? title : markup`<a href="${path}">${title}</a>`}</h2>
<p><code>${path}</code></p>
${paragraphs.map((paragraph) => markup`<p>${paragraph}</p>
`)}${filters.length === 0 ? '' : markup`<details><summary>Parameters</summary><ul>${items}${takesJobAttributes ? markup`<li>every attribute of a job by its name in lower case</li>` : ''}</ul></details>`}</section>
`;
}

function anchorOf(path: string): string {
  return `page${path.replace(/[^a-zA-Z0-9]+/g, '-').replace(/-$/, '')}`;
}
