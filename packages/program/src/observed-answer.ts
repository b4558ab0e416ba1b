import { collectDefaultMetrics, Counter, Histogram, Registry } from 'prom-client';
import { makeAddressCheck } from './address-check.ts';
import { readConnection } from './identity/connection.ts';
import type { Log } from './log.ts';
import type { Answer, PreparedProgram } from './program.ts';
import { chooseRequestId, withRequestId } from './request-context.ts';

/** A check that has not ended after this long has failed. */
const checkMilliseconds = 5_000;

const secondsBuckets = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

export interface ObservationOptions {
  readonly log: Log;
  /** Addresses and networks that may read `/metrics`. */
  readonly metricsReaders: readonly string[];
}

/**
 * A program's answers with what operators need around them: an id for each request, `X-Request-ID`, in the reply and in
 * the log; counts and durations by function at `/metrics`, with those of the program and of Node; and its checks at `/healthz`.
 */
export function observeAnswers(prepared: PreparedProgram, { log, metricsReaders }: ObservationOptions): Answer {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  prepared.measure?.(registry);
  const requests = new Counter({ name: 'http_requests_total', help: 'Requests by function and status.', labelNames: ['function', 'status'], registers: [registry] });
  const durations = new Histogram({ name: 'http_request_duration_seconds', help: 'How long requests took until their reply began, by function.', labelNames: ['function'], buckets: secondsBuckets, registers: [registry] });
  const mayRead = makeAddressCheck(metricsReaders);
  const answer = async (request: Request, env?: object): Promise<Response> => {
    const { pathname } = new URL(request.url);
    if (pathname === '/healthz') return answerHealth(prepared);
    if (pathname === '/metrics') return !isForwarded(request) && mayRead(readConnection(env).address) ? new Response(await registry.metrics(), { headers: { 'content-type': registry.contentType } }) : new Response('forbidden', { status: 403 });
    const begin = performance.now();
    const response = await prepared.fetch(request, env);
    const name = prepared.nameFunction?.(pathname) ?? 'any';
    requests.inc({ function: name, status: response.status });
    durations.observe({ function: name }, (performance.now() - begin) / 1000);
    return response;
  };
  return (request, env) => {
    const requestId = chooseRequestId(request.headers.get('x-request-id'));
    return withRequestId(requestId, async () => {
      const response = await answer(request, env).catch((error: unknown) => {
        log.error({ err: error }, 'request failed');
        return new Response('internal error', { status: 500 });
      });
      response.headers.set('x-request-id', requestId);
      return response;
    });
  };
}

async function answerHealth({ checkHealth }: PreparedProgram): Promise<Response> {
  const checks = await Promise.all(Object.entries(checkHealth ?? {}).map(async ([name, check]) => [name, await judge(check)] as const));
  const isHealthy = checks.every(([, fact]) => fact === 'ok');
  return Response.json({ status: isHealthy ? 'ok' : 'failed', checks: Object.fromEntries(checks) }, { status: isHealthy ? 200 : 503, headers: { 'cache-control': 'no-store' } });
}

/** `ok`, or what is wrong; the message of an unexpected failure stays inside. */
async function judge(check: () => Promise<string>): Promise<string> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<string>((resolve) => { timer = setTimeout(() => { resolve(`no answer within ${checkMilliseconds / 1000} seconds`); }, checkMilliseconds); });
  try {
    return await Promise.race([check(), late]);
  } catch {
    return 'failed';
  } finally {
    clearTimeout(timer);
  }
}

/** Whether a front proxy passes it on for somebody else: its own address tells nothing of who that is. */
function isForwarded({ headers }: Request): boolean {
  return headers.has('x-forwarded-for') || headers.has('forwarded');
}
