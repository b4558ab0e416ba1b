import { ByteCursor } from './byte-cursor.ts';
import { opcodes } from './opcodes.ts';
import { PickleError } from './pickle-error.ts';
import { PickleStack } from './pickle-stack.ts';
import type { PickleValue } from './pickle-value.ts';

const stop = '.'.charCodeAt(0);

/**
 * The value of a pickle of protocol 0, 1 or 2. Runs no code and imports nothing: besides plain values it makes only
 * JobSpec and FileSpec objects. Shared and cyclic references stay shared, so whoever walks the value must bound the walk.
 * Bytes after the end of the pickle are ignored, as Python does.
 * @throws PickleError with the offset of the opcode
 */
export function readPickle(bytes: Uint8Array): PickleValue {
  const cursor = new ByteCursor(bytes);
  const stack = new PickleStack();
  for (;;) {
    stack.offset = cursor.offset;
    const byte = cursor.takeUint8();
    if (byte === stop) return stack.finish();
    const opcode = opcodes.get(byte);
    if (opcode === undefined) throw new PickleError('PICKLE_OPCODE_UNKNOWN', stack.offset, `opcode 0x${byte.toString(16).padStart(2, '0')} is not allowed`);
    opcode(stack, cursor);
  }
}
