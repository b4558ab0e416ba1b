import type { DatabaseFault } from '../database-dialect.ts';
import type { ThreadFault, ThreadStage } from './thread-protocol.ts';

/** What SQLite refused, with its result code. */
export class SqliteFault extends Error {
  override readonly name = 'SqliteFault';
  /** Source: sqlite.org/rescode.html; the lowest byte is the kind. */
  readonly errcode: number | undefined;
  readonly stage: ThreadStage | undefined;

  constructor({ message, errcode, stage }: ThreadFault) {
    super(message);
    this.errcode = errcode;
    this.stage = stage;
  }
}

/** What an error that a query threw means. */
export function classifyFault(error: unknown): DatabaseFault | undefined {
  if (!(error instanceof Error)) return undefined;
  const errcode = 'errcode' in error && typeof error.errcode === 'number' ? error.errcode : 0;
  if ((errcode & 0xff) === 5 || (errcode & 0xff) === 6) return 'gave-way';
  if (errcode === 1555 || errcode === 2067) return 'duplicate-key';
  if (/^index .* already exists/.test(error.message)) return 'index-exists';
  return error.message.startsWith('no such table') ? 'table-missing' : undefined;
}
