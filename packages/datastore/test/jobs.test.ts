import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import {
  changeJob, countFiles, countTasksBy, dispatchJob, findNewestChange, findsByIndex, hideVos, insertDatasets, insertJobs, insertTask, listIncidents, listJobs, listPandaLog, listWorkQueues, noteRetry, readJobs, readRelatedJobs, readStatusHistory, selectDatasets, selectFiles, selectTaskDatasets, selectTasks, sumTaskFiles, tabulateSelection, writePandaLog,
  type FileSelection, type NewJob, type TaskSelection,
} from '../src/index.ts';
import { databaseKinds, makeJob, open, type DatabaseKind } from './databases.ts';

const time = '2014-03-07 12:00:00';
const later = '2014-03-07 12:00:09';
const activated = (attributes = {}): NewJob => ({ job: makeJob(attributes), states: ['defined', 'activated'] });
const request = { computingSite: 'SITE', changes: {}, time: later };

/** What holds for every kind of database. */
describe.each(databaseKinds().map((kind): [string, DatabaseKind] => [kind.dialect.name, kind]))('on %s', (_, kind) => {
  describe('insertJobs', () => {
    it('keeps every attribute, file, parameter and metadata of a job', async () => {
      const database = await open(kind, await kind.emptySettings());
      const job = makeJob({ metadata: '<xml/>', cpuConversion: 0.5, VO: 'x', nInputFiles: '12', outputFileType: 'é' });
      const [pandaId] = await insertJobs(database, [{ job, states: ['defined', 'activated'] }], { time });
      const kept = (await readJobs(database, [pandaId ?? 0])).get(1);
      expect(kept?.attributes).toMatchObject({ ...job.attributes, nInputFiles: 12, PandaID: 1, jobStatus: 'activated', creationTime: time, currentPriority: 0 });
      expect(kept?.files).toMatchObject([{ lfn: 'a.log', PandaID: 1, row_ID: 1, fsize: 0 }]);
      expect(await readStatusHistory(database, 1)).toMatchObject([{ state: 'defined', time }, { state: 'activated', time }]);
    });

    it('gives PandaIDs in a row, and puts them and the jobset into the names of files', async () => {
      const database = await open(kind, await kind.emptySettings());
      const named: NewJob = { states: ['defined'], job: { attributes: { jobsetID: 7, prodSourceLabel: 'user', jobParameters: '-o $JOBSETID.$PANDAID' }, files: [{ lfn: 'u.$JOBSETID._$PANDAID.$GROUPJOBSN.log', type: 'log' }] } };
      expect(await insertJobs(database, [activated(), named], { time, groupJobNumber: 3 })).toEqual([1, 2]);
      expect(await insertJobs(database, [activated()], { time })).toEqual([3]);
      expect((await readJobs(database, [2])).get(2)).toMatchObject({ attributes: { jobParameters: '-o 000007.$PANDAID' }, files: [{ lfn: 'u.000007._00002.00003.log' }] });
    });

    it('keeps none when one cannot be kept', async () => {
      const database = await open(kind, await kind.emptySettings());
      await expect(insertJobs(database, [activated(), activated({ taskID: 'many' })], { time })).rejects.toMatchObject({ code: 'COLUMN_VALUE_INVALID' });
      expect(await listJobs(database, { attributes: {} }, { limit: 10 })).toEqual([]);
    });

    it('refuses a number that would be changed by keeping it', async () => {
      const database = await open(kind, await kind.emptySettings());
      await expect(insertJobs(database, [activated({ inputFileBytes: '1152921504606846976' })], { time })).rejects.toMatchObject({ code: 'COLUMN_VALUE_INVALID' });
    });

    it('keeps a submission of the greatest size', async () => {
      const database = await open(kind, await kind.emptySettings());
      await insertJobs(database, Array.from({ length: 5000 }, () => activated()), { time });
      expect(await tabulateSelection(database, { conditions: [] }, { by: ['jobStatus'] })).toEqual([{ values: ['activated'], count: 5000 }]);
    });
  });

  describe('dispatchJob', () => {
    it('gives the highest priority first, then the lowest PandaID, each once', async () => {
      const database = await open(kind, await kind.emptySettings());
      await insertJobs(database, [activated({ currentPriority: 5 }), activated({ currentPriority: 9 }), activated({ currentPriority: 9 })], { time });
      const ids = [];
      for (let index = 0; index < 4; index += 1) ids.push((await dispatchJob(database, request))?.attributes.PandaID);
      expect(ids).toEqual([2, 3, 1, undefined]);
    });

    it('gives only jobs of the site, the labels, the memory and the disk that are asked for', async () => {
      const database = await open(kind, await kind.emptySettings());
      await insertJobs(database, [activated({ minRamCount: 4000, maxDiskCount: 20 })], { time });
      expect(await dispatchJob(database, { ...request, computingSite: 'OTHER' })).toBeUndefined();
      expect(await dispatchJob(database, { ...request, prodSourceLabels: ['user'] })).toBeUndefined();
      expect(await dispatchJob(database, { ...request, memory: 2000 })).toBeUndefined();
      expect(await dispatchJob(database, { ...request, diskSpace: 10 })).toBeUndefined();
      expect(await dispatchJob(database, { ...request, prodSourceLabels: ['user', 'panda'], memory: 4000, diskSpace: 20, changes: { computingElement: 'ce' } })).toMatchObject({
        attributes: { jobStatus: 'sent', computingElement: 'ce', startTime: later, jobParameters: '-x' },
      });
    });

    it('gives no job twice to pilots that ask at once', async () => {
      const database = await open(kind, await kind.emptySettings());
      await insertJobs(database, Array.from({ length: 40 }, () => activated()), { time });
      const given = await Promise.all(Array.from({ length: 50 }, () => dispatchJob(database, request)));
      expect(given.flatMap((job) => job?.attributes.PandaID ?? []).sort((left, right) => Number(left) - Number(right))).toEqual(Array.from({ length: 40 }, (_, index) => index + 1));
    });

    it('gives no job twice to two processes that ask at once', async () => {
      const settings = await kind.emptySettings();
      const database = await open(kind, settings);
      await insertJobs(database, Array.from({ length: 200 }, () => activated()), { time });
      const program = fileURLToPath(new URL('./dispatch-until-empty.ts', import.meta.url));
      const outputs = await Promise.all([1, 2].map(() => promisify(execFile)(process.execPath, [program, kind.dialect.name, JSON.stringify(settings)])));
      const shares = outputs.map(({ stdout }): unknown[] => JSON.parse(stdout));
      expect(shares.flat()).toHaveLength(200);
      expect(new Set(shares.flat()).size).toBe(200);
    });
  });

  describe('changeJob', () => {
    it('moves a job to the archive with its history when it ends', async () => {
      const database = await open(kind, await kind.emptySettings());
      await insertJobs(database, [activated()], { time });
      const outcome = await changeJob(database, { pandaId: 1, time: later }, (job) => ({
        outcome: job?.jobStatus,
        change: { attributes: { pilotErrorCode: 1099, metadata: 'm' }, states: ['holding', 'failed'], files: [{ lfn: 'a.log', fsize: 10, status: 'ready' }] },
      }));
      expect(outcome).toBe('activated');
      expect((await readJobs(database, [1])).get(1)).toMatchObject({ attributes: { jobStatus: 'failed', pilotErrorCode: 1099, metadata: 'm', stateChangeTime: later }, files: [{ fsize: 10, status: 'ready' }] });
      expect((await readStatusHistory(database, 1)).map((change) => change.state)).toEqual(['defined', 'activated', 'holding', 'failed']);
      expect(await database.sql.selectFrom('jobsactive4').selectAll().execute()).toEqual([]);
      expect(await database.sql.selectFrom('jobsarchived4').selectAll().execute()).toHaveLength(1);
    });

    it('moves a job between the tables of its states, and unsets attributes', async () => {
      const database = await open(kind, await kind.emptySettings());
      await insertJobs(database, [{ job: makeJob({ brokerageErrorDiag: 'none', brokerageErrorCode: 5 }), states: ['pending'] }], { time });
      const tables = ['jobswaiting4', 'jobsdefined4', 'jobsactive4'] as const;
      const places = async (): Promise<string[]> => (await Promise.all(tables.map(async (table) => (await database.sql.selectFrom(table).selectAll().execute()).map(() => table)))).flat();
      expect(await places()).toEqual(['jobswaiting4']);
      await changeJob(database, { pandaId: 1, time }, () => ({ outcome: 0, change: { attributes: {}, cleared: ['brokerageErrorDiag', 'brokerageErrorCode'], states: ['defined', 'assigned'], files: [] } }));
      expect(await places()).toEqual(['jobsdefined4']);
      expect((await readJobs(database, [1])).get(1)?.attributes).toMatchObject({ jobStatus: 'assigned', brokerageErrorCode: 0 });
      expect((await readJobs(database, [1])).get(1)?.attributes.brokerageErrorDiag).toBeUndefined();
      await changeJob(database, { pandaId: 1, time }, () => ({ outcome: 0, change: { attributes: {}, states: ['activated'], files: [] } }));
      expect(await places()).toEqual(['jobsactive4']);
    });

    it('takes back everything when what follows fails', async () => {
      const database = await open(kind, await kind.emptySettings());
      await insertJobs(database, [activated()], { time });
      await expect(changeJob(database, { pandaId: 1, time }, () => ({ outcome: 0, change: { attributes: {}, states: ['sent'], files: [] }, follow: () => Promise.reject(new Error('no')) }))).rejects.toThrow('no');
      expect((await readStatusHistory(database, 1)).map((change) => change.state)).toEqual(['defined', 'activated']);
    });

    it('tells the decision that the job is unknown', async () => {
      expect(await changeJob(await open(kind, await kind.emptySettings()), { pandaId: 5, time }, (job) => ({ outcome: job === undefined }))).toBe(true);
    });
  });

  describe('listJobs', () => {
    it('lists newest first over all tables, page by page', async () => {
      const database = await open(kind, await kind.emptySettings());
      await insertJobs(database, [activated(), { job: makeJob(), states: ['defined'] }, activated()], { time });
      await changeJob(database, { pandaId: 1, time }, () => ({ outcome: 0, change: { attributes: {}, states: ['holding', 'finished'], files: [] } }));
      expect((await listJobs(database, { attributes: {} }, { limit: 2 })).map((job) => job.PandaID)).toEqual([3, 2]);
      expect((await listJobs(database, { attributes: {} }, { limit: 2, offset: 2 })).map((job) => job.PandaID)).toEqual([1]);
    });

    it('takes * for any text, | for or, and other characters as they are', async () => {
      const database = await open(kind, await kind.emptySettings());
      await insertJobs(database, ['ab_c', 'abXc', 'z'].map((prodUserName) => activated({ prodUserName })), { time });
      const names = async (prodUserName: string): Promise<unknown[]> => (await listJobs(database, { attributes: { prodUserName } }, { limit: 9 })).map((job) => job.prodUserName);
      expect(await names('ab_*')).toEqual(['ab_c']);
      expect(await names('z|ab*')).toEqual(['z', 'abXc', 'ab_c']);
      expect(await names("' or 1=1 --")).toEqual([]);
    });

    it('leaves out jobs that changed before a time', async () => {
      const database = await open(kind, await kind.emptySettings());
      await insertJobs(database, [activated()], { time });
      expect(await listJobs(database, { attributes: {}, changedSince: later }, { limit: 9 })).toEqual([]);
      expect(await listJobs(database, { attributes: {}, changedSince: time }, { limit: 9, withParameters: true })).toMatchObject([{ jobParameters: '-x' }]);
    });
  });

  describe('what the monitor reads of files, datasets and work queues', () => {
    it('is the same on every database', async () => {
      const database = await open(kind, await kind.emptySettings());
      const withFiles = (VO: string, files: NewJob['job']['files']): NewJob => ({ states: ['defined'], job: { attributes: { VO, computingSite: 'S' }, files } });
      await insertJobs(database, [withFiles('x', [{ lfn: 'a_1', type: 'input', dataset: 'in', dispatchDBlock: 'in_dis', fsize: 3, status: 'ready' }, { lfn: 'o', type: 'output', dataset: 'out', destinationDBlock: 'out_sub' }]), withFiles('y', [{ lfn: 'aX1', type: 'input', dataset: 'in', fsize: 4, status: 'ready' }])], { time });
      await insertDatasets(database, ['in', 'out_sub', 'none'].map((name) => ({ name, type: 'input', status: 'running', fileCount: 2 })), time);
      const named = async (selection: FileSelection, limit = 9): Promise<unknown> => (await selectFiles(database, selection, limit)).map(({ file }) => file.lfn);
      const like = (text: string) => ({ conditions: [{ attribute: 'lfn', patterns: [{ kind: 'like', text }] }] }) as const;
      const ofX = { vo: { patterns: [{ kind: 'equal', value: 'x' }] } } as const;
      expect(await named({ conditions: [] })).toEqual(['aX1', 'o', 'a_1']);
      expect(await named({ conditions: [], belowRowId: 3 }, 1)).toEqual(['o']);
      expect(await named(like('a_*'))).toEqual(['a_1']);
      expect([findsByIndex(like('a*')), findsByIndex(like('*a')), findsByIndex({ conditions: [] })]).toEqual([true, false, false]);
      expect(await named({ conditions: [], dataset: 'in_dis' })).toEqual(['a_1']);
      expect(await named({ conditions: [], dataset: 'in', ofJobs: ofX })).toEqual(['a_1']);
      expect(await countFiles(database, { conditions: [], dataset: 'in' })).toEqual([{ type: 'input', status: 'ready', files: 2, bytes: 7 }]);
      expect((await selectDatasets(database, { conditions: [{ column: 'NAME', patterns: [{ kind: 'like', text: '*n*' }] }], since: time }, 9)).map(({ NAME }) => NAME)).toEqual(['in', 'none']);
      expect((await selectDatasets(database, { conditions: [], ofJobs: ofX }, 9)).map(({ NAME }) => NAME)).toEqual(['in', 'out_sub']);
      expect(await selectFiles(hideVos(database, ['x']), { conditions: [], ofJobs: {} }, 9)).toMatchObject([{ file: { lfn: 'aX1' }, changed: time }]);
      await insertTask(database, { row: { TASKNAME: 't', STATUS: 'running', USERNAME: 'u' }, parameters: '', datasets: [{ name: 'in', type: 'input', lfns: ['f'] }], maxAttempt: 1 }, { jediTaskId: 7, datasetId: 1, fileId: 1, time });
      expect(await selectTaskDatasets(database, { conditions: [{ column: 'DATASETNAME', patterns: [{ kind: 'equal', value: 'in' }] }], since: time }, 9)).toMatchObject([{ JEDITASKID: 7, TYPE: 'input' }]);
      await database.write((transaction) => transaction.insertInto('jedi_work_queue').values({ QUEUE_ID: 1, QUEUE_NAME: 'q', QUEUE_TYPE: 'managed', VO: 'x' }).execute());
      expect(await listWorkQueues(database)).toMatchObject([{ QUEUE_ID: 1, QUEUE_SHARE: null }]);
    });
  });

  describe('what the monitor reads of tasks, attempts, incidents and the log', () => {
    it('is the same on every database', async () => {
      const database = await open(kind, await kind.emptySettings());
      await insertJobs(database, [activated(), activated()], { time });
      const row = { STATUS: 'running', USERNAME: "O'Hara", VO: 'x', TASKNAME: 'a_b' };
      for (const [index, changes] of [{}, { TASKNAME: 'aXb', STATUS: 'done' }].entries()) {
        const first = { jediTaskId: 7 + index, datasetId: 10 * index + 1, fileId: 10 * index + 1, time };
        await insertTask(database, { row: { ...row, ...changes }, parameters: '{}', datasets: [{ name: 'in', type: 'input', lfns: ['f', 'g'] }, { name: 'out', type: 'output', lfns: [] }], maxAttempt: 1 }, first);
      }
      const ids = async (selection: TaskSelection): Promise<number[]> => (await selectTasks(database, selection, 9)).map((task) => task.JEDITASKID);
      expect(await ids({ conditions: [] })).toEqual([8, 7]);
      expect(await ids({ conditions: [{ column: 'TASKNAME', patterns: [{ kind: 'like', text: 'a_*' }] }], since: time })).toEqual([7]);
      expect(await ids({ conditions: [{ column: 'USERNAME', patterns: [{ kind: 'equal', value: "O'Hara" }] }, { column: 'STATUS', patterns: [{ kind: 'equal', value: 'done' }], isNegated: true }], belowId: 8 })).toEqual([7]);
      expect(await ids({ conditions: [{ column: 'JEDITASKID', patterns: [{ kind: 'range', from: 8 }] }] })).toEqual([8]);
      expect(await countTasksBy(database, { conditions: [] }, 'STATUS')).toEqual([{ value: 'done', count: 1 }, { value: 'running', count: 1 }]);
      expect((await sumTaskFiles(database, [7, 9])).get(7)).toEqual({ files: 2, finished: 0, failed: 0 });
      await database.write((transaction) => noteRetry(transaction, { jediTaskId: 7, oldPandaId: 1, newPandaId: 2 }, time));
      expect(await readRelatedJobs(database, { pandaId: 1, jediTaskId: 7 })).toEqual([{ pandaId: 2, relation: 'after', type: 'retry' }]);
      expect(await readRelatedJobs(database, { pandaId: 2, jediTaskId: undefined })).toEqual([{ pandaId: 1, relation: 'before', type: 'retry' }]);
      await database.write(async (transaction) => { await transaction.insertInto('incidents').values([{ AT_TIME: time, TYPEKEY: 'q', DESCRIPTION: 'a=1' }, { AT_TIME: '2014-03-01 00:00:00', TYPEKEY: 'q', DESCRIPTION: 'old' }]).execute(); });
      for (const [has, count] of [['A=', 1], ['%', 0], ['', 1]] as const) expect(await listIncidents(database, { since: '2014-03-07 00:00:00', has }, 9)).toEqual([{ time, type: 'q', description: 'a=1' }].slice(0, count));
      await writePandaLog(database, [{ module: 'm', type: 't', user: undefined, level: 'error', message: 'x' }], time);
      expect(await listPandaLog(database, { since: time, module: 'm' }, 9)).toEqual([{ time, module: 'm', type: 't', level: 'ERROR', user: '', message: 'x' }]);
      expect(await findNewestChange(database)).toEqual({ job: time, task: time });
    });
  });
});
