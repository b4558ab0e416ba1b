import type { PickleValue } from './pickle-value.ts';

/** What JSON can hold. */
export type PlainValue = null | boolean | number | string | readonly PlainValue[] | { readonly [name: string]: PlainValue | undefined };

/** A plain value as Python reads it from a pickle: objects are dicts, arrays are lists; an absent member is left out. */
export function pickleFromPlain(value: PlainValue): PickleValue {
  if (value === null || typeof value !== 'object') return value;
  if (isList(value)) return value.map(pickleFromPlain);
  return new Map(Object.entries(value).flatMap(([name, member]): [string, PickleValue][] => (member === undefined ? [] : [[name, pickleFromPlain(member)]])));
}

function isList(value: object): value is readonly PlainValue[] {
  return Array.isArray(value);
}
