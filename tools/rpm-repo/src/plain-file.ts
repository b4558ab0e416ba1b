import { closeSync, constants, fstatSync, openSync, readFileSync } from 'node:fs';

/**
 * The bytes of a plain file, `undefined` for anything else: a pipe or device would keep whoever reads it waiting for ever, so it is opened without waiting.
 * @throws Error of node:fs
 */
export function readPlainFile(file: string): Buffer | undefined {
  const descriptor = openSync(file, constants.O_RDONLY | constants.O_NONBLOCK);
  try {
    return fstatSync(descriptor).isFile() ? readFileSync(descriptor) : undefined;
  } finally {
    closeSync(descriptor);
  }
}
