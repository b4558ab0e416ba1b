import { html, raw } from 'hono/html';
import type { HtmlEscapedString } from 'hono/utils/html';

/** HTML in which every inserted value has been escaped. */
export type Markup = HtmlEscapedString;

/** What a template may insert: texts and numbers are escaped, `undefined` and `false` leave nothing. */
export type MarkupValue = string | number | undefined | false | Markup | readonly MarkupValue[];

/** A tagged template for HTML: `markup\`<b>${name}</b>\``. */
export function markup(strings: TemplateStringsArray, ...values: readonly MarkupValue[]): Markup {
  const made = html(strings, ...values);
  if (made instanceof Promise) throw new TypeError('write HTML: a promise was inserted');
  return made;
}

/** HTML that a plug-in's `render` returned, inserted as it is: its checks have passed. */
export function trustMarkup(text: string): Markup {
  return raw(text);
}
