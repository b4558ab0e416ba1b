import { markup, renderPageTable, type Markup, type PageFilter, type PageTable } from '@bigpanda/monitor-contract';
import { readParameter } from '../../request/parameters.ts';
import type { CorePage } from '../../route/core-page.ts';
import { addressOf } from '../../selection/job-address.ts';
import { readVo, voFilter } from '../../selection/vo-filter.ts';
import { renderNotice } from '../notice.ts';
import { findHits, type Hit } from './find-hits.ts';

interface SearchSummary {
  readonly q: string;
  /** Whose things are looked for, as a filter; null for those of every VO. */
  readonly vo: string | null;
  readonly hits: readonly Hit[];
}

const filters: readonly PageFilter[] = [{ name: 'q', title: 'Number or name', kind: 'text' }, voFilter];

/** One field for everything. */
export const searchPage: CorePage<SearchSummary, SearchSummary> = {
  path: '/search/',
  title: 'Search',
  section: 'search',
  help: 'Looks for a job or task by its number, for jobs and tasks by their names, for users and sites by a part of their names, for files and datasets by the beginning of theirs. Users are those who had jobs in the last 30 days. `*` stands for any text; without one, names that hold the text are found, and jobs whose names begin with it. Of each kind at most 20 are told; the lists of jobs, tasks, files and datasets have the others. Under the host of a VO its users, tasks, jobs, files and datasets are found; `vo=*` looks among those of every VO.',
  filters,
  read: async ({ database }, request) => {
    const q = readParameter(request.parameters, 'q') ?? '';
    return { q, vo: readVo(request).text ?? null, hits: q === '' ? [] : await findHits(database, request, q) };
  },
  summarise: (found) => found,
  titleOf: ({ q }) => (q === '' ? 'Search' : `Search: ${q.slice(0, 80)}`),
  formOf: ({ q, vo }) => ({ path: '/search/', filters, parameters: { q, ...(vo === null ? {} : { vo }) } }),
  tables: (summary) => [hitTable(summary)],
  render: renderHits,
};

function hitTable({ hits }: SearchSummary): PageTable {
  return {
    key: 'hits', caption: `${hits.length} found`,
    columns: [{ key: 'kind', title: 'What' }, { key: 'name', title: 'Name' }, { key: 'note', title: 'More' }],
    rows: hits.map(({ kind, name, href, note }) => [kind, { value: name, href }, note]),
  };
}

function renderHits(summary: SearchSummary, tables: readonly PageTable[]): Markup {
  if (summary.q === '') return markup`<p class="hint">Numbers of jobs, tasks and job sets; names of jobs, tasks, users, sites, files and datasets.</p>
`;
  if (summary.hits.length > 0) return markup`${tables.map(renderPageTable)}`;
  return renderNotice({ title: 'Nothing found', text: markup`Nothing has the number or the name &ldquo;${summary.q.slice(0, 200)}&rdquo;.`, action: markup`${summary.vo === null || summary.vo === '*' ? '' : markup`<a href="${addressOf('/search/', { q: summary.q, vo: '*' })}">Look among those of every VO</a>. `}The <a href="/jobs/">list of jobs</a> filters by any attribute.` });
}
