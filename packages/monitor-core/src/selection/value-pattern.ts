import type { JobAttribute, JobCondition, ValuePattern } from '@bigpanda/model';
import { jobColumns } from '@bigpanda/datastore';
import { readTime } from './time-text.ts';

/** What a column holds. */
export type ValueKind = 'number' | 'time' | 'text';

/** What the text of a filter is read as, or what would be allowed. */
export type ReadPatterns = { readonly patterns: readonly ValuePattern[]; readonly isNegated?: true } | { readonly allowed: string };

/** The same for an attribute of a job. */
export type ReadCondition = { readonly condition: JobCondition } | { readonly allowed: string };

const mostPatterns = 200;

/** The condition that a filter's text tells of an attribute. */
export function readCondition(attribute: JobAttribute, text: string): ReadCondition {
  const type = jobColumns[attribute];
  const read = readPatterns(type === 'datetime' ? 'time' : /^(bigint|integer|decimal)/.test(type) ? 'number' : 'text', text);
  return 'allowed' in read ? read : { condition: { attribute, ...read } };
}

/**
 * What a filter's text tells: texts parted by `|` of which one holds, `*` for any text, `!` in front for none of them,
 * `NULL` for unset, `FROM..TO` for numbers and times from one to another, `\` before what stands for itself.
 */
export function readPatterns(kind: ValueKind, text: string): ReadPatterns {
  const isNegated = text.startsWith('!');
  const parts = splitAlternatives(isNegated ? text.slice(1) : text);
  if (parts.length > mostPatterns) return { allowed: `at most ${mostPatterns} texts parted by "|"` };
  const patterns: ValuePattern[] = [];
  for (const part of parts) {
    const pattern = readPattern(kind, part);
    if (typeof pattern === 'string') return { allowed: pattern };
    patterns.push(pattern);
  }
  return { patterns, ...(isNegated ? { isNegated: true } : {}) };
}

function splitAlternatives(text: string): string[] {
  const parts = [''];
  for (let index = 0; index < text.length; index += 1) {
    const isEscaped = text[index] === '\\' && index + 1 < text.length;
    if (text[index] === '|') parts.push('');
    else parts.push(`${parts.pop() ?? ''}${text.slice(index, index + (isEscaped ? 2 : 1))}`);
    if (isEscaped) index += 1;
  }
  return parts;
}

function readPattern(kind: ValueKind, part: string): ValuePattern | string {
  if (part === 'NULL') return { kind: 'unset' };
  if (kind === 'number') return readNumberPattern(part);
  if (kind === 'time') return readTimePattern(part);
  if (!hasWildcard(part)) return { kind: 'equal', value: unescape(part) };
  return part.includes('\\*') ? 'a text with "*" for any text, but not with "\\*" too' : { kind: 'like', text: unescape(part) };
}

function readNumberPattern(part: string): ValuePattern | string {
  const range = /^(-?\d*(?:\.\d+)?)(?:\.\.|:)(-?\d*(?:\.\d+)?)$/.exec(part);
  if (range !== null) return rangeOf(range[1] === '' ? undefined : Number(range[1]), range[2] === '' ? undefined : Number(range[2]));
  if (/^[-\d*]+$/.test(part) && part.includes('*')) return { kind: 'like', text: part };
  return /^-?\d+(\.\d+)?$/.test(part) ? { kind: 'equal', value: Number(part) } : 'a number, FROM..TO, NULL, or digits with "*"';
}

function readTimePattern(part: string): ValuePattern | string {
  const ends = part.split('..');
  if (ends.length === 2) {
    const [from, to] = ends.map((end) => (end === '' ? '' : readTime(end)));
    if (from !== undefined && to !== undefined) return rangeOf(from === '' ? undefined : from, to === '' ? undefined : to);
  }
  if (/^[-\d: *]+$/.test(part) && part.includes('*')) return { kind: 'like', text: part };
  const time = readTime(part);
  return time === undefined ? 'a time such as 2014-03-07 or 2014-03-07 12:30, FROM..TO, NULL, or 2014-03-07*' : { kind: 'equal', value: time };
}

function rangeOf(from: string | number | undefined, to: string | number | undefined): ValuePattern {
  return { kind: 'range', ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) };
}

function hasWildcard(text: string): boolean {
  return /(?<!\\)(?:\\\\)*\*/.test(text);
}

function unescape(text: string): string {
  return text.replace(/\\(.)/gs, '$1');
}
