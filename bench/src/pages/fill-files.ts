import { sql } from 'kysely';
import type { PandaDatabase } from '@bigpanda/datastore';

/** Of so many jobs one has files: an output and a log. */
const jobsPerFiled = 4;

const jobTables = [['jobsarchived', 'filestable_arch'], ['jobsarchived4', 'filestable4'], ['jobsactive4', 'filestable4'], ['jobsdefined4', 'filestable4'], ['jobswaiting4', 'filestable4']] as const;

/** The name of the output dataset of a task of the sample. */
export function sampleDataset(task: number): string {
  return `user.${task}.out`;
}

/** Fills the tables of files, datasets and work queues, which are empty, with those of the jobs and tasks that are there. */
export async function fillFiles({ sql: database }: PandaDatabase): Promise<void> {
  for (const [jobs, files] of jobTables) {
    for (const [offset, type, ending] of [[0, 'output', '.root'], [1, 'log', '.tgz']] as const) {
      await sql`insert into ${sql.table(files)} (ROW_ID, PANDAID, LFN, TYPE, DATASET, DESTINATIONDBLOCK, STATUS, FSIZE, JEDITASKID, MODIFICATIONTIME)
        select 2 * PANDAID + ${sql.lit(offset)}, PANDAID, concat('task', JEDITASKID, '.', PANDAID, ${ending}), ${type}, concat('user.', JEDITASKID, '.out'), concat('user.', JEDITASKID, '.out_sub', PANDAID % 7), case when JOBSTATUS = 'finished' then 'ready' else 'unknown' end, PANDAID % 2000000000, JEDITASKID, MODIFICATIONTIME
        from ${sql.table(jobs)} where PANDAID % ${sql.lit(jobsPerFiled)} = 0`.execute(database);
    }
  }
  await sql`insert into datasets (VUID, NAME, TYPE, STATUS, NUMBERFILES, CREATIONDATE, MODIFICATIONDATE) select concat('v', JEDITASKID), concat('user.', JEDITASKID, '.out'), 'output', 'running', 10, CREATIONDATE, MODIFICATIONTIME from jedi_tasks`.execute(database);
  for (const [number, type] of [[1, 'input'], [2, 'output'], [3, 'log']] as const) {
    await sql`insert into jedi_datasets (JEDITASKID, DATASETID, DATASETNAME, TYPE, CREATIONTIME, MODIFICATIONTIME, VO, STATUS, NFILES, NFILESUSED, NFILESFINISHED, NFILESFAILED)
      select JEDITASKID, 10 * JEDITASKID + ${sql.lit(number)}, concat('user.', JEDITASKID, ${type === 'output' ? '.out' : `.${type}`}), ${type}, CREATIONDATE, MODIFICATIONTIME, VO, 'ready', 20, 10, 8, 1 from jedi_tasks`.execute(database);
  }
  for (const id of [1, 2, 3, 4, 5, 6, 7, 8]) await sql`insert into jedi_work_queue (QUEUE_ID, QUEUE_NAME, QUEUE_TYPE, VO, QUEUE_SHARE, CRITERIA) values (${id}, ${`queue ${id}`}, 'managed', 'atlas', 12, ${`workingGroup = group${id}`})`.execute(database);
}
