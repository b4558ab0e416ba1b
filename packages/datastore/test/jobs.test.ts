import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { changeJob, countJobs, dispatchJob, insertJobs, listJobs, readJobs, readStatusHistory, tabulateJobs, type NewJob } from '../src/index.ts';
import { makeJob, newDatabase, temporaryPath } from './sqlite-databases.ts';

const time = '2014-03-07 12:00:00';
const later = '2014-03-07 12:00:09';
const activated = (attributes = {}): NewJob => ({ job: makeJob(attributes), states: ['defined', 'activated'] });
const request = { computingSite: 'SITE', changes: {}, time: later };

describe('insertJobs', () => {
  it('keeps every attribute, file, parameter and metadata of a job', async () => {
    const database = await newDatabase();
    const job = makeJob({ metadata: '<xml/>', cpuConversion: 0.5, VO: 'x', nInputFiles: '12', outputFileType: 'é' });
    const [numbers] = await insertJobs(database, [{ job, states: ['defined', 'activated'] }], { time });
    const kept = (await readJobs(database, [numbers?.pandaId ?? 0])).get(1);
    expect(kept?.attributes).toMatchObject({ ...job.attributes, nInputFiles: 12, PandaID: 1, jobDefinitionID: 1, jobsetID: 1, jobStatus: 'activated', creationTime: time, currentPriority: 0 });
    expect(kept?.files).toMatchObject([{ lfn: 'a.log', PandaID: 1, row_ID: 1, fsize: 0 }]);
    expect(await readStatusHistory(database, 1)).toMatchObject([{ state: 'defined', time }, { state: 'activated', time }]);
  });

  it('gives numbers in a row, one definition and one set for a submission, and keeps those a job has', async () => {
    const database = await newDatabase();
    expect(await insertJobs(database, [activated(), activated({ jobsetID: 77 })], { time })).toEqual([{ pandaId: 1, jobDefinitionId: 1, jobsetId: 1 }, { pandaId: 2, jobDefinitionId: 1, jobsetId: 77 }]);
    expect(await insertJobs(database, [activated()], { time })).toEqual([{ pandaId: 3, jobDefinitionId: 2, jobsetId: 2 }]);
  });

  it('keeps none when one cannot be kept', async () => {
    const database = await newDatabase();
    await expect(insertJobs(database, [activated(), activated({ taskID: 'many' })], { time })).rejects.toMatchObject({ code: 'COLUMN_VALUE_INVALID' });
    expect(await listJobs(database, { attributes: {} }, { limit: 10 })).toEqual([]);
  });

  it('refuses a number that would be changed by keeping it', async () => {
    const database = await newDatabase();
    await expect(insertJobs(database, [activated({ inputFileBytes: '1152921504606846976' })], { time })).rejects.toMatchObject({ code: 'COLUMN_VALUE_INVALID' });
  });

  it('keeps a submission of the greatest size', async () => {
    const database = await newDatabase();
    await insertJobs(database, Array.from({ length: 5000 }, () => activated()), { time });
    expect(await countJobs(database, { attributes: {} }, 'jobStatus')).toEqual([{ value: 'activated', count: 5000 }]);
  });
});

describe('dispatchJob', () => {
  it('gives the highest priority first, then the lowest PandaID, each once', async () => {
    const database = await newDatabase();
    await insertJobs(database, [activated({ currentPriority: 5 }), activated({ currentPriority: 9 }), activated({ currentPriority: 9 })], { time });
    const ids = [];
    for (let index = 0; index < 4; index += 1) ids.push((await dispatchJob(database, request))?.attributes.PandaID);
    expect(ids).toEqual([2, 3, 1, undefined]);
  });

  it('gives only jobs of the site, the labels, the memory and the disk that are asked for', async () => {
    const database = await newDatabase();
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
    const database = await newDatabase();
    await insertJobs(database, Array.from({ length: 40 }, () => activated()), { time });
    const given = await Promise.all(Array.from({ length: 50 }, () => dispatchJob(database, request)));
    expect(given.flatMap((job) => job?.attributes.PandaID ?? []).sort((left, right) => Number(left) - Number(right))).toEqual(Array.from({ length: 40 }, (_, index) => index + 1));
  });

  it('gives no job twice to two processes that ask at once', async () => {
    const path = temporaryPath();
    const database = await newDatabase(path);
    await insertJobs(database, Array.from({ length: 200 }, () => activated()), { time });
    const program = fileURLToPath(new URL('./dispatch-until-empty.ts', import.meta.url));
    const outputs = await Promise.all([1, 2].map(() => promisify(execFile)(process.execPath, [program, path])));
    const shares = outputs.map(({ stdout }): unknown[] => JSON.parse(stdout));
    expect(shares.flat()).toHaveLength(200);
    expect(new Set(shares.flat()).size).toBe(200);
  });
});

describe('changeJob', () => {
  it('moves a job to the archive with its history when it ends', async () => {
    const database = await newDatabase();
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

  it('tells the decision that the job is unknown', async () => {
    expect(await changeJob(await newDatabase(), { pandaId: 5, time }, (job) => ({ outcome: job === undefined }))).toBe(true);
  });
});

describe('listJobs', () => {
  it('lists newest first over all tables, page by page', async () => {
    const database = await newDatabase();
    await insertJobs(database, [activated(), { job: makeJob(), states: ['defined'] }, activated()], { time });
    await changeJob(database, { pandaId: 1, time }, () => ({ outcome: 0, change: { attributes: {}, states: ['holding', 'finished'], files: [] } }));
    expect((await listJobs(database, { attributes: {} }, { limit: 2 })).map((job) => job.PandaID)).toEqual([3, 2]);
    expect((await listJobs(database, { attributes: {} }, { limit: 2, offset: 2 })).map((job) => job.PandaID)).toEqual([1]);
  });

  it('takes * for any text, | for or, and other characters as they are', async () => {
    const database = await newDatabase();
    await insertJobs(database, ['ab_c', 'abXc', 'z'].map((prodUserName) => activated({ prodUserName })), { time });
    const names = async (prodUserName: string): Promise<unknown[]> => (await listJobs(database, { attributes: { prodUserName } }, { limit: 9 })).map((job) => job.prodUserName);
    expect(await names('ab_*')).toEqual(['ab_c']);
    expect(await names('z|ab*')).toEqual(['z', 'abXc', 'ab_c']);
    expect(await names("' or 1=1 --")).toEqual([]);
  });

  it('leaves out jobs that changed before a time', async () => {
    const database = await newDatabase();
    await insertJobs(database, [activated()], { time });
    expect(await listJobs(database, { attributes: {}, changedSince: later }, { limit: 9 })).toEqual([]);
    expect(await listJobs(database, { attributes: {}, changedSince: time }, { limit: 9, withParameters: true })).toMatchObject([{ jobParameters: '-x' }]);
  });
});

describe('countJobs', () => {
  it('counts by any attribute, most first, unset values apart', async () => {
    const database = await newDatabase();
    await insertJobs(database, [activated({ cloud: 'US' }), activated({ cloud: 'US' }), activated(), { job: makeJob({ cloud: 'DE' }), states: ['defined'] }], { time });
    expect(await countJobs(database, { attributes: {} }, 'cloud')).toEqual([{ value: 'US', count: 2 }, { value: 'DE', count: 1 }, { value: undefined, count: 1 }]);
    expect(await countJobs(database, { attributes: { jobStatus: 'defined' } }, 'cloud')).toEqual([{ value: 'DE', count: 1 }]);
  });
});

describe('tabulateJobs', () => {
  it('counts by two attributes', async () => {
    const database = await newDatabase();
    await insertJobs(database, [activated({ cloud: 'US' }), activated({ cloud: 'US' }), activated()], { time });
    expect(await tabulateJobs(database, { attributes: {} }, { row: 'cloud', column: 'jobStatus' })).toEqual([{ row: undefined, column: 'activated', count: 1 }, { row: 'US', column: 'activated', count: 2 }]);
  });
});
