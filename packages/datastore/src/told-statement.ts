import type { CompiledQuery, Transaction } from 'kysely';
import type { Tables } from './schema/tables.ts';

/** A statement that can be put into the words of a database. */
interface Statement {
  compile(transaction: Transaction<Tables>): CompiledQuery;
}

/**
 * Does a change whose result nobody wants. Where the database is another thread it may travel with what comes next in
 * the transaction, and then fails with that, at the latest with the commit.
 */
export async function tell(transaction: Transaction<Tables>, change: Statement): Promise<void> {
  const query: CompiledQuery & { readonly isToldOnly: true } = { ...change.compile(transaction), isToldOnly: true };
  await transaction.executeQuery(query);
}

/** Whether a statement comes from `tell`. The mark is plain data, as a driver may stand in a bundle of its own. */
export function isToldOnly(query: CompiledQuery): boolean {
  return 'isToldOnly' in query;
}
