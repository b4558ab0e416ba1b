import { hostileText } from './sample-rows.ts';

/** What must not be in the HTML of a page, or must be: a name for people and how to find it. */
const rules: readonly { readonly problem: string; readonly isBroken: (html: string) => boolean }[] = [
  { problem: 'wrote a value without escaping it', isBroken: (html) => html.includes(hostileText.trim()) || /<script>alert/.test(html) },
  { problem: 'wrote a script', isBroken: (html) => /<script\b/i.test(html) },
  { problem: 'wrote an event handler', isBroken: (html) => /<[a-z][^>"']*(?:"[^"]*"[^>"']*|'[^']*'[^>"']*)*\son[a-z]+\s*=/i.test(html) },
  { problem: 'wrote a style, which the core forbids', isBroken: (html) => /<style\b|<[a-z][^>"']*(?:"[^"]*"[^>"']*|'[^']*'[^>"']*)*\sstyle\s*=/i.test(html) },
  { problem: 'refers to another host', isBroken: (html) => /\s(?:src|href|action)\s*=\s*["']?\s*(?:[a-z][a-z0-9+.-]*:|\/\/)/i.test(html) },
  { problem: 'wrote h1, which is the core\'s', isBroken: (html) => /<h1\b/i.test(html) },
  { problem: 'wrote a table without a caption', isBroken: (html) => count(html, /<table\b/gi) !== count(html, /<caption\b/gi) },
  { problem: 'wrote a header cell without scope', isBroken: (html) => count(html, /<th\b/gi) !== count(html, /<th\s[^>]*scope="(?:col|row)"/gi) },
];

/** What is wrong with the HTML of a page, one clause each. */
export function checkHtml(html: string): string[] {
  return rules.filter((rule) => rule.isBroken(html)).map((rule) => rule.problem);
}

function count(text: string, pattern: RegExp): number {
  return text.match(pattern)?.length ?? 0;
}
