import type { DatabaseFault } from '../database-dialect.ts';

/** Error numbers. Source: MariaDB and MySQL, server error reference. */
const faultsByNumber: Readonly<Record<number, DatabaseFault>> = { 1205: 'gave-way', 1213: 'gave-way', 1020: 'gave-way', 1062: 'duplicate-key', 1061: 'index-exists', 1146: 'table-missing' };

/** What an error that a query threw means. */
export function classifyFault(error: unknown): DatabaseFault | undefined {
  const errno = error instanceof Error && 'errno' in error && typeof error.errno === 'number' ? error.errno : 0;
  return faultsByNumber[errno];
}
