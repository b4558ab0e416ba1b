import { AsyncLocalStorage } from 'node:async_hooks';
import { randomUUID } from 'node:crypto';

interface RequestContext {
  readonly requestId: string;
}

const context = new AsyncLocalStorage<RequestContext>();

/** What stands in every log line that is written for a request; nothing outside of one. */
export function readRequestContext(): RequestContext | Record<string, never> {
  return context.getStore() ?? {};
}

/** Does the work of a request, so that its log lines tell the id. */
export function withRequestId<Result>(requestId: string, work: () => Result): Result {
  return context.run({ requestId }, work);
}

/** The id that the sender gave in `X-Request-ID`, when it is a word of at most 64 letters, digits, `.`, `_` and `-`; else a new one. */
export function chooseRequestId(sent: string | null): string {
  return sent !== null && /^[A-Za-z0-9._-]{1,64}$/.test(sent) ? sent : randomUUID();
}
