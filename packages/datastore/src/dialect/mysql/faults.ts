import type { DatabaseFault } from '../database-dialect.ts';

/** Error numbers. Source: MariaDB and MySQL, server error reference. */
const faultsByNumber: Readonly<Record<number, DatabaseFault>> = { 1205: 'gave-way', 1213: 'gave-way', 1020: 'gave-way', 1062: 'duplicate-key', 1061: 'index-exists', 1146: 'table-missing' };

/** Codes of mysql2 and Node for a server that is away, stops, or takes no more connections. */
const goneCodes: ReadonlySet<string> = new Set(['ECONNREFUSED', 'ECONNRESET', 'ENOENT', 'EPIPE', 'ETIMEDOUT', 'EHOSTUNREACH', 'ENOTFOUND', 'EAI_AGAIN', 'PROTOCOL_CONNECTION_LOST', 'ER_SERVER_SHUTDOWN', 'ER_CON_COUNT_ERROR', 'ER_CONNECTION_KILLED']);

/** What an error that a query threw means. */
export function classifyFault(error: unknown): DatabaseFault | undefined {
  const errno = error instanceof Error && 'errno' in error && typeof error.errno === 'number' ? error.errno : 0;
  if (error instanceof Error && 'code' in error && typeof error.code === 'string' && goneCodes.has(error.code)) return 'no-answer';
  return faultsByNumber[errno];
}
