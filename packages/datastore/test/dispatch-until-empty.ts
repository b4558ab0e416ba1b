import { dispatchJob, openDatabase, sqliteDialect } from '../src/index.ts';

/** A program for a test: takes every job of SITE from the database that its argument names, and prints their PandaIDs as JSON. */
const database = await openDatabase(sqliteDialect, { path: process.argv[2] ?? '' }, 0);
const ids: unknown[] = [];
for (;;) {
  const job = await dispatchJob(database, { computingSite: 'SITE', changes: {}, time: '2014-03-07 12:00:00' });
  if (job === undefined) break;
  ids.push(job.attributes.PandaID);
}
await database.close();
console.log(JSON.stringify(ids));
