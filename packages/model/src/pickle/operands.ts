import type { ByteCursor } from './byte-cursor.ts';
import type { PickleStack } from './pickle-stack.ts';
import { decodeByteString, decodeLatin1, unescapeByteString, unescapeUnicode } from './pickle-text.ts';

/** Longest decimal number: far above any counter of PanDA, far below where parsing costs time. */
const maxDigits = 40;

/** The operand of INT: a decimal number, or `01` and `00` for True and False. */
export function readInteger(stack: PickleStack, cursor: ByteCursor): number | bigint | boolean {
  const text = decodeLatin1(cursor.takeLine());
  if (text === '00' || text === '01') return text === '01';
  return parseInteger(stack, text);
}

/** The operand of LONG: a decimal number with an `L` that may be missing. */
export function readDecimal(stack: PickleStack, cursor: ByteCursor): number | bigint {
  return parseInteger(stack, decodeLatin1(cursor.takeLine()).replace(/L$/, ''));
}

/** The operand of LONG1: a two's complement number, lowest byte first. */
export function readLittleEndian(bytes: Uint8Array): number | bigint {
  const unsigned = bytes.reduceRight((value, byte) => value * 256n + BigInt(byte), 0n);
  return narrow(BigInt.asIntN(bytes.length * 8, unsigned));
}

/** The operand of FLOAT. */
export function readFloat(stack: PickleStack, cursor: ByteCursor): number {
  const text = decodeLatin1(cursor.takeLine());
  if (!/^[+-]?(\d{1,400}(\.\d{0,400})?|\.\d{1,400})(e[+-]?\d{1,4})?$/i.test(text)) throw stack.malformed('a malformed float');
  return Number(text);
}

/** The operand of STRING: a Python 2 literal in single or double quotes. */
export function readQuoted(stack: PickleStack, cursor: ByteCursor): string {
  const line = decodeLatin1(cursor.takeLine());
  const quote = line.at(0);
  const isQuoted = line.length >= 2 && (quote === "'" || quote === '"') && line.endsWith(quote);
  const bytes = isQuoted ? unescapeByteString(line.slice(1, -1)) : undefined;
  if (bytes === undefined) throw stack.malformed('a malformed string');
  return decodeByteString(bytes);
}

/** The operand of UNICODE: raw-unicode-escape up to the newline. */
export function readUnicodeLine(stack: PickleStack, cursor: ByteCursor): string {
  const text = unescapeUnicode(decodeLatin1(cursor.takeLine()));
  if (text === undefined) throw stack.malformed('a malformed unicode string');
  return text;
}

/** The operand of PUT and GET: a decimal key of the memo. */
export function readKey(stack: PickleStack, cursor: ByteCursor): number {
  const text = decodeLatin1(cursor.takeLine());
  if (!/^\d{1,10}$/.test(text)) throw stack.malformed('a malformed memo key');
  return Number(text);
}

function parseInteger(stack: PickleStack, text: string): number | bigint {
  if (text.length > maxDigits || !/^[+-]?\d+$/.test(text)) throw stack.malformed('a malformed integer');
  return narrow(BigInt(text));
}

function narrow(value: bigint): number | bigint {
  return value >= BigInt(Number.MIN_SAFE_INTEGER) && value <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(value) : value;
}
