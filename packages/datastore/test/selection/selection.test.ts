import { describe, expect, it } from 'vitest';
import type { JobAttribute, JobAttributes, JobSelection, SpecValue } from '@bigpanda/model';
import { archiveJobs, changeJob, countJobsBy, countOverTime, insertJobs, selectJobs, sumUpEndedJobs, tabulateSelection, type JobPage, type PandaDatabase } from '../../src/index.ts';
import { seededRandom } from '../../src/testing/index.ts';
import { databaseKinds, open, type DatabaseKind } from '../databases.ts';
import { compare, isSelected, sortJobs } from './plain-selection.ts';
import { hostileTexts, sampleJobs, sampleSelection } from './sample-selections.ts';

const everything: JobSelection = { conditions: [] };
const newestFirst = { attribute: 'PandaID', direction: 'descending' } as const;
const states = ['defined', 'waiting', 'activated', 'finished', 'failed'] as const;

/** Jobs in every table, of four days. */
async function fill(database: PandaDatabase, attributes: readonly JobAttributes[]): Promise<JobAttributes[]> {
  for (let start = 0; start < attributes.length; start += 10) {
    const time = `2014-03-0${6 + ((start / 10) % 4)} 12:00:0${(start / 10) % 10}`;
    await insertJobs(database, attributes.slice(start, start + 10).map((job, index) => ({ job: { attributes: job, files: [] }, states: [states[index % states.length] ?? 'defined'] })), { time });
  }
  await archiveJobs(database, '2014-03-07 12:00:04', 15);
  return (await selectJobs(database, everything, { order: newestFirst, limit: 1_000, withParameters: true })).jobs.slice();
}

async function filled(kind: DatabaseKind, attributes = sampleJobs(seededRandom(8), 100)): Promise<{ readonly database: PandaDatabase; readonly jobs: readonly JobAttributes[] }> {
  const database = await open(kind, await kind.emptySettings());
  return { database, jobs: await fill(database, attributes) };
}

const idsOf = (jobs: readonly JobAttributes[]): SpecValue[] => jobs.flatMap(({ PandaID }) => PandaID ?? []);

async function followPages(read: (cursor: { readonly cursor?: string }) => Promise<JobPage>): Promise<JobPage[]> {
  const pages = [await read({})];
  for (let next = pages[0]?.next; next !== undefined; next = pages.at(-1)?.next) pages.push(await read({ cursor: next }));
  return pages;
}

function countPlainly(jobs: readonly JobAttributes[], attribute: JobAttribute): { readonly value: SpecValue | undefined; readonly count: number }[] {
  const groups = Map.groupBy(jobs, (job) => (job[attribute] === '' ? undefined : job[attribute]));
  return [...groups].map(([value, group]) => ({ value, count: group.length })).sort((left, right) => right.count - left.count || compare(left.value, right.value));
}

/** Counts and pages by selections, against a plain filter of the jobs. */
async function checkCounts(database: PandaDatabase, jobs: readonly JobAttributes[], seed: number): Promise<void> {
  const random = seededRandom(seed);
  for (let count = 0; count < 10; count += 1) {
    const selection = count === 0 ? everything : sampleSelection(random);
    const selected = jobs.filter((job) => isSelected(job, selection));
    const [sites, errors] = await countJobsBy(database, selection, { by: ['computingSite', 'taskBufferErrorCode'], limit: 3 });
    const [plainSites, plainErrors] = [countPlainly(selected, 'computingSite'), countPlainly(selected, 'taskBufferErrorCode')];
    expect(sites?.values, JSON.stringify(selection)).toEqual(plainSites.slice(0, 3));
    expect(errors?.values).toEqual(plainErrors.slice(0, 3));
    expect(sites?.rest).toEqual({ values: Math.max(plainSites.length - 3, 0), count: plainSites.slice(3).reduce((sum, { count: jobsOfValue }) => sum + jobsOfValue, 0) });
    const pairs = await tabulateSelection(database, selection, { by: ['jobStatus', 'computingSite'] });
    const plainPairs = Map.groupBy(selected, (job) => JSON.stringify([job.jobStatus, job.computingSite === '' ? undefined : job.computingSite]));
    expect(Object.fromEntries(pairs.map(({ values, count: jobsOfPair }) => [JSON.stringify(values), jobsOfPair]))).toEqual(Object.fromEntries([...plainPairs].map(([key, group]) => [key, group.length])));
    for (const direction of ['ascending', 'descending'] as const) {
      for (const attribute of ['PandaID', 'modificationTime'] as const) {
        const pages = await followPages((cursor) => selectJobs(database, selection, { order: { attribute, direction }, limit: 7, ...cursor }));
        expect(pages.flatMap((page) => idsOf(page.jobs)), `${attribute} ${direction} ${JSON.stringify(selection)}`).toEqual(idsOf(sortJobs(selected, attribute, direction)));
      }
    }
    expect(await tabulateSelection(database, selection, { by: [] })).toEqual(selected.length === 0 ? [] : [{ values: [], count: selected.length }]);
  }
}

describe('selectJobs, on the database that takes the shortest statements', () => {
  it('gives thousands of jobs at once, in the order of their ids', async () => {
    const kind = databaseKinds().find(({ dialect }) => dialect.name === 'sqlite') as DatabaseKind;
    const database = await open(kind, await kind.emptySettings());
    const jobs = Array.from({ length: 1_003 }, (_, index) => ({ job: { attributes: { jobName: `job${index}` }, files: [] }, states: ['defined' as const] }));
    await insertJobs(database, jobs, { time: '2014-03-07 12:00:00' });
    const found = (await selectJobs(database, everything, { order: newestFirst, limit: 10_000, attributes: ['jobName'] })).jobs;
    expect([found.length, found[0], found.at(-1)]).toEqual([1_003, { PandaID: 1_003, jobName: 'job1002' }, { PandaID: 1, jobName: 'job0' }]);
  });
});

describe.each(databaseKinds().map((kind): [string, DatabaseKind] => [kind.dialect.name, kind]))('on %s', (_, kind) => {
  describe('selectJobs', () => {
    it('means by 100 selections what a plain filter of jobs with hostile texts means', async () => {
      const { database, jobs } = await filled(kind);
      expect(new Set(idsOf(jobs)).size).toBe(100);
      const random = seededRandom(1);
      let found = 0;
      for (let count = 0; count < 100; count += 1) {
        const selection = sampleSelection(random);
        const wanted = idsOf(jobs.filter((job) => isSelected(job, selection)));
        expect(idsOf((await selectJobs(database, selection, { order: newestFirst, limit: 1_000 })).jobs), JSON.stringify(selection)).toEqual(wanted);
        found += wanted.length;
      }
      expect(found).toBeGreaterThan(300);
    });

    it('goes through a list in any order page by page, there and back', async () => {
      const { database, jobs } = await filled(kind, sampleJobs(seededRandom(3), 40).map((job, index) => ({ ...job, ...(index % 5 === 0 ? {} : { prodUserName: `user ${index % 7}` }) })));
      for (const attribute of ['PandaID', 'modificationTime', 'currentPriority', 'jediTaskID', 'startTime', 'cpuConversion', 'prodUserName'] as const) {
        for (const direction of ['ascending', 'descending'] as const) {
          const order = { attribute, direction };
          const pages = await followPages((cursor) => selectJobs(database, everything, { order, limit: 9, ...cursor }));
          const whole = pages.flatMap((page) => page.jobs);
          expect(whole.map((job) => job[attribute])).toEqual(sortJobs(jobs, attribute, direction).map((job) => job[attribute]));
          expect(new Set(idsOf(whole)).size).toBe(jobs.length);
          const back = await Promise.all(pages.slice(1).map(({ previous = '' }) => selectJobs(database, everything, { order, limit: 9, cursor: previous })));
          expect(pages[0]?.previous).toBeUndefined();
          expect(back.map((page) => idsOf(page.jobs))).toEqual(pages.slice(0, -1).map((page) => idsOf(page.jobs)));
        }
      }
    });

    it('reads the attributes that are wanted, parameters when asked', async () => {
      const { database } = await filled(kind, [{ cloud: 'US', jobParameters: '-x' }]);
      expect(await selectJobs(database, everything, { order: newestFirst, limit: 1, attributes: ['cloud'] })).toEqual({ jobs: [{ PandaID: 1, cloud: 'US' }] });
      expect(await selectJobs(database, everything, { order: newestFirst, limit: 1, attributes: [], withParameters: true })).toEqual({ jobs: [{ PandaID: 1, jobParameters: '-x' }] });
    });

    it('takes names from the list of attributes only, and places that it gave', async () => {
      const { database } = await filled(kind, [{}]);
      for (const text of [...hostileTexts, '__proto__', 'constructor', 'PANDAID']) {
        const attribute = text as JobAttribute;
        const refused = { code: 'ATTRIBUTE_UNKNOWN' };
        await expect(selectJobs(database, { conditions: [{ attribute, patterns: [{ kind: 'unset' }] }] }, { order: newestFirst, limit: 1 })).rejects.toMatchObject(refused);
        await expect(selectJobs(database, everything, { order: { attribute, direction: 'ascending' }, limit: 1 })).rejects.toMatchObject(refused);
        await expect(selectJobs(database, everything, { order: newestFirst, limit: 1, attributes: [attribute] })).rejects.toMatchObject(refused);
        await expect(countJobsBy(database, everything, { by: [attribute] })).rejects.toMatchObject(refused);
        await expect(tabulateSelection(database, everything, { by: [attribute] })).rejects.toMatchObject(refused);
        await expect(countOverTime(database, everything, { by: attribute, stepSeconds: 60 })).rejects.toMatchObject(refused);
        await expect(selectJobs(database, everything, { order: newestFirst, limit: 1, cursor: text })).rejects.toMatchObject({ code: 'CURSOR_INVALID' });
      }
    });
  });

  describe('countJobsBy, tabulateSelection and countOverTime', () => {
    it('count by selections what a plain filter counts', async () => {
      // Where `=` takes no notice of spaces at the end, texts that differ in them alone are counted together.
      const { database, jobs } = await filled(kind, sampleJobs(seededRandom(9), 100).filter((job) => !Object.values(job).some((value) => String(value).endsWith(' '))));
      await checkCounts(database, jobs, 2);
    });

    it('count the same when ended jobs are summed up, and when one of those changes again', async () => {
      const { database, jobs } = await filled(kind, sampleJobs(seededRandom(9), 100).filter((job) => !Object.values(job).some((value) => String(value).endsWith(' '))));
      expect(await Promise.all([1, 2].map(() => sumUpEndedJobs(database, Date.parse('2014-03-09T02:00:00Z'), { maxSpans: 1 })))).toContain(1);
      await checkCounts(database, jobs, 4);
      // Whether the two of before met decides if they did the same stretch or two; no job is counted twice either way.
      expect([1, 2]).toContain(await sumUpEndedJobs(database, Date.parse('2014-03-09T04:30:00Z'), { maxSpans: 9 }));
      expect(await sumUpEndedJobs(database, Date.parse('2014-03-09T04:30:00Z'), { maxSpans: 9 })).toBe(0);
      const ended = jobs.filter((job) => job.jobStatus === 'failed');
      expect(await database.sql.selectFrom('panda_job_sums').select(({ fn }) => fn.sum('JOBCOUNT').as('count')).executeTakeFirst()).toEqual({ count: jobs.filter(({ jobStatus, modificationTime }) => (jobStatus === 'failed' || jobStatus === 'finished') && String(modificationTime) < '2014-03-09').length });
      await checkCounts(database, jobs, 5);
      for (const { PandaID } of ended) await changeJob(database, { pandaId: Number(PandaID), time: '2014-03-09 12:00:09' }, () => ({ outcome: 0, change: { attributes: { taskBufferErrorCode: 106 }, states: [], files: [] } }));
      const changed = (await selectJobs(database, everything, { order: newestFirst, limit: 1_000, withParameters: true })).jobs;
      expect(countPlainly(changed, 'taskBufferErrorCode').length).toBe(2);
      await checkCounts(database, changed, 6);
    });

    it('count over time in steps of any length', async () => {
      const { database, jobs } = await filled(kind);
      for (const stepSeconds of [2, 60, 1_800, 86_400]) {
        const counted = await countOverTime(database, everything, { by: 'jobStatus', stepSeconds });
        const startOf = (time: SpecValue | undefined): string => new Date(Math.floor(Date.parse(`${String(time).replace(' ', 'T')}Z`) / 1000 / stepSeconds) * stepSeconds * 1000).toISOString().slice(0, 19).replace('T', ' ');
        const plain = Map.groupBy(jobs, (job) => JSON.stringify([startOf(job.modificationTime), job.jobStatus]));
        expect(Object.fromEntries(counted.map(({ time, value, count }) => [JSON.stringify([time, value]), count]))).toEqual(Object.fromEntries([...plain].map(([key, group]) => [key, group.length])));
        expect(counted.map(({ time }) => time)).toEqual(counted.map(({ time }) => time).sort());
      }
    });
  });
});
