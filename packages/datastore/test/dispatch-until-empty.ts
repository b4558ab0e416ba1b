import { mysqlDialect } from '../src/dialect/mysql/dialect.ts';
import { sqliteDialect } from '../src/dialect/sqlite/dialect.ts';
import { dispatchJob, openDatabase } from '../src/index.ts';

/** A program for a test: takes every job of SITE from the database that its arguments name (dialect, settings as JSON), and prints their PandaIDs as JSON. */
const [, , name, settings = '{}'] = process.argv;
const database = await openDatabase(name === 'mysql' ? mysqlDialect : sqliteDialect, JSON.parse(settings), 0);
const ids: unknown[] = [];
for (;;) {
  const job = await dispatchJob(database, { computingSite: 'SITE', changes: {}, time: '2014-03-07 12:00:00' });
  if (job === undefined) break;
  ids.push(job.attributes.PandaID);
}
await database.close();
console.log(JSON.stringify(ids));
