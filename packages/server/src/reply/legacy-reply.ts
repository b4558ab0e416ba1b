import { formatUrlencoded, unset, writePickle, type PickleValue, type ReplyFields } from '@bigpanda/model';

/** A reply of the legacy API before it is written: text, fields, or a value with its two spellings. */
export type LegacyReply =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'redirect'; readonly location: string }
  | { readonly kind: 'fields'; readonly fields: ReplyFields }
  | { readonly kind: 'value'; readonly pickle: PickleValue; readonly json: unknown };

/** The HTTP response: urlencoded fields and pickles as PanDA's clients read them, JSON for those that ask for it. */
export function writeLegacyReply(reply: LegacyReply, wantsJson: boolean): Response {
  if (reply.kind === 'text') return textResponse(reply.text);
  if (reply.kind === 'redirect') return new Response(null, { status: 302, headers: { location: reply.location } });
  if (reply.kind === 'fields') return wantsJson ? Response.json(completeFields(reply.fields)) : textResponse(formatUrlencoded(reply.fields));
  return wantsJson ? Response.json(reply.json) : textResponse(writePickle(reply.pickle));
}

/** A response of plain text. */
export function textResponse(text: string, status = 200): Response {
  return new Response(text, { status, headers: { 'content-type': 'text/plain; charset=utf-8' } });
}

function completeFields(fields: ReplyFields): Record<string, string | number> {
  return Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, value ?? unset]));
}
