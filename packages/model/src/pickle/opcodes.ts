import type { ByteCursor } from './byte-cursor.ts';
import { readGlobal, construct, reduce, build } from './object-opcodes.ts';
import type { PickleStack } from './pickle-stack.ts';
import { decodeByteString } from './pickle-text.ts';
import { readDecimal, readFloat, readInteger, readKey, readLittleEndian, readQuoted, readUnicodeLine } from './operands.ts';
import type { PickleValue } from './pickle-value.ts';

/** What one opcode does to the stack; its operand is read from the cursor. */
export type Opcode = (stack: PickleStack, cursor: ByteCursor) => void;

/** The opcodes of protocols 0, 1 and 2 that plain values and specs need, by their byte. Source: Python's `pickletools`. */
export const opcodes: ReadonlyMap<number, Opcode> = new Map<number, Opcode>(Object.entries({
  '\x80': (stack, cursor) => { checkProtocol(stack, cursor.takeUint8()); },
  '(': (stack) => { stack.mark(); },
  '0': (stack) => { stack.pop(); },
  '1': (stack) => { stack.popToMark(); },
  'N': (stack) => { stack.push(null); },
  '\x88': (stack) => { stack.push(true); },
  '\x89': (stack) => { stack.push(false); },
  'I': (stack, cursor) => { stack.push(readInteger(stack, cursor)); },
  'J': (stack, cursor) => { stack.push(cursor.takeInt32()); },
  'K': (stack, cursor) => { stack.push(cursor.takeUint8()); },
  'M': (stack, cursor) => { stack.push(cursor.takeUint16()); },
  'L': (stack, cursor) => { stack.push(readDecimal(stack, cursor)); },
  '\x8a': (stack, cursor) => { stack.push(readLittleEndian(cursor.take(cursor.takeUint8()))); },
  'F': (stack, cursor) => { stack.push(readFloat(stack, cursor)); },
  'G': (stack, cursor) => { stack.push(cursor.takeFloat64()); },
  'S': (stack, cursor) => { stack.push(readQuoted(stack, cursor)); },
  'T': (stack, cursor) => { stack.push(decodeByteString(cursor.take(cursor.takeUint32()))); },
  'U': (stack, cursor) => { stack.push(decodeByteString(cursor.take(cursor.takeUint8()))); },
  'V': (stack, cursor) => { stack.push(readUnicodeLine(stack, cursor)); },
  'X': (stack, cursor) => { stack.push(decodeByteString(cursor.take(cursor.takeUint32()))); },
  ']': (stack) => { stack.push([]); },
  'l': (stack) => { pushList(stack, stack.popToMark()); },
  'a': (stack) => { extendList(stack, [stack.pop()]); },
  'e': (stack) => { extendList(stack, stack.popToMark()); },
  ')': (stack) => { pushTuple(stack, []); },
  't': (stack) => { pushTuple(stack, stack.popToMark()); },
  '\x85': (stack) => { pushTuple(stack, popMany(stack, 1)); },
  '\x86': (stack) => { pushTuple(stack, popMany(stack, 2)); },
  '\x87': (stack) => { pushTuple(stack, popMany(stack, 3)); },
  '}': (stack) => { stack.push(new Map()); },
  'd': (stack) => { pushDict(stack, stack.popToMark()); },
  's': (stack) => { extendDict(stack, popMany(stack, 2)); },
  'u': (stack) => { extendDict(stack, stack.popToMark()); },
  'p': (stack, cursor) => { stack.remember(readKey(stack, cursor)); },
  'q': (stack, cursor) => { stack.remember(cursor.takeUint8()); },
  'r': (stack, cursor) => { stack.remember(cursor.takeUint32()); },
  'g': (stack, cursor) => { stack.push(stack.recall(readKey(stack, cursor))); },
  'h': (stack, cursor) => { stack.push(stack.recall(cursor.takeUint8())); },
  'j': (stack, cursor) => { stack.push(stack.recall(cursor.takeUint32())); },
  'c': (stack, cursor) => { stack.push(readGlobal(stack, cursor)); },
  'R': (stack) => { reduce(stack); },
  '\x81': (stack) => { construct(stack); },
  'b': (stack) => { build(stack); },
} satisfies Record<string, Opcode>).map(([character, opcode]) => [character.charCodeAt(0), opcode]));

function checkProtocol(stack: PickleStack, protocol: number): void {
  if (protocol > 2) throw stack.malformed(`protocol ${protocol}, wanted 0 to 2`);
}

function popMany(stack: PickleStack, count: number): PickleValue[] {
  return Array.from({ length: count }, () => stack.pop()).reverse();
}

function pushList(stack: PickleStack, items: PickleValue[]): void {
  stack.contain(items, items);
  stack.push(items);
}

function extendList(stack: PickleStack, items: readonly PickleValue[]): void {
  const list = stack.top();
  if (!Array.isArray(list)) throw stack.malformed('an append to what is no list');
  stack.contain(list, items);
  for (const item of items) list.push(item);
}

function pushTuple(stack: PickleStack, items: readonly PickleValue[]): void {
  const tuple: PickleValue = { kind: 'tuple', items };
  stack.contain(tuple, items);
  stack.push(tuple);
}

function pushDict(stack: PickleStack, items: readonly PickleValue[]): void {
  stack.push(new Map());
  extendDict(stack, items);
}

function extendDict(stack: PickleStack, items: readonly PickleValue[]): void {
  const dict = stack.top();
  if (!(dict instanceof Map)) throw stack.malformed('a key for what is no dict');
  if (items.length % 2 !== 0) throw stack.malformed('a key without a value');
  stack.contain(dict, items);
  items.forEach((item, index) => {
    if (index % 2 === 1) dict.set(items[index - 1] ?? null, item);
  });
}
