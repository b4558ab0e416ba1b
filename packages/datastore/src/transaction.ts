import { setTimeout } from 'node:timers/promises';
import type { Kysely, Transaction } from 'kysely';
import type { DialectTraits } from './dialect/database-dialect.ts';
import type { Tables } from './schema/tables.ts';

/** Enough for any queue of writers that a server has; more would be a cycle that never ends. */
const maxTries = 20;

/** Does a piece of work in one transaction, again when the database made this transaction give way to another. */
export async function transact<Result>(sql: Kysely<Tables>, traits: DialectTraits, work: (transaction: Transaction<Tables>) => Promise<Result>): Promise<Result> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await sql.transaction().execute(work);
    } catch (error) {
      if (tries === maxTries || traits.classifyFault(error) !== 'gave-way') throw error;
      await setTimeout(tries * 5);
    }
  }
}
