/** The text of a filter that only this value passes: what the language of filters would take for more has a `\` before it. */
export function exactFilter(value: string | number): string {
  const text = String(value);
  return /[\\*|]|^!|^NULL$/.test(text) ? text.replace(/[\\*|]/g, '\\$&').replace(/^!/, '\\!').replace(/^NULL$/, '\\NULL') : text;
}
