import { Hono, type Context } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { isPandaError } from '@bigpanda/model';
import { formatCsv, type PageTable } from '@bigpanda/monitor-contract';
import type { Log } from '@bigpanda/program';
import type { JobSource } from './job-source.ts';
import { renderPageBody } from './pages/page-body.ts';
import { renderLayout, type MenuEntry } from './pages/layout.ts';
import type { Page } from './pages/page.ts';
import { failedPage, noDatabasePage, notFoundPage, wrongParametersPage } from './pages/problem-pages.ts';
import { dataTablesPath, mostFormBytes } from './pages/data-tables/page.ts';
import { corePages } from './pages/page-list.ts';
import { findVoOfHost, listLoaded, type FoundPlugin } from './plugins/found-plugin.ts';
import type { StoreSource } from './plugins/store-source.ts';
import { formatThemeStyle } from './plugins/theme-style.ts';
import { checkParameters } from './request/parameters.ts';
import { keepTheme, readTheme } from './request/theme.ts';
import { readWantedFormat, twinHref } from './request/wanted-format.ts';
import { oldAddresses } from './route/old-addresses.ts';
import { wrongParameters, type PageRequest } from './route/page-request.ts';
import type { RoutedPage } from './route/routed-page.ts';
import { routeVoPage } from './route/vo-page.ts';
import { readRows } from './rows/read-rows.ts';
import { findStaticFile, type StaticFiles } from './static-files.ts';

export interface AppOptions {
  readonly jobs: JobSource;
  readonly stores: StoreSource;
  readonly plugins: readonly FoundPlugin[];
  readonly staticFiles: StaticFiles;
  readonly version: string;
  readonly log: Log;
  /** Milliseconds since 1970. */
  readonly readClock: () => number;
}

const securityHeaders: Readonly<Record<string, string>> = {
  'content-security-policy': "default-src 'none'; script-src 'self'; connect-src 'self'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'same-origin',
};

/** Every page of the core and of the plug-ins, in the order of the menu. */
export function listPages(plugins: readonly FoundPlugin[]): RoutedPage[] {
  return [...corePages, ...listLoaded(plugins).flatMap((plugin) => plugin.pages.map((page) => routeVoPage(plugin, page)))];
}

/** The monitor's pages: the core's, those of the plug-ins, and static files. Each page has a JSON twin from the same summary, and CSV from its tables. */
export function createApp(options: AppOptions): Hono {
  const app = new Hono();
  app.use(async (context, next) => {
    await next();
    for (const [name, value] of Object.entries(securityHeaders)) context.res.headers.set(name, value);
  });
  app.post(dataTablesPath, bodyLimit({ maxSize: mostFormBytes }), (context) => answerForm(app, context));
  app.use((context, next) => (isReading(context.req.method) ? next() : Promise.resolve(refuseVerb(context.req.method))));
  app.get('/theme/', (context) => keepTheme(queryOf(context), '/'));
  for (const { name, theme } of listLoaded(options.plugins)) {
    if (theme !== undefined) app.get(coloursPath(name), () => new Response(formatThemeStyle(theme), { headers: { 'content-type': 'text/css; charset=utf-8', 'cache-control': 'public, max-age=300' } }));
  }
  app.get('/static/:name', (context) => answerStatic(context, options));
  for (const page of listPages(options.plugins)) {
    app.get(page.path, (context) => respond(context, options, () => makePage(context, options, page)));
    if (page.path !== '/') app.get(page.path.slice(0, -1), (context) => redirectToFolder(context));
  }
  for (const { path, targetOf } of oldAddresses) app.get(path, (context) => redirectTo(context, targetOf(context.req.param(), queryOf(context))));
  app.notFound((context) => respond(context, options, async () => notFoundPage(context.req.path)));
  return app;
}

/** A form that only asks, as old tables send it: the same as a GET with its fields in the address. */
async function answerForm(app: Hono, context: Context): Promise<Response> {
  const url = new URL(context.req.url);
  for (const [name, value] of new URLSearchParams(await context.req.text())) url.searchParams.append(name, value);
  return app.fetch(new Request(url, { headers: { host: context.req.header('host') ?? '' } }), context.env);
}

/** Sends to another page of the monitor, by an address that holds behind a prefix too. */
function redirectTo(context: Context, target: string): Response {
  const depth = new URL(context.req.url).pathname.split('/').length - 2;
  return new Response(null, { status: 301, headers: { location: `${depth === 0 ? './' : '../'.repeat(depth)}${target.slice(1)}` } });
}

function isReading(method: string): boolean {
  return method === 'GET' || method === 'HEAD';
}

function refuseVerb(method: string): Response {
  return new Response(`Method ${method} is not allowed, use GET or HEAD.\n`, { status: 405, headers: { allow: 'GET, HEAD', 'content-type': 'text/plain; charset=utf-8' } });
}

/** A page's address ends in `/`. The way there is relative, so that it holds behind a prefix too. */
function redirectToFolder(context: Context): Response {
  const { pathname, search } = new URL(context.req.url);
  return new Response(null, { status: 301, headers: { location: `./${pathname.split('/').at(-1) ?? ''}/${search}` } });
}

async function makePage(context: Context, options: AppOptions, page: RoutedPage): Promise<Page> {
  const parameters = queryOf(context);
  const problems = page.takesAnything === true ? [] : checkParameters(page.filters, parameters, page.takesJobAttributes);
  if (problems.length > 0) throw wrongParameters(problems);
  const vo = findVoOfHost(options.plugins, context.req.header('host') ?? '');
  const nowMilliseconds = options.readClock();
  const request: PageRequest = { path: context.req.param(), parameters, format: readWantedFormat(context.req.header('accept'), parameters), nowMilliseconds, version: options.version, pages: listPages(options.plugins), plugins: options.plugins, ...(vo === undefined ? {} : { vo }) };
  return options.jobs.read((database) => page.make({ database, readRows: (plugin, query) => readRows({ database, stores: options.stores, nowMilliseconds }, plugin, query) }, request));
}

async function respond(context: Context, options: AppOptions, make: () => Promise<Page>): Promise<Response> {
  const page = await makeSafely(context, options, make);
  const { pathname, searchParams } = new URL(context.req.url);
  const status = page.status ?? 200;
  const format = readWantedFormat(context.req.header('accept'), searchParams);
  if (format === 'json' || page.isJson === true) return Response.json(jsonOf(page), { status, headers: { 'cache-control': 'no-cache', vary: 'Accept' } });
  if (format === 'csv' && page.status === undefined) return answerCsv(page, searchParams.get('csv') ?? '');
  const themed = listLoaded(options.plugins).find(({ name, theme }) => theme !== undefined && (name === page.section || name === findVoOfHost(options.plugins, context.req.header('host') ?? '')?.name));
  const document = renderLayout({ ...page, body: renderPageBody(page) }, {
    menu: makeMenu(options.plugins), version: options.version, nowMilliseconds: options.readClock(), staticFiles: options.staticFiles,
    href: `${pathname}${new URL(context.req.url).search}`, jsonHref: twinHref(pathname, searchParams, { json: '' }), theme: readTheme(context.req.header('cookie')),
    ...(themed === undefined ? {} : { colours: coloursPath(themed.name) }),
    csv: (page.tables ?? []).map(({ key, caption }) => ({ title: caption, href: twinHref(pathname, searchParams, { csv: key }) })),
  });
  return new Response(document.toString(), { status, headers: { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-cache', vary: 'Accept, Cookie' } });
}

/** The style sheet of a VO's colours. */
function coloursPath(pluginName: string): string {
  return `/static/colours/${pluginName}.css`;
}

/** The summary, with those of the blocks that VOs added, where there are some. */
function jsonOf({ summary, blocks = [] }: Page): unknown {
  if (blocks.length === 0 || typeof summary !== 'object' || summary === null) return summary;
  return { ...summary, blocks: blocks.map((block) => ({ vo: block.vo, title: block.title, summary: block.summary })) };
}

function answerCsv({ tables = [] }: Page, key: string): Response {
  const table: PageTable | undefined = key === '' ? tables[0] : tables.find((some) => some.key === key);
  if (table === undefined) return new Response(tables.length === 0 ? 'This page has no table.\n' : `Wanted the name of a table: ${tables.map((some) => some.key).join(', ')}.\n`, { status: 404, headers: { 'content-type': 'text/plain; charset=utf-8' } });
  return new Response(formatCsv(table), { headers: { 'content-type': 'text/csv; charset=utf-8', 'content-disposition': `attachment; filename="${table.key}.csv"`, 'cache-control': 'no-cache', vary: 'Accept' } });
}

async function makeSafely(context: Context, { log, jobs }: AppOptions, make: () => Promise<Page>): Promise<Page> {
  try {
    return await make();
  } catch (error) {
    if (isPandaError(error) && error.code === 'DATABASE_MISSING') return noDatabasePage(jobs.path);
    if (isPandaError(error) && error.code === 'PARAMETERS_WRONG') return wrongParametersPage(error.problems, context.req.path);
    if (isPandaError(error) && error.code === 'NOT_FOUND') return notFoundPage(error.message);
    log.error({ err: error }, 'page failed');
    return failedPage(isPandaError(error) ? error.message : 'The page could not be made.');
  }
}

function makeMenu(plugins: readonly FoundPlugin[]): MenuEntry[] {
  return listPages(plugins).flatMap(({ menu, path, section }) => (menu === undefined ? [] : [{ title: menu, href: path, section }]));
}

function answerStatic(context: Context, options: AppOptions): Response | Promise<Response> {
  const found = findStaticFile(options.staticFiles, context.req.param('name') ?? '');
  if (found === undefined) return respond(context, options, async () => notFoundPage(context.req.path));
  const { file, isLasting } = found;
  const etag = `"${file.digest}"`;
  const headers = { 'content-type': file.contentType, etag, 'cache-control': isLasting ? 'public, max-age=31536000, immutable' : 'public, max-age=300' };
  return context.req.header('if-none-match') === etag ? new Response(null, { status: 304, headers }) : new Response(file.body, { headers });
}

function queryOf(context: Context): URLSearchParams {
  return new URL(context.req.url).searchParams;
}
