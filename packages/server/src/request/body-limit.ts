import type { MiddlewareHandler } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { textResponse } from '../reply/legacy-reply.ts';

/**
 * Refuses bodies larger than so many bytes with 413. Hono's own limit opens the stream of every body, which costs a
 * request more than reading its parameters does: here that is done only for one whose size the header does not tell.
 * A GET has none that anybody reads.
 */
export function limitBody(maxSize: number): MiddlewareHandler {
  const refuse = (): Response => textResponse(`ERROR : request body is larger than ${maxSize} bytes`, 413);
  const countBytes = bodyLimit({ maxSize, onError: refuse });
  return async (context, next) => {
    const { headers, method } = context.req.raw;
    if (method === 'GET') return next();
    const told = headers.has('transfer-encoding') ? null : headers.get('content-length');
    if (told === null) return countBytes(context, next);
    return Number.parseInt(told, 10) > maxSize ? refuse() : next();
  };
}
