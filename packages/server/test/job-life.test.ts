import { describe, expect, it } from 'vitest';
import { readJobs, readStatusHistory, writeQueue } from '@bigpanda/datastore';
import type { FileSpec, JobSpec } from '@bigpanda/model';
import { createLog } from '@bigpanda/program';
import { stranger, watchJobs, type Identity } from '../src/index.ts';
import { databaseKinds, makeJob, startServer, type ServerUnderTest } from './server-under-test.ts';

const pilot = { siteName: 'SITE', prodSourceLabel: 'user' };
const states = async (server: ServerUnderTest, pandaId: number): Promise<string[]> => (await readStatusHistory(server.database, pandaId)).map((change) => change.state);
const attributes = async (server: ServerUnderTest, pandaId: number): Promise<Readonly<Record<string, unknown>>> => (await readJobs(server.database, [pandaId])).get(pandaId)?.attributes ?? {};
const watch = (server: ServerUnderTest): ReturnType<typeof watchJobs> => watchJobs({ database: server.database, log: createLog('panda-server', { level: 'silent' }), readClock: () => server.clock.milliseconds, archiveAfterDays: 3 });
const pass = (server: ServerUnderTest, minutes: number): void => { server.clock.milliseconds += minutes * 60_000; };
const json = { accept: 'application/json' };

/** A build job, and a job that reads what it makes. */
const build = { attributes: makeJob().attributes, files: [{ lfn: 'lib.tgz', type: 'output', dataset: 'libs' }] };
const run = { attributes: { ...makeJob().attributes, prodSourceLabel: 'user' }, files: [{ lfn: 'lib.tgz', type: 'input', dataset: 'libs' }] };

/** What holds on every kind of database. */
describe.each(databaseKinds())('on %s', (_, makeDatabase) => {
  describe('a submission', () => {
    it('gives jobs of users a priority, attempts, an owner and numbers of their own', async () => {
      const server = await startServer(makeDatabase);
      await server.submit(makeJob({ prodSourceLabel: 'user', prodUserName: 'ann', maxAttempt: -1 }), makeJob({ prodSourceLabel: 'panda', prodUserName: 'ann' }), makeJob({ prodSourceLabel: 'managed', currentPriority: 77, jobParameters: '' }));
      expect(await attributes(server, 1)).toMatchObject({ currentPriority: 1000, attemptNr: 0, maxAttempt: 0, prodUserName: 'ann', jobDefinitionID: 2, jobsetID: 1 });
      expect(await attributes(server, 2)).toMatchObject({ currentPriority: 2000, maxAttempt: 2, jobDefinitionID: 2 });
      expect(await attributes(server, 3)).toMatchObject({ currentPriority: 77, jobParameters: ' ' });
      expect(await server.submit(makeJob({ prodUserName: 'ann' }))).toEqual([[4, 4, { jobsetID: 3 }]]);
    });

    it('lowers the priority of a user by the jobs that the user has', async () => {
      const server = await startServer(makeDatabase);
      await server.submit(...Array.from({ length: 10 }, () => makeJob({ prodSourceLabel: 'user' })));
      await server.submit(makeJob({ prodSourceLabel: 'user' }));
      expect([(await attributes(server, 10))['currentPriority'], (await attributes(server, 11))['currentPriority']]).toEqual([999, 998]);
    });

    it('is refused for labels that need a role, from one who is not known, and from a banned user', async () => {
      const server = await startServer(makeDatabase);
      const user: Identity = { ...stranger, isKnown: true, dn: '/DC=org/CN=Ann Lee 123/CN=proxy', name: 'Ann Lee' };
      const post = (label: string): Promise<string> => server.post('submitJobs', { jobs: JSON.stringify([[...Array.from({ length: 12 }, () => null), label, []]]) });
      server.identity.current = user;
      expect(await post('managed')).toBe('ERROR: production role is required for production jobs');
      expect(await post('ddm')).toContain('ERROR: ');
      await server.submit(makeJob({ prodUserName: 'other' }));
      expect(await attributes(server, 1)).toMatchObject({ prodUserName: 'Ann Lee', prodUserID: user.dn });
      await server.database.sql.updateTable('users').set({ STATUS: 'disabled' }).execute();
      expect(await server.submit(makeJob())).toEqual([]);
      server.identity.current = stranger;
      expect(await post('user')).toBe('ERROR: SSL connection is required');
      expect(await server.postForFields('getJob', pilot)).toMatchObject({ StatusCode: '40' });
      server.identity.current = user;
      expect(await server.postForFields('getJob', pilot)).toMatchObject({ StatusCode: '60' });
    });
  });

  describe('brokerage', () => {
    it('sends a job without a site to the best of those that can take it, and says why', async () => {
      const server = await startServer(makeDatabase);
      await writeQueue(server.database, { NICKNAME: 'ANALY_BIG', STATUS: 'online', MAXMEMORY: 8000, CLOUD: 'US' }, '2014-03-07 12:00:00');
      await writeQueue(server.database, { NICKNAME: 'ANALY_SMALL', STATUS: 'online', MAXMEMORY: 1000 }, '2014-03-07 12:00:00');
      await writeQueue(server.database, { NICKNAME: 'ANALY_DOWN', STATUS: 'offline' }, '2014-03-07 12:00:00');
      const { computingSite: _site, ...free } = makeJob({ minRamCount: 2000 }).attributes;
      await server.submit({ attributes: free, files: [] });
      expect(await attributes(server, 1)).toMatchObject({ computingSite: 'ANALY_BIG', cloud: 'US', jobStatus: 'activated' });
      const [line] = await server.database.sql.selectFrom('pandalog').select('MESSAGE').execute();
      expect(line?.MESSAGE).toBe('PandaID=1 chose ANALY_BIG: ANALY_BIG: weight 1.000: 0 running, 0 queued; ANALY_DOWN: is offline; ANALY_SMALL: gives 1000 MB of memory, wanted 2000');
    });

    it('keeps a job that no site can take, with the reason, until one can', async () => {
      const server = await startServer(makeDatabase);
      const { computingSite: _site, ...free } = makeJob().attributes;
      await server.submit({ attributes: free, files: [] });
      expect(await attributes(server, 1)).toMatchObject({ jobStatus: 'defined', brokerageErrorCode: 100, brokerageErrorDiag: 'no site can take the job: no site is configured' });
      await writeQueue(server.database, { NICKNAME: 'ANALY_NEW', STATUS: 'online' }, '2014-03-07 12:00:00');
      pass(server, 2);
      expect(await watch(server)).toMatchObject({ activated: 1 });
      expect(await attributes(server, 1)).toMatchObject({ jobStatus: 'activated', computingSite: 'ANALY_NEW', brokerageErrorCode: 0 });
    });
  });

  describe('a job that waits for another', () => {
    it('runs when the other has finished', async () => {
      const server = await startServer(makeDatabase);
      await server.submit(build, run);
      expect(await states(server, 2)).toEqual(['defined']);
      expect(await server.postForFields('getJob', pilot)).toMatchObject({ PandaID: '1' });
      await server.post('updateJob', { jobId: '1', state: 'finished' });
      expect(await states(server, 2)).toEqual(['defined', 'activated']);
      expect(await server.postForFields('getJob', pilot)).toMatchObject({ PandaID: '2', inFiles: 'lib.tgz' });
    });

    it('is cancelled when the other has failed or was killed', async () => {
      const server = await startServer(makeDatabase);
      await server.submit(build, run);
      expect(await server.post('killJobs', { ids: '[1]' }, json)).toBe('[true]');
      expect(await attributes(server, 2)).toMatchObject({ jobStatus: 'cancelled', taskBufferErrorCode: 100, taskBufferErrorDiag: 'killed by the server: the upstream job 1 did not finish' });
    });
  });

  describe('input that is brought to the site', () => {
    it('lets the job run when whoever brings it says so, for all files or one by one', async () => {
      const server = await startServer(makeDatabase);
      const waiting = { attributes: makeJob({ prodSourceLabel: 'managed' }).attributes, files: ['a', 'b'].map((lfn) => ({ lfn, type: 'input', prodDBlock: 'data' })) };
      await server.submit(waiting);
      const [dataset] = await server.database.sql.selectFrom('datasets').selectAll().execute();
      expect(await server.post('updateFileStatusInDisp', { dataset: dataset?.NAME ?? '', fileStatus: '{"a":"ready","b":"lost"}' })).toBe('True');
      expect(await states(server, 1)).toEqual(['defined', 'assigned']);
      expect(await server.post('datasetCompleted', { vuid: dataset?.VUID ?? '' })).toBe('True');
      expect(await states(server, 1)).toEqual(['defined', 'assigned', 'activated']);
      expect(await server.post('datasetCompleted', { vuid: 'unknown' })).toBe('False');
    });
  });

  describe('killJobs', () => {
    it('tells a pilot to kill its job, which ends as cancelled with the last report', async () => {
      const server = await startServer(makeDatabase);
      await server.submit(makeJob({ prodSourceLabel: 'user' }));
      await server.post('getJob', pilot);
      expect(await server.post('killJobs', { ids: '[1, 99]' }, json)).toBe('[true,false]');
      expect(await server.post('updateJob', { jobId: '1', state: 'running' })).toBe('StatusCode=0&command=tobekilled');
      await server.post('updateJob', { jobId: '1', state: 'failed', pilotErrorCode: '-1200' });
      expect(await states(server, 1)).toEqual(['defined', 'activated', 'sent', 'running', 'holding', 'cancelled']);
      expect(await attributes(server, 1)).toMatchObject({ taskBufferErrorCode: 100, pilotErrorCode: 1200 });
      expect(await server.post('killJobs', { ids: '[1]' }, json)).toBe('[false]');
    });

    it('lets only the owner, or a role, kill', async () => {
      const server = await startServer(makeDatabase);
      const ann: Identity = { ...stranger, isKnown: true, name: 'ann', dn: '/CN=ann' };
      server.identity.current = ann;
      await server.submit(makeJob({ prodSourceLabel: 'user' }), makeJob({ prodSourceLabel: 'user' }));
      server.identity.current = { ...ann, name: 'bob', dn: '/CN=bob' };
      expect(await server.post('killJobs', { ids: '[1]' }, json)).toBe('[false]');
      server.identity.current = { ...ann, name: 'bob', dn: '/CN=bob', hasProductionRole: true };
      expect(await server.post('killJobs', { ids: '[1]' }, json)).toBe('[false]');
      expect(await server.post('killJobs', { ids: '[1]', code: '91' }, json)).toBe('[true]');
      server.identity.current = ann;
      expect(await server.post('killJobs', { ids: '[2]', code: '8' }, json)).toBe('[true]');
      expect(await attributes(server, 2)).toMatchObject({ jobStatus: 'closed', taskBufferErrorCode: 105 });
    });
  });

  describe('another attempt', () => {
    it('is a new job with new names for its outputs when the pilot asks for it', async () => {
      const server = await startServer(makeDatabase);
      await server.submit({ ...makeJob({ prodSourceLabel: 'user', jobParameters: '-o out.root' }), files: [{ lfn: 'out.root', type: 'output' }, { lfn: 'job.log', type: 'log', GUID: 'g' }] });
      await server.post('getJob', pilot);
      await server.post('updateJob', { jobId: '1', state: 'failed', attemptNr: '0', pilotErrorCode: '-1099', pilotErrorDiag: 'lost' });
      expect(await attributes(server, 1)).toMatchObject({ jobStatus: 'failed', pilotErrorCode: 1099, taskBufferErrorCode: 107 });
      const again = (await readJobs(server.database, [2])).get(2);
      expect(again?.attributes).toMatchObject({ jobStatus: 'activated', attemptNr: 1, parentID: 1, currentPriority: 990, jobParameters: '-o out.root.1', pilotErrorCode: 0 });
      expect(again?.files).toMatchObject([{ lfn: 'out.root.1' }, { lfn: 'job.log.1' }]);
      await server.post('getJob', pilot);
      await server.post('updateJob', { jobId: '2', state: 'failed', pilotErrorCode: '1099' });
      expect(await readJobs(server.database, [3])).toEqual(new Map());
    });
  });

  describe('outputs that move to another site', () => {
    it('keep a production job transferring until they are there, or it is killed', async () => {
      const server = await startServer(makeDatabase);
      for (const [NICKNAME, SITE] of [['SITE', 'S'], ['NEAR', 'S'], ['FAR', 'F']] as const) await writeQueue(server.database, { NICKNAME, SITE, STATUS: 'online' }, '2014-03-07 12:00:00');
      const job = (destinationSE: string): JobSpec => ({ attributes: { prodSourceLabel: 'managed', computingSite: 'SITE', destinationSE, destinationDBlock: `to.${destinationSE}` }, files: [{ lfn: `out.${destinationSE}`, type: 'output', dataset: `to.${destinationSE}` }] });
      await server.submit(job('FAR'), job('FAR'), job('NEAR'), job('ELSEWHERE'), job('local'));
      for (const jobId of ['1', '2', '3', '4', '5']) {
        await server.post('getJob', { siteName: 'SITE' });
        expect(await server.postForFields('updateJob', { jobId, state: 'finished' })).toEqual({ StatusCode: '0', command: 'NULL' });
      }
      expect((await Promise.all([1, 2, 3, 4, 5].map((id) => attributes(server, id)))).map(({ jobStatus }) => jobStatus)).toEqual(['transferring', 'transferring', 'finished', 'finished', 'finished']);
      expect(await server.postForFields('updateJob', { jobId: '1', state: 'finished' })).toEqual({ StatusCode: '0', command: 'NULL' });
      expect(JSON.parse(await server.post('killJobs', { ids: '[2]' }, json))).toEqual([true]);
      expect(await attributes(server, 2)).toMatchObject({ jobStatus: 'cancelled' });
      expect(await server.post('datasetCompleted', { vuid: 'to.FAR' })).toBe('True');
      expect(await states(server, 1)).toEqual(['defined', 'activated', 'sent', 'holding', 'transferring', 'finished']);
      expect((await readJobs(server.database, [1])).get(1)?.files).toMatchObject([{ status: 'ready' }]);
    });
  });

  describe('watchJobs', () => {
    it('puts a job of a user back once when its pilot is silent, then fails it', async () => {
      const server = await startServer(makeDatabase);
      await server.submit(makeJob({ prodSourceLabel: 'user', attemptNr: 1 }));
      await server.post('getJob', pilot);
      await server.post('updateJob', { jobId: '1', state: 'running' });
      pass(server, 119);
      expect(await watch(server)).toMatchObject({ failed: 0, restarted: 0 });
      pass(server, 2);
      expect(await watch(server)).toMatchObject({ restarted: 1 });
      expect(await server.post('updateJob', { jobId: '1', state: 'running', attemptNr: '1' })).toBe('StatusCode=0&command=badattemptnr');
      expect(await server.postForFields('getJob', pilot)).toMatchObject({ PandaID: '1', attemptNr: '2', logFile: 'job.1.log.tgz.2' });
      await server.post('updateJob', { jobId: '1', state: 'running' });
      pass(server, 121);
      expect(await watch(server)).toMatchObject({ failed: 1, restarted: 0 });
      expect(await attributes(server, 1)).toMatchObject({ jobStatus: 'failed', jobDispatcherErrorCode: 100, jobDispatcherErrorDiag: 'lost heartbeat : 2014-03-07 14:01:00' });
    });

    it('waits longer for production, puts back what no pilot answered for, and ends what never starts', async () => {
      const server = await startServer(makeDatabase);
      await server.submit(makeJob({ prodSourceLabel: 'managed', currentPriority: 5 }), makeJob({ prodSourceLabel: 'managed', computingSite: 'IDLE' }));
      await server.post('getJob', { siteName: 'SITE' });
      pass(server, 31);
      expect(await watch(server)).toMatchObject({ restarted: 1 });
      await server.post('getJob', { siteName: 'SITE' });
      await server.post('updateJob', { jobId: '1', state: 'running' });
      pass(server, 359);
      expect(await watch(server)).toMatchObject({ failed: 0 });
      pass(server, 2);
      expect(await watch(server)).toMatchObject({ failed: 1 });
      pass(server, 7 * 24 * 60);
      expect(await watch(server)).toMatchObject({ killed: 1, archived: 1 });
      expect(await attributes(server, 2)).toMatchObject({ jobStatus: 'cancelled', taskBufferErrorCode: 102 });
    });

    it('sends production jobs that the brokerage placed elsewhere after 12 hours without their input, and 2 days without a pilot', async () => {
      const server = await startServer(makeDatabase);
      await writeQueue(server.database, { NICKNAME: 'SLOW', STATUS: 'online' }, '2014-03-07 12:00:00');
      const job = (attributes: JobSpec['attributes'], file: FileSpec): JobSpec => ({ attributes: { prodSourceLabel: 'managed', jobName: 'j', VO: 'test', ...attributes }, files: [file] });
      const log: FileSpec = { lfn: 'l', type: 'log' };
      await server.submit(job({ jobDefinitionID: 4 }, { lfn: 'raw', type: 'input', dataset: 'd', prodDBlock: 'd' }), job({}, log), job({ computingSite: 'SLOW' }, log), job({ processingType: 'simul' }, log));
      await writeQueue(server.database, { NICKNAME: 'FAST', STATUS: 'online', CLOUD: 'X' }, '2014-03-07 12:00:00');
      pass(server, 6 * 60 + 1);
      expect(await watch(server)).toMatchObject({ reassigned: 1 });
      expect(await attributes(server, 4)).toMatchObject({ jobStatus: 'activated', computingSite: 'FAST', cloud: 'X' });
      pass(server, 6 * 60);
      expect(await watch(server)).toMatchObject({ reassigned: 1 });
      expect(await attributes(server, 1)).toMatchObject({ jobStatus: 'assigned', computingSite: 'FAST', dispatchDBlock: 'd_dis4@FAST' });
      expect(await server.post('datasetCompleted', { vuid: 'd_dis4@FAST' })).toBe('True');
      expect(await attributes(server, 1)).toMatchObject({ jobStatus: 'activated' });
      pass(server, 36 * 60);
      await watch(server);
      expect([await attributes(server, 2), await attributes(server, 3)]).toMatchObject([{ computingSite: 'FAST' }, { computingSite: 'SLOW' }]);
      expect((await readStatusHistory(server.database, 2)).map(({ state }) => state)).toEqual(['defined', 'activated', 'defined', 'activated']);
    });

    it('moves ended jobs to the archive, where the full status still finds them', async () => {
      const server = await startServer(makeDatabase);
      await server.submit(makeJob());
      await server.post('killJobs', { ids: '[1]' }, json);
      pass(server, 4 * 24 * 60);
      expect(await watch(server)).toMatchObject({ archived: 1 });
      expect(JSON.parse(await server.post('getJobStatus', { ids: '[1]' }, json))).toEqual([null]);
      expect(JSON.parse(await server.post('getFullJobStatus', { ids: '[1]' }, json))).toMatchObject([{ 0: 1, 18: 'cancelled', 126: [{ 3: 'job.1.log.tgz' }] }]);
    });
  });
});
