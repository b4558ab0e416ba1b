import { DatabaseSync } from 'node:sqlite';
import { onTestFinished } from 'vitest';
import type { OwnRow, PageRow, PageQuery } from '@bigpanda/monitor-contract';
import { condorJobs } from '../src/store/tables.ts';

/** The plug-in's table in memory, and what its queries find there. */
export interface CondorStore {
  write(rows: readonly OwnRow[]): void;
  read(query: PageQuery): readonly PageRow[];
}

/** An empty table. */
export function makeStore(): CondorStore {
  const database = new DatabaseSync(':memory:');
  onTestFinished(() => { database.close(); });
  const columns = Object.entries(condorJobs.columns);
  database.exec(`create table condor_jobs (${columns.map(([name, type]) => `${name} ${type}`).join(', ')}, primary key (${condorJobs.primaryKey.join(', ')}))`);
  const insert = database.prepare(`insert or replace into condor_jobs values (${columns.map(() => '?').join(', ')})`);
  return {
    write: (rows) => { for (const row of rows) insert.run(...columns.map(([name]) => row[name] ?? null)); },
    read: (query) => {
      if (query.from !== 'store') throw new Error('wanted a query of the own tables');
      return database.prepare(query.sql).all(...query.values).map((row) => Object.fromEntries(Object.entries(row).map(([name, value]) => [name, typeof value === 'number' || typeof value === 'string' ? value : null])));
    },
  };
}
