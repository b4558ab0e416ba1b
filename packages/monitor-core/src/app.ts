import { Hono, type Context } from 'hono';
import { isPandaError } from '@bigpanda/model';
import type { Log } from '@bigpanda/program';
import type { JobSource } from './job-source.ts';
import { renderLayout, type MenuEntry } from './pages/layout.ts';
import type { Page } from './pages/page.ts';
import { failedPage, noDatabasePage, notFoundPage } from './pages/problem-pages.ts';
import { makeJobListPage, makeJobPage, makeOverviewPage } from './pages/core-pages.ts';
import { makeVoPage } from './pages/vo-page.ts';
import type { FoundPlugin } from './plugins/plugin-folder.ts';
import { keepTheme, readTheme } from './request/theme.ts';
import { wantsJson } from './request/wanted-format.ts';
import { findStaticFile, type StaticFiles } from './static-files.ts';

export interface AppOptions {
  readonly jobs: JobSource;
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

/** The monitor's pages: the core's, those of the plug-ins, and static files. Each page has a JSON twin from the same summary. */
export function createApp(options: AppOptions): Hono {
  const app = new Hono();
  app.use(async (context, next) => {
    await next();
    for (const [name, value] of Object.entries(securityHeaders)) context.res.headers.set(name, value);
  });
  app.use((context, next) => (isReading(context.req.method) ? next() : Promise.resolve(refuseVerb(context.req.method))));
  app.get('/', (context) => respond(context, options, () => options.jobs.read((database) => makeOverviewPage(database, options.plugins))));
  app.get('/jobs', (context) => context.redirect('/jobs/', 301));
  app.get('/jobs/', (context) => respond(context, options, () => options.jobs.read((database) => makeJobListPage(database, options.plugins, { parameters: queryOf(context), nowMilliseconds: options.readClock() }))));
  app.get('/job/:id{[0-9]{1,15}/?}', (context) => respond(context, options, () => options.jobs.read((database) => makeJobPage(database, Number.parseInt(context.req.param('id'), 10)))));
  app.get('/theme/', (context) => keepTheme(queryOf(context), '/'));
  app.get('/static/:name', (context) => answerStatic(context, options));
  for (const found of options.plugins) if (found.kind === 'loaded') addPlugin(app, options, found);
  app.notFound((context) => respond(context, options, async () => notFoundPage(context.req.path)));
  return app;
}

function isReading(method: string): boolean {
  return method === 'GET' || method === 'HEAD';
}

function refuseVerb(method: string): Response {
  return new Response(`Method ${method} is not allowed, use GET or HEAD.\n`, { status: 405, headers: { allow: 'GET, HEAD', 'content-type': 'text/plain; charset=utf-8' } });
}

function addPlugin(app: Hono, options: AppOptions, { plugin }: FoundPlugin & { readonly kind: 'loaded' }): void {
  app.get(`/${plugin.name}`, (context) => context.redirect(`/${plugin.name}/`, 301));
  for (const page of plugin.pages) {
    app.get(`/${plugin.name}/${page.path}`, (context) => respond(context, options, () => options.jobs.read((database) => makeVoPage(database, { plugin, page, nowMilliseconds: options.readClock() }))));
  }
}

async function respond(context: Context, options: AppOptions, make: () => Promise<Page>): Promise<Response> {
  const page = await makeSafely(options, make);
  const parameters = queryOf(context);
  const status = page.status ?? 200;
  if (wantsJson(context.req.header('accept'), parameters)) return Response.json(page.summary, { status });
  const jsonParameters = new URLSearchParams(parameters);
  jsonParameters.set('json', '');
  const jsonHref = `${context.req.path}?${jsonParameters.toString().replace(/(^|&)json=(?=&|$)/, '$1json')}`;
  const document = renderLayout(page, {
    menu: makeMenu(options.plugins), version: options.version, nowMilliseconds: options.readClock(), staticFiles: options.staticFiles,
    href: `${context.req.path}${new URL(context.req.url).search}`, jsonHref, theme: readTheme(context.req.header('cookie')),
  });
  return new Response(document.toString(), { status, headers: { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-cache', vary: 'Accept, Cookie' } });
}

async function makeSafely({ log, jobs }: AppOptions, make: () => Promise<Page>): Promise<Page> {
  try {
    return await make();
  } catch (error) {
    if (isPandaError(error) && error.code === 'DATABASE_MISSING') return noDatabasePage(jobs.path);
    log.error({ err: error }, 'page failed');
    return failedPage(isPandaError(error) ? error.message : 'The page could not be made.');
  }
}

function makeMenu(plugins: readonly FoundPlugin[]): MenuEntry[] {
  const vos = plugins.flatMap((found) => (found.kind === 'loaded' ? [{ title: found.plugin.title, href: `/${found.plugin.name}/`, section: found.plugin.name }] : []));
  return [{ title: 'Overview', href: '/', section: 'overview' }, { title: 'Jobs', href: '/jobs/', section: 'jobs' }, ...vos];
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
