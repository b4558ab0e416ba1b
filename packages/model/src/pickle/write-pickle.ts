import { PickleError } from './pickle-error.ts';
import { escapeUnicode, quoteAscii } from './pickle-text.ts';
import { isPickleObject, isPickleTuple, type PickleObject, type PickleValue } from './pickle-value.ts';

/** The package that the classes of written specs are in: Python 3 clients and servers know the longer name, 2014's the shorter. */
export type SpecPackage = 'pandaserver.taskbuffer' | 'taskbuffer';

/**
 * The ASCII text of a pickle of protocol 0, which Python 2 and Python 3 read. ASCII texts become `str` in both.
 * Specs may refer to one another in a cycle; a cycle of lists, tuples or dicts overflows the stack.
 * @throws PickleError `PICKLE_UNWRITABLE` for a class name or a number that is not finite
 */
export function writePickle(value: PickleValue, specPackage: SpecPackage = 'pandaserver.taskbuffer'): string {
  const output: PickleOutput = { parts: [], keys: new Map(), specPackage };
  write(output, value);
  return `${output.parts.join('')}.`;
}

interface PickleOutput {
  readonly parts: string[];
  /** Memo keys of the specs written so far. */
  readonly keys: Map<PickleObject, number>;
  readonly specPackage: SpecPackage;
}

function write(output: PickleOutput, value: PickleValue): void {
  const { parts } = output;
  if (value === null) parts.push('N');
  else if (typeof value === 'boolean') parts.push(value ? 'I01\n' : 'I00\n');
  else if (typeof value === 'number') parts.push(formatNumber(value));
  else if (typeof value === 'bigint') parts.push(`L${value}L\n`);
  else if (typeof value === 'string') parts.push(formatText(value));
  else writeContainer(output, value);
}

function writeContainer(output: PickleOutput, value: Exclude<PickleValue, null | boolean | number | bigint | string>): void {
  if (Array.isArray(value)) writeGroups(output, { open: '(l', groups: value.map((item) => [item]), close: 'a' });
  else if (value instanceof Map) writeGroups(output, { open: '(d', groups: [...value], close: 's' });
  else if (isPickleTuple(value)) writeGroups(output, { open: '(', groups: [value.items], close: 't' });
  else if (isPickleObject(value)) writeObject(output, value);
  else throw new PickleError('PICKLE_UNWRITABLE', 0, `class "${value.name}" as a value`);
}

function writeGroups(output: PickleOutput, { open, groups, close }: { readonly open: string; readonly groups: readonly (readonly PickleValue[])[]; readonly close: string }): void {
  output.parts.push(open);
  for (const group of groups) {
    for (const item of group) write(output, item);
    output.parts.push(close);
  }
}

function writeObject(output: PickleOutput, object: PickleObject): void {
  const known = output.keys.get(object);
  if (known !== undefined) {
    output.parts.push(`g${known}\n`);
    return;
  }
  const key = output.keys.size;
  output.keys.set(object, key);
  output.parts.push(`ccopy_reg\n_reconstructor\n(c${output.specPackage}.${object.className}\n${object.className}\nc__builtin__\nobject\nNtRp${key}\n`);
  write(output, object.state);
  output.parts.push('b');
}

function formatNumber(value: number): string {
  if (!Number.isFinite(value)) throw new PickleError('PICKLE_UNWRITABLE', 0, `number ${value}`);
  if (!Number.isInteger(value)) return `F${value}\n`;
  return Math.abs(value) < 2 ** 31 ? `I${value}\n` : `L${BigInt(value)}L\n`;
}

function formatText(text: string): string {
  return /^[\x00-\x7f]*$/.test(text) ? `S${quoteAscii(text)}\n` : `V${escapeUnicode(text)}\n`;
}
