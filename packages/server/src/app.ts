import { Hono, type Context } from 'hono';
import { isPandaError } from '@bigpanda/model';
import { isBrokenOff, type Log, readConnection, RequestRefusal } from '@bigpanda/program';
import type { Configuration } from './configuration.ts';
import { functionTable } from './functions/function-table.ts';
import { answerCache, answerTransformation, type CacheContext } from './files/cache-route.ts';
import type { FunctionContext, ServerContext } from './functions/server-function.ts';
import { makeBanCheck, type RefuseBanned } from './identity/banned-users.ts';
import { makeClientAddress, type FindClientAddress } from './identity/client-address.ts';
import type { Identify } from './identity/identity.ts';
import { apiFailure } from './reply/api-reply.ts';
import { textResponse, writeLegacyReply } from './reply/legacy-reply.ts';
import { limitBody } from './request/body-limit.ts';
import { nameSender, type RateLimit } from './request/rate-limit.ts';
import { readText } from './request/parameter-values.ts';
import { readParameters, type RequestParameters } from './request/request-parameters.ts';

export interface AppOptions extends ServerContext, CacheContext {
  readonly limits: Configuration['limits'];
  readonly identify: Identify;
  /** Folder of the files below `/trf/`; none are there when absent. */
  readonly transformationFolder?: string;
  /** Addresses and networks of front proxies, which tell their clients' addresses; none when absent. */
  readonly proxies?: readonly string[];
  /** No limit when absent. */
  readonly rateLimit?: RateLimit;
}

/** The options, and what is made of them once. */
interface Answering extends AppOptions {
  readonly refuseBanned: RefuseBanned;
  readonly findClientAddress: FindClientAddress;
}

const verbs: readonly string[] = ['GET', 'POST'];

/** What is wrong with a request before any function sees it, by code. */
const requestFaults: Readonly<Record<string, number>> = { BODY_INVALID: 400, PARAMETERS_TOO_MANY: 400, BODY_TOO_LARGE: 413, BODY_ENCODING_UNKNOWN: 415 };

const byLegacyName = new Map(functionTable.flatMap((offered) => (offered.legacyName === undefined ? [] : [[offered.legacyName, offered]])));
const byApiPath = new Map(functionTable.flatMap((offered) => (offered.apiPath === undefined ? [] : [[offered.apiPath, offered]])));

/** The HTTP interface: the legacy API of 2014 below `/server/panda/` and api/v1 below `/api/v1/`, over one table of functions. */
export function createApp(given: AppOptions): Hono {
  const options: Answering = { ...given, refuseBanned: makeBanCheck(given.database, given.readClock), findClientAddress: makeClientAddress(given.proxies ?? []) };
  const app = new Hono();
  app.use((context, next) => (verbs.includes(context.req.method) ? next() : Promise.resolve(refuseVerb(context))));
  app.use(limitBody(options.limits.max_body_bytes));
  app.use(async (context, next) => {
    const begin = performance.now();
    await next();
    options.log.debug({ path: context.req.path, status: context.res.status, milliseconds: Math.round(performance.now() - begin) }, 'request');
  });
  app.all('/server/panda/:method', (context) => answerLegacy(context, options));
  app.all('/api/v1/:module/:method', (context) => answerApi(context, options));
  app.all('/cache/*', (context) => sendCached(context, options, '/cache/'));
  app.all('/cscache/*', (context) => sendCached(context, options, '/cscache/'));
  app.all('/trf/*', async (context) => (await answerTransformation(options, context.req.path.slice('/trf/'.length))) ?? textResponse('not found', 404));
  app.notFound(() => textResponse('not found', 404));
  app.onError((error, context) => answerError(error, context, options.log));
  return app;
}

/** What a path asks for: the name of a function, `cache`, or `other`. */
export function nameFunction(path: string): string {
  const [, first = '', second = '', ...rest] = path.split('/');
  const name = rest.join('/');
  if (first === 'server' && second === 'panda' && byLegacyName.has(name)) return name;
  if (first === 'api' && second === 'v1' && byApiPath.has(name)) return name;
  return first === 'cache' || first === 'cscache' || first === 'trf' ? 'cache' : 'other';
}

/** HEAD is refused too: it would run the function, and a job that it hands out would be lost. */
function refuseVerb(context: Context): Response {
  const response = textResponse(`ERROR : method ${context.req.method} is not allowed, use ${verbs.join(' or ')}`, 405);
  response.headers.set('allow', verbs.join(', '));
  return response;
}

async function sendCached(context: Context, options: AppOptions, prefix: string): Promise<Response> {
  return (await answerCache(options, context.req.path.slice(prefix.length))) ?? textResponse('not found', 404);
}

async function answerLegacy(context: Context, options: Answering): Promise<Response> {
  const method = context.req.param('method') ?? '';
  const offered = byLegacyName.get(method);
  if (offered === undefined) return textResponse(`False : ${method} is forbidden`);
  const known = await makeContext(context, options);
  const parameters = await readParameters(context.req.raw, { maxInflatedBodyBytes: options.limits.max_inflated_body_bytes, repeats: 'first' });
  return writeLegacyReply(await offered.answerLegacy(known, parameters), wantsJson(context, parameters));
}

async function makeContext(context: Context, options: Answering): Promise<FunctionContext> {
  const connection = readConnection(context.env);
  const { host } = new URL(context.req.url);
  const identity = await options.identify(context.req.raw, connection);
  const clientHost = options.findClientAddress(context.req.raw, connection);
  options.rateLimit?.admit(nameSender(identity, clientHost), options.readClock());
  await options.refuseBanned(identity);
  return { ...options, identity, address: context.req.header('host') ?? host, clientHost, isSecure: connection.isSecure };
}

async function answerApi(context: Context, options: Answering): Promise<Response> {
  const path = `${context.req.param('module')}/${context.req.param('method')}`;
  const offered = byApiPath.get(path);
  if (offered === undefined) return Response.json(apiFailure(`${path} is forbidden`), { status: 403 });
  if (!offered.apiVerbs.includes(context.req.method)) return Response.json(apiFailure(`Method ${context.req.method} is not allowed, use ${offered.apiVerbs.join(' or ')}`));
  const known = await makeContext(context, options);
  try {
    return Response.json(await offered.answerApi(known, await readParameters(context.req.raw, { maxInflatedBodyBytes: options.limits.max_inflated_body_bytes, repeats: 'list' })));
  } catch (error) {
    if (!isPandaError(error)) throw error;
    return Response.json(apiFailure(error.message));
  }
}

/**
 * A request that cannot be read is answered with 400, 413 or 415. What a function of the legacy API refuses, bad parameters
 * included, is text with status 500: in PanDA's own server that is an uncaught exception, and its clients expect it so.
 */
function answerError(error: Error, context: Context, log: Log): Response {
  if (error instanceof RequestRefusal) return answerRefusal(error, context, log);
  if (isPandaError(error)) {
    log.warn({ code: error.code }, error.message);
    return textResponse(`ERROR : ${error.message}`, requestFaults[error.code] ?? 500);
  }
  if (isBrokenOff(error, context.req.raw)) {
    log.info({ path: context.req.path }, `the client broke off: ${error.message}`);
    return textResponse('ERROR : the request was broken off', 400);
  }
  log.error({ err: error }, 'request failed');
  return textResponse(`ERROR : ${error.name}: ${error.message}`, 500);
}

function answerRefusal(refusal: RequestRefusal, context: Context, log: Log): Response {
  const { cause } = refusal;
  log.warn({ code: refusal.code, path: context.req.path, client: readConnection(context.env).address, ...(cause instanceof Error ? { reason: cause.message } : {}) }, refusal.message);
  const response = textResponse(`ERROR : ${refusal.message}`, refusal.status);
  for (const [name, value] of Object.entries(refusal.headers)) response.headers.set(name, value);
  return response;
}

function wantsJson(context: Context, parameters: RequestParameters): boolean {
  if (/\bapplication\/json\b/.test(context.req.header('accept') ?? '')) return true;
  return /^(true|1)$/i.test(readText(parameters, 'no_pickle') ?? '');
}
