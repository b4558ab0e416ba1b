import { sql, type RawBuilder } from 'kysely';
import type { JobSelection } from '@bigpanda/model';
import { allJobTables, type Tables } from '../schema/tables.ts';

/** A table whose rows, of a selection, are counted; the statement calls it `j`. */
export interface CountSource {
  readonly table: keyof Tables;
  readonly selection: JobSelection;
  /** How many jobs the rows of a group stand for. */
  readonly count: RawBuilder<number>;
}

/** What together holds each job of a selection once. */
export function listCountSources(selection: JobSelection): CountSource[] {
  return allJobTables.map((table) => ({ table, selection, count: sql<number>`count(*)` }));
}
