import type { JobAttribute } from '../job/job-attributes.ts';

/** Which jobs are wanted, as plain data; all conditions hold. */
export interface JobSelection {
  readonly conditions: readonly JobCondition[];
  /** Changed (modificationTime) at this time or later, `YYYY-MM-DD hh:mm:ss` in UTC. */
  readonly since?: string;
  /** Changed before this time. */
  readonly until?: string;
}

/** What one attribute is like. */
export interface JobCondition {
  readonly attribute: JobAttribute;
  /** One of these holds; none does where there are none. */
  readonly patterns: readonly ValuePattern[];
  /** None of the patterns holds; jobs without the attribute are wanted then, unless `unset` is among the patterns. */
  readonly isNegated?: true;
}

/**
 * What a value is like. Texts compare by case and to the last space; a value that the attribute cannot have (a word for a
 * number, a time that is none) is like no job's.
 */
export type ValuePattern =
  | { readonly kind: 'equal'; readonly value: string | number }
  /** `*` stands for any text, also for none; every other character for itself. Of numbers with decimals only `*` alone is like any. */
  | { readonly kind: 'like'; readonly text: string }
  /** No value, or an empty text. */
  | { readonly kind: 'unset' }
  /** From one value to another, both included; texts in the order of their characters' numbers. */
  | { readonly kind: 'range'; readonly from?: string | number; readonly to?: string | number };
