import { pino, type Logger } from 'pino';
import { PandaError } from '@bigpanda/model';
import type { LogSettings } from './configuration-values.ts';
import { readRequestContext } from './request-context.ts';

export type Log = Logger;

/**
 * A log of JSON lines, to stdout or appended to a file. What is written for a request tells its `requestId`.
 * @param program its name, in each line
 * @throws PandaError `LOG_UNWRITABLE`
 */
export function createLog(program: string, { level, file }: LogSettings): Log {
  return pino({ level, base: { program, pid: process.pid }, timestamp: pino.stdTimeFunctions.isoTime, mixin: readRequestContext }, openDestination(file));
}

/** Sends the warnings of Node.js to a log instead of to stderr. */
export function logWarnings(log: Log): void {
  process.removeAllListeners('warning');
  process.on('warning', (warning) => { log.debug({ warning: warning.name }, warning.message); });
}

function openDestination(file: string | undefined): ReturnType<typeof pino.destination> {
  if (file === undefined) return pino.destination({ fd: 1, sync: true });
  try {
    return pino.destination({ dest: file, append: true, sync: true });
  } catch (cause) {
    throw new PandaError('LOG_UNWRITABLE', `open log: ${(cause as Error).message}`, { hint: 'Let the user that runs this program write there.', cause });
  }
}
