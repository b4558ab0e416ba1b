import { sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import { archiveJobs, countJobsBy, countOverTime, countTasksBy, findJobs, groupJobs, hideVos, insertJobs, insertTask, listJobs, listTasks, readJobs, readTask, selectJobs, selectTaskColumns, selectTasks, sumUpEndedJobs, tabulateSelection, type PandaDatabase } from '../src/index.ts';
import { databaseKinds, makeJob, open, type DatabaseKind } from './databases.ts';

const everything = { conditions: [] };
const newestFirst = { attribute: 'PandaID', direction: 'descending' } as const;
const states = ['defined', 'waiting', 'activated', 'finished', 'failed'] as const;

/** What each way of asking answers, as one text. */
async function askEverything(database: PandaDatabase): Promise<Record<string, string>> {
  const ids = Array.from({ length: 30 }, (_, index) => index + 1);
  const answers: Record<string, unknown> = {
    selectJobs: await selectJobs(database, everything, { order: newestFirst, limit: 100, withParameters: true }),
    selectBySite: await selectJobs(database, { conditions: [{ attribute: 'computingSite', patterns: [{ kind: 'like', text: '*S*' }] }] }, { order: { attribute: 'computingSite', direction: 'ascending' }, limit: 100 }),
    countJobsBy: await countJobsBy(database, everything, { by: ['computingSite', 'VO', 'jobName'] }),
    countOverTime: await countOverTime(database, everything, { by: 'computingSite', stepSeconds: 3600 }),
    tabulateSelection: await tabulateSelection(database, everything, { by: ['VO', 'computingSite', 'jobStatus'] }),
    selectTasks: await selectTasks(database, everything, 100),
    selectTaskColumns: await selectTaskColumns(database, everything, { limit: 100, columns: ['TASKNAME'] }),
    listJobs: await listJobs(database, { attributes: {} }, { limit: 100 }),
    countTasks: await countTasksBy(database, everything, 'TASKNAME'),
    findJobs: await findJobs(database, { states: [...states] }, 100),
    groupJobs: await groupJobs(database, { states: [...states] }, ['computingSite']),
    readJobs: [...(await readJobs(database, ids, { withArchive: true })).values()],
    listTasks: await listTasks(database, {}, 100),
    readTasks: await Promise.all([1, 2].map((id) => readTask(database, id))),
    rawText: (await sql`select COMPUTINGSITE from jobsactive4 union all select COMPUTINGSITE from jobsarchived4`.execute(database.sql)).rows,
    withText: (await sql`with some as (select COMPUTINGSITE from jobsactive4) select * from some`.execute(database.sql)).rows,
    builder: await database.sql.with('some', (query) => query.selectFrom('jobsactive4').select('COMPUTINGSITE')).selectFrom('some').selectAll().execute(),
  };
  return Object.fromEntries(Object.entries(answers).map(([name, answer]) => [name, JSON.stringify(answer)]));
}

async function fill(database: PandaDatabase): Promise<void> {
  const vos = ['atlas', 'lsst', 'ATLAS ', undefined];
  const jobs = Array.from({ length: 20 }, (_, index) => {
    const vo = vos[index % vos.length];
    return { job: makeJob({ computingSite: vo === 'lsst' || vo === undefined ? 'SITE_SEEN' : 'SITE_SECRET', jobName: vo === undefined ? 'SEEN' : vo, ...(vo === undefined ? {} : { VO: vo }) }), states: [states[index % states.length] ?? 'defined'] };
  });
  await insertJobs(database, jobs, { time: '2014-03-06 12:00:00' });
  await archiveJobs(database, '2014-03-07 00:00:00', 3);
  await sumUpEndedJobs(database, Date.UTC(2014, 2, 8), { maxSpans: 10_000 });
  for (const [index, [vo, taskName]] of ([['atlas', 'task SECRET'], ['lsst', 'task SEEN']] as const).entries()) {
    await insertTask(database, { row: { TASKNAME: taskName, VO: vo, STATUS: 'running', USERNAME: 'u' }, parameters: '{}', datasets: [], maxAttempt: 1 }, { jediTaskId: index + 1, datasetId: 1, fileId: 1, time: '2014-03-06 12:00:00' });
  }
}

describe.each(databaseKinds().map((kind): [string, DatabaseKind] => [kind.dialect.name, kind]))('hideVos on %s', (_, kind) => {
  it('leaves the jobs and tasks of a VO out of every answer, however it is asked, and all others in', async () => {
    const database = await open(kind, await kind.emptySettings());
    await fill(database);
    const [all, visible] = [await askEverything(database), await askEverything(hideVos(database, ['Atlas']))];
    for (const [name, answer] of Object.entries(visible)) {
      expect(all[name], name).toMatch(/SECRET|ATLAS/);
      expect(answer, name).not.toMatch(/SECRET|ATLAS/i);
    }
    for (const name of Object.keys(visible).filter((one) => one !== 'readTasks')) expect(visible[name], name).toMatch(/SEEN/);
    expect((await tabulateSelection(hideVos(database, ['atlas']), everything, { by: [] }))[0]?.count).toBe(10);
    expect((await tabulateSelection(hideVos(database, ['atlas', 'lsst']), everything, { by: [] }))[0]?.count).toBe(5);
  });

  it('hides nothing where no VO is named, and lets nothing be written where one is', async () => {
    const database = await open(kind, await kind.emptySettings());
    expect(hideVos(database, [])).toBe(database);
    const hidden = hideVos(database, ['atlas']);
    await expect(hidden.sql.deleteFrom('jobsactive4').execute()).rejects.toMatchObject({ code: 'DATABASE_READ_ONLY' });
    await expect(sql`delete from jobsactive4`.execute(hidden.sql)).rejects.toMatchObject({ code: 'DATABASE_READ_ONLY' });
    await expect(hidden.write(() => Promise.resolve(1))).rejects.toMatchObject({ code: 'DATABASE_READ_ONLY' });
  });
});
