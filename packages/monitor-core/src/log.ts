import { pino, type Logger } from 'pino';
import { PandaError } from '@bigpanda/model';
import type { Configuration } from './configuration.ts';

export type Log = Logger;

/**
 * A log of JSON lines, to stdout or appended to a file. Warnings of Node.js go there too instead of to stderr.
 * @throws PandaError `LOG_UNWRITABLE`
 */
export function createLog({ level, file }: Configuration['log']): Log {
  const log = pino({ level, base: { program: 'bigpandamon', pid: process.pid }, timestamp: pino.stdTimeFunctions.isoTime }, openDestination(file));
  process.removeAllListeners('warning');
  process.on('warning', (warning) => { log.debug({ warning: warning.name }, warning.message); });
  return log;
}

function openDestination(file: string | undefined): ReturnType<typeof pino.destination> {
  if (file === undefined) return pino.destination({ fd: 1, sync: true });
  try {
    return pino.destination({ dest: file, append: true, sync: true });
  } catch (cause) {
    throw new PandaError('LOG_UNWRITABLE', `open log: ${(cause as Error).message}`, { hint: 'Let the user that runs this program write there.', cause });
  }
}
