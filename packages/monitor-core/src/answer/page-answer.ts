import { hideVos, listMissingMigrations } from '@bigpanda/datastore';
import { isPandaError } from '@bigpanda/model';
import { formatCsv, type PageTable } from '@bigpanda/monitor-contract';
import { mayOpen } from '../access/access-rule.ts';
import { renderPageBody } from '../pages/page-body.ts';
import { renderLayout, type MenuEntry } from '../pages/layout.ts';
import type { Page } from '../pages/page.ts';
import { deafDatabasePage, failedPage, forbiddenPage, noDatabasePage, notFoundPage, oldDatabasePage, wrongParametersPage } from '../pages/problem-pages.ts';
import { listLoaded } from '../plugins/found-plugin.ts';
import { coloursPath } from '../plugins/theme-style.ts';
import { checkParameters } from '../request/parameters.ts';
import { readTheme } from '../request/theme.ts';
import type { Visit } from '../request/visit.ts';
import { readWantedFormat, twinHref } from '../request/wanted-format.ts';
import { listPages } from '../route/page-table.ts';
import { wrongParameters, type PageRequest } from '../route/page-request.ts';
import { prefixHtml, prefixJson } from '../route/prefix.ts';
import type { RoutedPage } from '../route/routed-page.ts';
import { readRows } from '../rows/read-rows.ts';
import { queryOf, type AppContext, type AppOptions } from './answering.ts';

/** Longer paths lead nowhere, and are not said again whole. */
const longestPath = 1000;

/** Answers with a page of the table of routes: for who may open it, from what they may see. */
export async function answerPage(context: AppContext, options: AppOptions, page: RoutedPage): Promise<Response> {
  if (!listVisible(context.var.visit, options).some(({ path }) => path === page.path)) return refuseReader(context, options);
  return answerMade(context, options, () => makePage(context, options, page));
}

/** Answers one who may not read what they ask for: 401 where a token would help and none was sent, else 403. */
export function refuseReader(context: AppContext, options: AppOptions): Promise<Response> {
  const isAsked = options.takesTokens && !context.var.visit.reader.isKnown;
  return answerMade(context, options, async () => forbiddenPage({ status: isAsked ? 401 : 403 }));
}

/** Answers with what is made, or with a page that tells why it could not be; in the form that is wanted. */
export async function answerMade(context: AppContext, options: AppOptions, make: () => Promise<Page>): Promise<Response> {
  const page = await makeSafely(context, options, make);
  const parameters = queryOf(context);
  const status = page.status ?? 200;
  const headers = { ...(status === 401 ? { 'www-authenticate': 'Bearer' } : {}), ...(status === 503 ? { 'retry-after': '10' } : {}) };
  const format = readWantedFormat(context.req.header('accept'), parameters);
  if (format === 'json' || page.isJson === true) return new Response(prefixJson(jsonOf(page), options.prefix), { status, headers: { ...headers, 'content-type': 'application/json' } });
  if (format === 'csv' && page.status === undefined) return answerCsv(page, parameters.get('csv') ?? '');
  return new Response(Buffer.from(renderDocument(context, options, page)), { status, headers: { ...headers, 'content-type': 'text/html; charset=utf-8' } });
}

async function makePage(context: AppContext, options: AppOptions, page: RoutedPage): Promise<Page> {
  const parameters = queryOf(context);
  const problems = page.takesAnything === true ? [] : checkParameters(page.filters, parameters, page.takesJobAttributes);
  if (problems.length > 0) throw wrongParameters(problems);
  const { reader, hiddenVos, plugins, vo } = context.var.visit;
  const nowMilliseconds = options.readClock();
  const request: PageRequest = { path: context.req.param(), parameters, format: readWantedFormat(context.req.header('accept'), parameters), nowMilliseconds, version: options.version, hiddenVos, pages: listVisible(context.var.visit, options), plugins, ...(reader.isKnown ? { reader: reader.name } : {}), ...(vo === undefined ? {} : { vo }) };
  return options.jobs.read((whole) => {
    const database = hideVos(whole, hiddenVos);
    return page.make({ database, readRows: (plugin, query) => readRows({ database, stores: options.stores, nowMilliseconds }, plugin, query) }, request);
  });
}

function renderDocument(context: AppContext, options: AppOptions, page: Page): string {
  const { visit } = context.var;
  // A page that tells of a wrong address does not say it again.
  const parameters = page.status === undefined ? queryOf(context) : new URLSearchParams();
  const path = context.req.path.slice(0, longestPath);
  const themed = listLoaded(visit.plugins).find(({ name, theme }) => theme !== undefined && (name === page.section || name === visit.vo?.name));
  const document = renderLayout({ ...page, body: renderPageBody(page) }, {
    menu: makeMenu(visit, options), version: visit.mayRead ? options.version : '', nowMilliseconds: options.readClock(), staticFiles: options.staticFiles,
    href: `${options.prefix}${path}${page.status === undefined ? new URL(context.req.url).search : ''}`, jsonHref: twinHref(path, parameters, { json: '' }), theme: readTheme(context.req.header('cookie')),
    ...(themed === undefined ? {} : { colours: coloursPath(themed.name) }),
    csv: (page.tables ?? []).map(({ key, caption }) => ({ title: caption, href: twinHref(path, parameters, { csv: key }) })),
  });
  return prefixHtml(document.toString(), options.prefix);
}

/** The pages that the reader may open. */
function listVisible({ reader, mayRead, hiddenVos, plugins }: Visit, { access }: AppOptions): RoutedPage[] {
  return mayRead ? listPages(plugins).filter((page) => mayOpen(access, page.path, reader) && !hiddenVos.includes(page.section)) : [];
}

function makeMenu(visit: Visit, options: AppOptions): MenuEntry[] {
  return listVisible(visit, options).flatMap(({ menu, path, section, sectionTitle }) => (menu === undefined ? [] : [{ title: menu, href: path, section, ...(sectionTitle === undefined ? {} : { sectionTitle }) }]));
}

/** The summary, with those of the blocks that VOs added, where there are some. */
function jsonOf({ summary, blocks = [] }: Page): unknown {
  if (blocks.length === 0 || typeof summary !== 'object' || summary === null) return summary;
  return { ...summary, blocks: blocks.map((block) => ({ vo: block.vo, title: block.title, summary: block.summary })) };
}

function answerCsv({ tables = [] }: Page, key: string): Response {
  const table: PageTable | undefined = key === '' ? tables[0] : tables.find((some) => some.key === key);
  if (table === undefined) return new Response(tables.length === 0 ? 'This page has no table.\n' : `Wanted the name of a table: ${tables.map((some) => some.key).join(', ')}.\n`, { status: 404, headers: { 'content-type': 'text/plain; charset=utf-8' } });
  return new Response(formatCsv(table), { headers: { 'content-type': 'text/csv; charset=utf-8', 'content-disposition': `attachment; filename="${table.key}.csv"` } });
}

async function makeSafely(context: AppContext, options: AppOptions, make: () => Promise<Page>): Promise<Page> {
  try {
    return await make();
  } catch (error) {
    if (isPandaError(error) && error.code === 'DATABASE_MISSING') return noDatabasePage(options.jobs.path);
    if (isPandaError(error) && error.code === 'PARAMETERS_WRONG') return wrongParametersPage(error.problems, context.req.path);
    if (isPandaError(error) && error.code === 'NOT_FOUND') return notFoundPage(error.message);
    options.log.error({ err: error }, 'page failed');
    if (options.jobs.isUnreachable(error)) return deafDatabasePage();
    const missing = await options.jobs.read(listMissingMigrations).catch(() => []);
    if (missing.length > 0) return oldDatabasePage();
    return failedPage(isPandaError(error) ? error.message : 'The page could not be made.');
  }
}
