/** HTML in which every inserted value has been escaped; `toString` gives it. Only `markup` and `trustMarkup` make it: no value of a row can pass for it. */
export type Markup = WrittenHtml;

/** What a template may insert: texts and numbers are escaped, `undefined` and `false` leave nothing. */
export type MarkupValue = string | number | undefined | false | Markup | readonly MarkupValue[];

class WrittenHtml {
  readonly #html: string;

  constructor(html: string) {
    this.#html = html;
  }

  toString(): string {
    return this.#html;
  }
}

/** A tagged template for HTML: `markup\`<b>${name}</b>\``. */
export function markup(strings: TemplateStringsArray, ...values: readonly MarkupValue[]): Markup {
  let html = strings[0] ?? '';
  for (let index = 0; index < values.length; index += 1) html += writeValue(values[index]) + (strings[index + 1] ?? '');
  return new WrittenHtml(html);
}

/** HTML that was written, and checked, elsewhere: inserted as it is. */
export function trustMarkup(text: string): Markup {
  return new WrittenHtml(text);
}

/** What a template inserts for a value. */
export function writeValue(value: MarkupValue): string {
  if (typeof value === 'string') return escapeText(value);
  if (typeof value === 'number') return String(value);
  if (value === undefined || value === false) return '';
  if (value instanceof WrittenHtml) return value.toString();
  let html = '';
  for (const each of value) html += writeValue(each);
  return html;
}

/** Most texts have nothing to escape, and a page has thousands. */
function escapeText(text: string): string {
  if (!/[&<>"']/.test(text)) return text;
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;').replaceAll("'", '&#39;');
}
