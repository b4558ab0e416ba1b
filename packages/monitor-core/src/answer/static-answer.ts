import { notFoundPage } from '../pages/problem-pages.ts';
import { findStaticFile } from '../static-files.ts';
import type { AppContext, AppOptions } from './answering.ts';
import { answerMade } from './page-answer.ts';

/** Answers with a static file: for ever the same under a name with its digest. */
export function answerStatic(context: AppContext, options: AppOptions): Response | Promise<Response> {
  const found = findStaticFile(options.staticFiles, context.req.param('name') ?? '');
  if (found === undefined) return answerMade(context, options, async () => notFoundPage(context.req.path));
  const { file, isLasting } = found;
  const etag = `"${file.digest}"`;
  const headers = { 'content-type': file.contentType, etag, 'cache-control': isLasting ? 'public, max-age=31536000, immutable' : 'public, max-age=300' };
  return context.req.header('if-none-match') === etag ? new Response(null, { status: 304, headers }) : new Response(file.body, { headers });
}
