import { describe, expect, it } from 'vitest';
import { checkPlugin, contractVersion, markup, type JobRow, type VoPage, type VoPlugin } from '../src/index.ts';

const page: VoPage<{ readonly site: string }, { readonly sites: readonly string[] }> = {
  path: '',
  title: 'Sites',
  query: () => ({ from: 'jobs' }),
  toRecord: (row: JobRow) => ({ site: String(row.computingSite ?? '') }),
  summarise: (records) => ({ sites: records.map((record) => record.site) }),
  render: ({ sites }) => markup`<ul>${sites.map((site) => markup`<li>${site}</li>`)}</ul>`.toString(),
};
const plugin: VoPlugin = { contract: contractVersion, name: 'x', title: 'X', navigation: [{ title: 'Sites', path: '' }], jobColumns: [{ title: 'Cloud', attribute: 'cloud' }], pages: [page] };
const withPage = (changes: Partial<VoPage>): object => ({ ...plugin, pages: [{ ...page, ...changes }] });

describe('checkPlugin', () => {
  it('finds nothing wrong with a plug-in that keeps the contract', () => {
    expect(checkPlugin(plugin)).toEqual([]);
  });

  it.each<readonly [string, unknown, string]>([
    ['is nothing', undefined, 'plugin: wanted'],
    ['has another version', { ...plugin, contract: 2 }, 'contract: wanted 1, the version this core provides'],
    ['has a name that is no path', { ...plugin, name: '../x' }, 'name: wanted lower-case letters'],
    ['has no pages', { ...plugin, pages: [], navigation: [] }, 'pages: wanted at least one page'],
    ['names an unknown attribute', { ...plugin, jobColumns: [{ title: 'x', attribute: 'colour' }] }, 'jobColumns.0.attribute: wanted an attribute of JobSpec'],
    ['links to no page', { ...plugin, navigation: [{ title: 'x', path: 'lost/' }] }, 'navigation: wanted the path of a page, found "lost/"'],
    ['has two pages with one path', { ...plugin, pages: [page, page] }, 'pages: wanted one page with the path "", found more'],
    ['has a page without a function', withPage({ render: 'text' as never }), 'pages.0.render: wanted a function'],
    ['takes the name of a twin for a filter', withPage({ filters: [{ name: 'csv', title: 'x', kind: 'text' }] }), 'pages.0.filters.0.name: wanted another name than json, csv and timestamp'],
    ['takes a name that the core passes over', withPage({ filters: [{ name: 'timestamp', title: 'x', kind: 'number' }] }), 'pages.0.filters.0.name: wanted another name'],
    ['has a name that no job can have', { ...plugin, name: 'x'.repeat(17) }, 'name: wanted at most 16 characters'],
    ['has a choice without choices', withPage({ filters: [{ name: 'kind', title: 'x', kind: 'choice' }] }), 'page "": filter "kind" is a choice without choices'],
    ['asks for rows of nothing', withPage({ query: () => ({ from: 'secrets' }) as never }), 'page "": query.from: wanted'],
    ['writes into its store', withPage({ query: () => ({ from: 'store', sql: 'delete from x', values: [] }) }), 'page "": query.sql: wanted one reading statement'],
    ['runs two statements', withPage({ query: () => ({ from: 'store', sql: 'select 1; drop table x', values: [] }) }), 'page "": query.sql: wanted one reading statement'],
    ['has a row that is too long', withPage({ tables: () => [{ key: 'a', caption: 'a', columns: [{ key: 'x', title: 'x' }], rows: [[1, 2]] }] }), 'page "": table "a" has a row with more or fewer cells than columns'],
    ['has pale colours', { ...plugin, theme: { light: '#ffffaa', dark: '#8ec1f5' } }, 'theme.light: wanted a contrast of at least 4.5'],
    ['has a table that no migration makes', { ...plugin, store: { tables: [{ name: 'x', columns: { A: 'integer' }, primaryKey: ['A'], indexes: [] }], migrations: [] } }, 'store: no migration makes the table "x"'],
    ['keeps rows by what is no time', { ...plugin, store: { tables: [{ name: 'x', columns: { A: 'integer' }, primaryKey: ['A'], indexes: [] }], migrations: [{ name: '0001-x', tables: ['x'] }], loaders: [{ name: 'l', table: 'x', mode: 'merge', keeps: { column: 'A', days: 1 }, toRows: () => [] }] } }, 'store: loader "l" keeps rows by "A", which is no datetime of its table'],
    ['has a summary that fails', { ...plugin, summaries: [{ ...page, path: undefined, title: 'Sum', place: 'job', toRecord: explode }].map(({ path: _path, ...summary }) => summary) }, 'summary "Sum": failed: exploded'],
    ['throws on a row without attributes', withPage({ toRecord: (row: JobRow) => ({ site: row.computingSite?.toString() ?? explode() }) }), 'page "": failed: exploded'],
    ['changes its rows', withPage({ toRecord: (row) => Object.assign(row, { site: '' }) }), 'page "": failed: Cannot add property'],
    ['sums up to what JSON cannot hold', withPage({ summarise: () => new Map() }), 'page "": summarise returned what is no plain data'],
    ['does not escape', withPage({ render: (summary) => JSON.stringify(summary).replaceAll('\\"', '"') }), 'page "": wrote a value without escaping it'],
    ['writes an event handler', withPage({ render: () => '<a title="x" onclick="y">z</a>' }), 'page "": wrote an event handler'],
    ['writes a style', withPage({ render: () => '<p style="color:red">x</p>' }), 'page "": wrote a style, which the core forbids'],
    ['refers to another host', withPage({ render: () => '<img src="https://example.org/x.png">' }), 'page "": refers to another host'],
    ['writes a table without caption', withPage({ render: () => '<table></table>' }), 'page "": wrote a table without a caption'],
    ['writes a header cell without scope', withPage({ render: () => '<table><caption>c</caption><th>x</th></table>' }), 'page "": wrote a header cell without scope'],
  ])('tells what is wrong with one that %s', (_, value, problem) => {
    expect(checkPlugin(value)).toContainEqual(expect.stringContaining(problem));
  });
});

function explode(): never {
  throw new Error('exploded');
}
