import { markup, type Markup } from './markup.ts';

export interface LivePart {
  /** Unlike that of any other part of the page: lower-case letters, digits and `-`. */
  readonly id: string;
  /** How often it is read again. */
  readonly seconds: number;
}

/**
 * A part of a page that the core's script reads again at its pace, unless the reader pauses it: the same address, of whose
 * answer it takes the part with the same id. No form belongs into it.
 */
export function renderLivePart({ id, seconds }: LivePart, content: Markup): Markup {
  return markup`<div id="live-${id}" data-live-seconds="${seconds}" hx-get="" hx-trigger="refresh" hx-select="#live-${id}" hx-swap="outerMorph">
${content}</div>
`;
}
