import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { readJobs, writeClouds, writeQueue } from '@bigpanda/datastore';
import { jsonFromJob, readPickle } from '@bigpanda/model';
import { anyone, stranger, type Identity } from '../src/index.ts';
import { databaseKinds, makeJob, startServer, type ServerUnderTest } from './server-under-test.ts';

const time = '2014-03-07 12:00:00';
const json = { accept: 'application/json' };
const ann: Identity = { ...stranger, isKnown: true, name: 'Ann Lee', dn: '/DC=org/CN=Ann Lee' };
const ask = async (server: ServerUnderTest, method: string, fields: Readonly<Record<string, string>> = {}): Promise<unknown> => JSON.parse(await server.post(method, fields, json));
/** What Python 2 and 3 send with protocol 0 for a value that is written in Python. */
const pickle = (expression: string): string => execFileSync('python3', ['-c', `import pickle, sys; sys.stdout.buffer.write(pickle.dumps(${expression}, protocol=0))`], { encoding: 'latin1' });
const reader = { attributes: { ...makeJob().attributes, prodSourceLabel: 'user' }, files: [{ lfn: 'in.1', type: 'input', dataset: 'data' }, { lfn: 'x.lib.tgz', type: 'input', dataset: 'libs' }, { lfn: 'out.1', type: 'output', dataset: 'user.out' }] };

/** Functions with SQL of their own hold on every kind of database. */
describe.each(databaseKinds())('on %s', (_, makeDatabase) => {
  it('tell what jobs read and write, and what must not be read again', async () => {
    const server = await startServer(makeDatabase);
    await server.submit(reader, { ...reader, files: [{ lfn: 'in.2', type: 'input', dataset: 'data' }, { lfn: 'out.2', type: 'output', dataset: 'user.out' }] });
    expect(await ask(server, 'getSlimmedFileInfoPandaIDs', { ids: pickle('[1, 2, 9]') })).toEqual({ inDS: ['data'], outDS: ['user.out'] });
    expect(await ask(server, 'getFilesInUseForAnal', { outDataset: 'user.out' })).toEqual(['in.1', 'x.lib.tgz', 'in.2']);
    await server.post('killJobs', { ids: '[2]' });
    expect(await ask(server, 'getFilesInUseForAnal', { outDataset: 'user.out' })).toEqual(['in.1', 'x.lib.tgz']);
    expect(await ask(server, 'getDisInUseForAnal', { outDataset: 'user.out' })).toEqual([[['data'], [1]], [['libs'], [1]]]);
    expect(await ask(server, 'getLFNsInUseForAnal', { inputDisList: pickle("[(['data'], [1])]") })).toEqual(['in.1']);
    expect(readPickle(Buffer.from(await server.post('getLFNsInUseForAnal', { inputDisList: await server.post('getDisInUseForAnal', { outDataset: 'user.out' }) })))).toEqual(['in.1', 'x.lib.tgz']);
  });

  it('keep where proxies lie, and who asked to be let in at a site', async () => {
    const server = await startServer(makeDatabase);
    server.identity.current = ann;
    expect(await ask(server, 'getProxyKey')).toEqual({});
    expect(await server.post('registerProxyKey', { credname: 'c1', origin: 'o', myproxy: 'myproxy.test' })).toBe('True');
    expect(await server.post('registerProxyKey', { credname: 'c'.repeat(41), origin: 'o', myproxy: 'm' })).toBe('False');
    expect(await ask(server, 'getProxyKey')).toMatchObject({ credname: 'c1', origin: 'o', myproxy: 'myproxy.test' });
    expect(await ask(server, 'addSiteAccess', { siteID: 'X' })).toBe(0);
    expect(await ask(server, 'addSiteAccess', { siteID: 'X' })).toBe('requested');
    expect(await ask(server, 'listSiteAccess')).toEqual([['X', 'requested']]);
    const update = (method: string, attrValue = ''): Promise<string> => server.post('updateSiteAccess', { method, siteid: 'X', userName: 'Ann Lee', attrValue });
    expect(await update('approve')).toBe('No cloud in schedconfig for X');
    await writeQueue(server.database, { NICKNAME: 'X', CLOUD: 'US', DN: 'Site Admin' }, time);
    await writeClouds(server.database, [{ NAME: 'US', DESCRIPTION: '', TIER1: '', TIER1SE: '', SERVER: '', STATUS: 'online', MODTIME: time, DN: 'Boss' }], time);
    expect(await update('approve')).toBe('Insufficient privilege');
    server.identity.current = { ...ann, name: 'Boss' };
    expect([await update('approve'), await update('set', 'poffset:5'), await update('set', 'status:approved'), await update('explode')]).toEqual(['True', 'True', 'status cannot be set. Only poffset, rights, workinggroups are allowed', 'Unknown method explode']);
    expect(await ask(server, 'listSiteAccess', { siteID: 'X', longFormat: 'True' })).toMatchObject([{ primKey: 'Ann Lee', status: 'tobeapproved', poffset: 5 }]);
    expect(await update('delete')).toBe('True');
    expect(await update('approve')).toBe('No request for X:Ann Lee');
  });

  it('send jobs that no pilot has to the best other site, as new jobs that others go on waiting for', async () => {
    const server = await startServer(makeDatabase);
    for (const NICKNAME of ['ANALY_A', 'ANALY_B', 'ANALY_C']) await writeQueue(server.database, { NICKNAME, STATUS: 'online', CLOUD: NICKNAME.slice(-1) }, time);
    server.identity.current = ann;
    const first = { attributes: { ...makeJob().attributes, computingSite: 'ANALY_A', prodSourceLabel: 'user' }, files: [{ lfn: 'mid', type: 'output', dataset: 'd' }] };
    const second = { attributes: first.attributes, files: [{ lfn: 'mid', type: 'input', dataset: 'd' }, { lfn: 'end', type: 'output', dataset: 'd' }] };
    await server.submit(first, second);
    expect(await server.post('runReBrokerage', { jobID: 'x' })).toBe('ERROR: jobID is not an integer');
    expect(await server.post('runReBrokerage', { jobID: '2', cloud: 'C', excludedSite: 'ANALY_C' })).toContain('ERROR: no other site can take the jobs');
    expect(await server.post('runReBrokerage', { jobID: '2', excludedSite: 'ANALY_B,ANALY_X' })).toBe('True');
    expect(await ask(server, 'getStatus', { ids: '1 2 3 4' })).toMatchObject({ status: 'closed+closed+activated+defined' });
    expect((await readJobs(server.database, [3])).get(3)).toMatchObject({ attributes: { computingSite: 'ANALY_C', cloud: 'C', parentID: 1 }, files: [{ lfn: 'mid', status: 'unknown' }] });
    expect((await readJobs(server.database, [1])).get(1)?.attributes).toMatchObject({ taskBufferErrorCode: 105, taskBufferErrorDiag: 'reassigned by rebrokerage to ANALY_C' });
    server.identity.current = anyone;
    await server.post('getJob', { siteName: 'ANALY_C', prodSourceLabel: 'user' });
    await server.post('updateJob', { jobId: '3', state: 'finished' });
    expect(await ask(server, 'getStatus', { ids: '4' })).toMatchObject({ status: 'activated' });
    server.identity.current = { ...ann, name: 'Bob', dn: '/CN=Bob' };
    expect(await server.post('runReBrokerage', { jobID: '2' })).toBe('ERROR: could not find the jobs');
  });

  it('count the worker nodes that have called, over all servers, and jobs by site', async () => {
    const server = await startServer(makeDatabase);
    await server.submit(makeJob(), makeJob());
    for (const node of ['n1', 'n2', 'n2']) await server.post('getJob', { siteName: 'SITE', prodSourceLabel: 'user', node });
    await server.post('updateJob', { jobId: '1', state: 'running', siteName: 'SITE', node: 'n1' });
    await server.countSites();
    expect(await ask(server, 'getNumPilots')).toEqual({ SITE: { nPilots: 3 } });
    expect(await server.database.sql.selectFrom('sitedata').select(['FLAG', 'GETJOB', 'UPDATEJOB', 'RUNNING']).where('SITE', '=', 'SITE').orderBy('FLAG').execute()).toEqual([{ FLAG: 'production', GETJOB: 2, UPDATEJOB: 1, RUNNING: 1 }, { FLAG: 'server.test', GETJOB: 2, UPDATEJOB: 1, RUNNING: 0 }]);
    server.clock.milliseconds += 3 * 3_600_000 + 1000;
    await server.countSites();
    expect(await ask(server, 'getNumPilots')).toEqual({ SITE: { nPilots: 0 } });
    expect(await ask(server, 'getQueuedAnalJobs', { site: 'SITE' })).toEqual({ queued: 0, running: 0 });
    expect(await (await server.request('/api/v1/statistics/active_job_detailed_stats_by_site')).json()).toMatchObject({ data: { SITE: { NULL: { panda: { running: 1, sent: 1 } } } } });
  });

  it('tell a production system of states until it has heard of them', async () => {
    const server = await startServer(makeDatabase);
    await server.submit(makeJob({ prodSourceLabel: 'managed', lockedby: 'bamboo', cloud: 'US', currentPriority: 5, jobExecutionID: 7, prodDBlock: 'mc' }), makeJob({ prodSourceLabel: 'managed', cloud: 'US', currentPriority: 5 }));
    expect(await ask(server, 'getJobsToBeUpdated', { limit: '10', lockedby: 'bamboo' })).toEqual({ activated: [{ PandaID: 1, attemptNr: 0, stateChangeTime: time, jobDefinitionID: 2, jobExecutionID: 7 }] });
    const told = (state: string): Promise<string> => server.post('updateProdDBUpdateTimes', { params: pickle(`[{'PandaID': 1, 'jobStatus': '${state}', 'stateChangeTime': '${time}'}]`) });
    await told('defined');
    expect(await ask(server, 'getJobsToBeUpdated', { lockedby: 'bamboo' })).toHaveProperty('activated');
    await told('activated');
    expect(await ask(server, 'getJobsToBeUpdated', { lockedby: 'bamboo' })).toEqual({});
    server.clock.milliseconds += 60_000;
    await server.post('killJobs', { ids: '[1]' });
    expect(await ask(server, 'getJobsToBeUpdated', { lockedby: 'bamboo' })).toMatchObject({ cancelled: [{ PandaID: 1, stateChangeTime: '2014-03-07 12:01:00' }] });
    expect(await ask(server, 'getHighestPrioJobStat')).toEqual({ US: { highestPrio: 5, nNotRun: 1 } });
    expect(await ask(server, 'queryJobInfoPerCloud', { cloud: 'US' })).toEqual([{ PandaID: 2, jobStatus: 'activated', jobName: 'job.1' }]);
    expect(await server.post('changeJobPriorities', { newPrioMap: pickle('{2: 900, 99: 1}') })).toBe("(I01\nS''\nt.");
    expect(await ask(server, 'getHighestPrioJobStat')).toEqual({ US: { highestPrio: 900, nNotRun: 1 } });
  });

  it('give production tasks a cloud once', async () => {
    const server = await startServer(makeDatabase);
    const withTask = JSON.stringify([jsonFromJob(makeJob({ prodSourceLabel: 'managed', taskID: 77 }))]);
    expect(await ask(server, 'runTaskAssignment', { jobs: withTask })).toEqual([null]);
    expect(await ask(server, 'getAssigningTask')).toEqual([77]);
    await writeQueue(server.database, { NICKNAME: 'X', CLOUD: 'DE', STATUS: 'online' }, time);
    expect(await ask(server, 'runTaskAssignment', { jobs: withTask })).toEqual(['DE']);
    expect([await ask(server, 'getAssigningTask'), await ask(server, 'seeCloudTask', { ids: pickle('[77, 78]') })]).toEqual([[], { 77: 'DE', 78: null }]);
  });

  it('serve harvesters', async () => {
    const server = await startServer(makeDatabase);
    expect(await server.post('get_max_worker_id', { harvester_id: 'h' })).toBe('None');
    await server.post('updateWorkers', { harvesterID: 'h', workers: JSON.stringify([{ workerID: 41 }, { workerID: 7 }]) });
    expect(await server.post('get_max_worker_id', { harvester_id: 'h' })).toBe('41');
    const report = (counts: object): Promise<string> => server.post('reportWorkerStats_jobtype', { harvesterID: 'h', siteName: 'X', paramsList: JSON.stringify(counts) });
    await report({ managed: { SCORE: { running: 9 } } });
    expect(await report({ managed: { SCORE: { running: 3, submitted: 1 }, Undefined: { running: 1 } } })).toBe('[true,"OK"]');
    expect(await ask(server, 'getWorkerStats')).toEqual({ X: { h: { managed: { SCORE: { running: 3, submitted: 1 } } } } });
    expect(await server.post('addHarvesterDialogs', { harvesterID: 'h', dialogs: JSON.stringify([{ diagID: 1, moduleName: 'm', identifier: 'i', creationTime: '2014-03-07 12:00:00.123', messageLevel: 'INFO', diagMessage: 'x' }, {}]) })).toBe('[true,"OK"]');
    expect(await server.database.sql.selectFrom('harvester_dialogs').select(['DIAGID', 'CREATIONTIME']).execute()).toEqual([{ DIAGID: 1, CREATIONTIME: time }]);
    expect(await ask(server, 'setNumSlotsForWP', { pandaQueueName: 'X', numSlots: '10', validPeriod: '1' })).toEqual([0, 'set numSlots=10 for PQ=X gshare=None resource=None']);
    expect(await server.database.sql.selectFrom('harvester_slots').select(['NUMSLOTS', 'EXPIRATIONTIME']).execute()).toEqual([{ NUMSLOTS: 10, EXPIRATIONTIME: '2014-03-08 12:00:00' }]);
    const sweep = (queue: string): Promise<unknown> => ask(server, 'sweepPQ', { panda_queue: queue, status_list: '["submitted"]', ce_list: '["ALL"]', submission_host_list: '["ALL"]' });
    await writeQueue(server.database, { NICKNAME: 'X', CATCHALL: '' }, time);
    expect([await sweep('none'), await sweep('X')]).toEqual([[true, 'Error retrieving queue configuration from DB'], [true, 'Queue not served by any harvester ID']]);
    await writeQueue(server.database, { NICKNAME: 'X', CATCHALL: '{"harvester":"h"}' }, time);
    expect(await sweep('X')).toEqual([true, 'OK']);
    expect(await ask(server, 'getCommands', { harvester_id: 'h', n_commands: '5' })).toMatchObject({ StatusCode: 0, Commands: [{ command_id: 1, command: 'KILL_WORKERS', params: { status: ['submitted'], computingSite: ['X'] }, creation_date: '2014-03-07T12:00:00' }] });
    expect(await ask(server, 'getCommands', { harvester_id: 'h', n_commands: '5' })).toMatchObject({ Commands: [] });
    await server.post('ackCommands', { command_ids: '[1]' });
    expect(await server.database.sql.selectFrom('harvester_commands').select('STATUS').execute()).toEqual([{ STATUS: 'acknowledged' }]);
  });
});

describe('runBrokerage', () => {
  it('names the best of the sites it is given, and what was said of each when it is asked to', async () => {
    const server = await startServer();
    for (const [NICKNAME, MAXMEMORY] of [['ANALY_A', 1000], ['ANALY_B', 4000]] as const) await writeQueue(server.database, { NICKNAME, MAXMEMORY, STATUS: 'online', RELEASES: 'r1', CMTCONFIG: `slc-${NICKNAME}` }, time);
    const sites = pickle("['ANALY_A', 'ANALY_B']");
    expect(await server.post('runBrokerage', { sites, atlasRelease: 'r1', cmtConfig: 'x', memorySize: '2000' })).toBe('ANALY_B');
    expect(await server.post('runBrokerage', { sites: pickle("['ANALY_A']"), memorySize: '2000' })).toBe('NULL');
    expect(await ask(server, 'runBrokerage', { sites, memorySize: '2000', loggingFlag: 'True' })).toEqual({ site: 'ANALY_B', logInfo: [expect.stringContaining('ANALY_A: gives 1000 MB'), expect.stringContaining('ANALY_B: weight')] });
    expect(await ask(server, 'getCmtConfigList', { relaseVer: 'r1' })).toEqual(['slc-ANALY_A', 'slc-ANALY_B']);
  });
});

describe('retryFailedJobsInActive', () => {
  it('tries what failed again once, while others of the job definition have not ended', async () => {
    const server = await startServer();
    await server.submit(makeJob({ prodSourceLabel: 'user' }), makeJob({ prodSourceLabel: 'user' }));
    await server.post('getJob', { siteName: 'SITE', prodSourceLabel: 'user' });
    await server.post('updateJob', { jobId: '1', state: 'failed', exeErrorCode: '1' });
    expect([await server.post('retryFailedJobsInActive', { jobID: '2' }), await server.post('retryFailedJobsInActive', { jobID: '2' })]).toEqual(['True', 'True']);
    expect(await server.post('getStatus', { ids: '1 3 4' })).toBe('StatusCode=0&status=failed%2Bactivated%2Bnotfound&attemptNr=0%2B1%2B0');
    expect(await ask(server, 'checkMergeGenerationStatus', { jobID: '2' })).toEqual({ status: 'NA', mergeIDs: [] });
  });
});

describe('production functions of 2014', () => {
  it('list jobs of a site, the last files of a dataset, and tasks that shall be aborted', async () => {
    const server = await startServer();
    await server.submit({ ...makeJob({ prodSourceLabel: 'managed' }), files: [{ lfn: 'f.1', type: 'output', dataset: 'd' }, { lfn: 'f.1.log.tgz', type: 'log', dataset: 'd' }] }, { ...makeJob({ prodSourceLabel: 'managed' }), files: [{ lfn: 'f.2', type: 'output', dataset: 'd' }] }, makeJob());
    expect(await ask(server, 'getPandaIDsSite', { site: 'SITE', status: 'activated' })).toEqual([1, 2]);
    expect(await ask(server, 'getPandaIDsSite', { site: 'SITE', status: 'activated', limit: '1' })).toEqual([1]);
    expect(await ask(server, 'queryLastFilesInDataset', { datasets: pickle("['d', 'none']") })).toEqual({ d: ['f.2'], none: [] });
    expect([await server.post('setCloudTaskByUser', { tid: '7', status: 'tobeaborted' }), await server.post('setCloudTaskByUser', { tid: '7', status: 'tobeaborted' }), await server.post('setCloudTaskByUser', { tid: '7', status: 'x' }), await server.post('setCloudTaskByUser', { tid: 'NULL', status: 'x' })]).toEqual(['SUCCEEDED', 'SUCCEEDED', 'ERROR: invalid status=x. Must be one of tobeaborted', 'ERROR: invalid TID : NULL']);
    expect(await server.database.sql.selectFrom('cloudtasks').select(['TASKID', 'STATUS']).execute()).toEqual([{ TASKID: 7, STATUS: 'tobeaborted' }]);
  });
});

describe('functions that this server has nothing for', () => {
  it('say so, and what they have', async () => {
    const server = await startServer();
    await server.submit(makeJob({ prodSourceLabel: 'managed', prodDBlock: 'mc' }));
    expect(await server.postForFields('updateEventRange', { eventRangeID: '1', eventStatus: 'finished' })).toMatchObject({ StatusCode: '30' });
    expect(await ask(server, 'updateEventRanges', { eventRanges: '[{"eventRangeID":"1"}]' })).toEqual({ StatusCode: 0, Returns: [false], Commands: {} });
    expect(await server.postForFields('checkEventsAvailability', { pandaID: '1', jobsetID: '1', taskID: '1' })).toEqual({ StatusCode: '0', nEventRanges: '0' });
    expect(await ask(server, 'get_events_status', { ids: '[]' })).toEqual({ StatusCode: 0, status: {} });
    expect(await server.post('getActiveDatasets', { computingSite: 'SITE' })).toBe('mc');
    expect(await server.post('deleteFile', { file: 'x' })).toBe('True');
    expect(await ask(server, 'getPandaIDwithJobExeID', { ids: '[5]' })).toEqual([[null, null, '']]);
    expect(await server.post('getHighestPrioJobStat', { perPG: 'True' })).toContain('groups of processes are not known');
  });
});
