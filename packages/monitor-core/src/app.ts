import { Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { getPath } from 'hono/utils/url';
import { isBrokenOff, isRefusal, readConnection } from '@bigpanda/program';
import { stranger } from './access/reader.ts';
import { finishHeaders, queryOf, type AppContext, type AppOptions, type AppVariables } from './answer/answering.ts';
import { answerMade, answerPage, refuseReader } from './answer/page-answer.ts';
import { answerStatic } from './answer/static-answer.ts';
import { dataTablesPath, mostFormBytes } from './pages/data-tables/page.ts';
import { notFoundPage, refusedReaderPage } from './pages/problem-pages.ts';
import { listLoaded } from './plugins/found-plugin.ts';
import { coloursPath, formatThemeStyle } from './plugins/theme-style.ts';
import { readHost } from './request/host-rule.ts';
import { keepTheme } from './request/theme.ts';
import { makeVisit } from './request/visit.ts';
import { oldAddresses } from './route/old-addresses.ts';
import { listPages } from './route/page-table.ts';
import { withoutPrefix } from './route/prefix.ts';

/** The monitor's pages: the core's, those of the plug-ins, and static files. Each page has a JSON twin from the same summary, and CSV from its tables. */
export function createApp(options: AppOptions): Hono<AppVariables> {
  const app = new Hono<AppVariables>({ getPath: (request) => withoutPrefix(getPath(request), options.prefix) });
  app.use(async (context, next) => {
    const begin = performance.now();
    await next();
    finishHeaders(context.res, options);
    options.log.debug({ path: context.req.path.slice(0, 200), status: context.res.status, milliseconds: Math.round(performance.now() - begin) }, 'request');
  });
  app.post(dataTablesPath, bodyLimit({ maxSize: mostFormBytes, onError: () => plainText(`A form may have ${mostFormBytes} bytes.`, 413) }), (context) => answerForm(app, context));
  app.use((context, next) => (isReading(context.req.method) ? next() : Promise.resolve(refuseVerb())));
  app.use(async (context, next) => (await admit(context, options)) ?? next());
  app.get('/theme/', (context) => keepTheme(queryOf(context), `${options.prefix}/`));
  for (const { name, theme } of listLoaded(options.plugins)) {
    if (theme !== undefined) app.get(coloursPath(name), () => new Response(formatThemeStyle(theme), { headers: { 'content-type': 'text/css; charset=utf-8', 'cache-control': 'public, max-age=300' } }));
  }
  app.get('/static/:name', (context) => answerStatic(context, options));
  for (const page of listPages(options.plugins)) {
    app.get(page.path, (context) => answerPage(context, options, page));
    if (page.path !== '/') app.get(page.path.slice(0, -1), (context) => redirectToFolder(context));
  }
  for (const { path, targetOf } of oldAddresses) app.get(path, (context) => redirectTo(context, targetOf(context.req.param(), queryOf(context))));
  app.notFound((context: AppContext) => answerMade(context, options, async () => notFoundPage(context.req.path)));
  app.onError((error, context) => answerFailure(error, context, options));
  return app;
}

/** A form that only asks, as old tables send it: the same as a GET with its fields in the address, by the same sender. */
async function answerForm(app: Hono<AppVariables>, context: AppContext): Promise<Response> {
  const url = new URL(context.req.url);
  for (const [name, value] of new URLSearchParams(await context.req.text())) url.searchParams.append(name, value);
  return app.fetch(new Request(url, { headers: context.req.raw.headers }), context.env);
}

/** Answers a request that failed outside of a page: most often nobody waits for the answer any more. */
function answerFailure(error: Error, context: AppContext, { log }: AppOptions): Response {
  if (isBrokenOff(error, context.req.raw)) {
    log.info({ path: context.req.path.slice(0, 200) }, `the client broke off: ${error.message}`);
    return plainText('The request was broken off.', 400);
  }
  log.error({ err: error }, 'request failed');
  return plainText('The request failed.', 500);
}

/** Sends to another page of the monitor, by an address that holds behind a prefix too. */
function redirectTo(context: AppContext, target: string): Response {
  const depth = context.req.path.split('/').length - 2;
  return new Response(null, { status: 301, headers: { location: `${depth === 0 ? './' : '../'.repeat(depth)}${target.slice(1)}` } });
}

/** Finds out who reads under which host; an answer for who may not come in. */
async function admit(context: AppContext, options: AppOptions): Promise<Response | undefined> {
  const host = readHost(options.hosts, context.req.header('host') ?? '');
  if (!host.isServed) return plainText('This monitor does not answer to that name.', 421);
  try {
    context.set('visit', makeVisit(await options.identify(context.req.raw, readConnection(context.env)), host, options));
  } catch (error) {
    if (!isRefusal(error)) throw error;
    options.log.warn({ code: error.code, path: context.req.path.slice(0, 200) }, error.message);
    context.set('visit', { reader: stranger, mayRead: false, hiddenVos: [], plugins: [] });
    return answerMade(context, options, async () => refusedReaderPage(error));
  }
  return context.var.visit.mayRead ? undefined : refuseReader(context, options);
}

function isReading(method: string): boolean {
  return method === 'GET' || method === 'HEAD';
}

function refuseVerb(): Response {
  return plainText('Only GET and HEAD are allowed.', 405, { allow: 'GET, HEAD' });
}

/** A page's address ends in `/`. The way there is relative, so that it holds behind a prefix too. */
function redirectToFolder(context: AppContext): Response {
  const { pathname, search } = new URL(context.req.url);
  return new Response(null, { status: 301, headers: { location: `./${pathname.split('/').at(-1) ?? ''}/${search}` } });
}

function plainText(text: string, status: number, headers: Readonly<Record<string, string>> = {}): Response {
  return new Response(`${text}\n`, { status, headers: { ...headers, 'content-type': 'text/plain; charset=utf-8' } });
}
