import { describe, expect, it } from 'vitest';
import { changeJob, insertTask, writeQueue, type PandaDatabase } from '@bigpanda/datastore';
import { makeJob, startMonitor, type MonitorUnderTest } from './monitor-under-test.ts';

const time = '2014-03-07 12:30:00';

async function fail(database: PandaDatabase, pandaId: number, attributes: Readonly<Record<string, string | number>>): Promise<void> {
  await changeJob(database, { pandaId, time }, () => ({ outcome: 0, change: { attributes, states: ['holding', 'failed'], files: [] } }));
}

/** Two sites, two users, a task, jobs that failed in different ways. */
async function startBusyMonitor(): Promise<MonitorUnderTest> {
  const monitor = startMonitor();
  const database = await monitor.fill(
    makeJob({ computingSite: 'A&B', cloud: 'US', prodUserName: 'Ann Lee', prodSourceLabel: 'user', jediTaskID: 7, modificationHost: 'wn1', VO: 'x' }),
    makeJob({ computingSite: 'A&B', cloud: 'US', prodUserName: 'Ann Lee', prodSourceLabel: 'user', jediTaskID: 7, modificationHost: 'wn2', VO: 'x' }),
    makeJob({ computingSite: 'OTHER', prodUserName: 'Bob', prodSourceLabel: 'managed' }),
    makeJob({ computingSite: 'A&B', cloud: 'US', prodUserName: 'Bob', prodSourceLabel: 'managed' }),
  );
  await fail(database, 1, { pilotErrorCode: 1305, pilotErrorDiag: 'it fell', transExitCode: 139 });
  await fail(database, 2, { jobDispatcherErrorCode: 100 });
  await writeQueue(database, { NICKNAME: 'A&B', SITEID: 'A&B', CLOUD: 'US', STATUS: 'online', MAXMEMORY: 4000 }, time);
  await writeQueue(database, { NICKNAME: 'IDLE', SITEID: 'IDLE', CLOUD: 'DE', STATUS: 'brokeroff' }, time);
  await insertTask(database, { row: { TASKNAME: 'user.ann', STATUS: 'running', USERNAME: 'Ann Lee', VO: 'x' }, parameters: '{"a":1}', datasets: [{ name: 'in', type: 'input', lfns: ['f1', 'f2'] }], maxAttempt: 3 }, { jediTaskId: 7, datasetId: 1, fileId: 1, time: '2014-03-07 11:00:00' });
  return monitor;
}

describe('the dashboards', () => {
  it('count jobs by cloud, site and state, each number a link to its jobs', async () => {
    const monitor = await startBusyMonitor();
    expect(await monitor.getJson('/dash/')).toMatchObject({ total: 4, window: 'changed in the last 12 hours', rows: [{ values: ['US', 'A&B'], counts: { activated: 1, failed: 2 } }, { values: [null, 'OTHER'], counts: { activated: 1 } }] });
    expect(await monitor.getJson('/dash/analysis/')).toMatchObject({ total: 2 });
    expect(await monitor.getJson('/dash/production/?cloud=NULL')).toMatchObject({ total: 1, active: [{ name: 'cloud' }] });
    const html = await monitor.getText('/dash/analysis/?vo=x');
    expect(html).toContain('href="/jobs/?jobtype=analysis&amp;vo=x&amp;cloud=US&amp;computingsite=A%26B&amp;jobstatus=failed">2</a>');
    expect(html).toContain('href="/site/A%26B/"');
    expect(await monitor.getText('/dash/?csv')).toBe('cloud,site,all,activated,failed\r\nUS,A&B,3,1,2\r\nunset,OTHER,1,1,0\r\n');
  });

  it('draw jobs over time in steps that fit the window', async () => {
    const { charts } = (await (await startBusyMonitor()).getJson('/dash/?hours=2')) as { readonly charts: readonly { readonly times: readonly string[]; readonly series: readonly { readonly title: string; readonly values: readonly number[] }[] }[] };
    expect(charts[0]?.times.slice(0, 3)).toEqual(['2014-03-07 11:00:00', '2014-03-07 11:10:00', '2014-03-07 11:20:00']);
    expect(charts[0]?.series.find(({ title }) => title === 'failed')?.values.reduce((sum, value) => sum + value, 0)).toBe(2);
    expect(charts[1]?.series[0]?.values.filter((value) => typeof value === 'number')).toEqual([100]);
  });
});

describe('users, user activity and worker nodes', () => {
  it('count jobs and lead to the page of each', async () => {
    const monitor = await startBusyMonitor();
    expect(await monitor.getJson('/users/')).toMatchObject({ rows: [{ values: ['Ann Lee'] }, { values: ['Bob'] }] });
    expect(await monitor.getText('/users/')).toContain('href="/user/Ann%20Lee/"');
    expect(await monitor.getJson('/job/list/')).toMatchObject({ rows: expect.arrayContaining([{ values: ['Ann Lee', 'user', 'A&B'], counts: { failed: 2 } }]) });
    expect(await monitor.getJson('/wns/A%26B/')).toMatchObject({ fixed: { computingsite: 'A&B' }, rows: expect.arrayContaining([{ values: ['wn1'], counts: { failed: 1 } }]) });
    expect(await monitor.getText('/wns/A%26B/')).toContain('href="/wn/A%26B/wn1/"');
    expect(await monitor.getJson('/wn/A%26B/wn1/')).toMatchObject({ total: 1, rows: [{ values: ['Ann Lee', null, '1305'] }] });
  });

  it('tell everything of one user, and that one is not known', async () => {
    const monitor = await startBusyMonitor();
    expect(await monitor.getJson('/user/Ann%20Lee/')).toMatchObject({ user: 'Ann Lee', tasks: [{ jeditaskid: 7, taskname: 'user.ann' }], jobs: { states: { failed: 2 }, groups: { sites: [{ values: ['A&B'], counts: { failed: 2 } }] }, newest: [{ pandaid: 2 }, { pandaid: 1 }] } });
    expect(await monitor.getText('/user/Ann%20Lee/')).toContain('<h1>User Ann Lee</h1>');
    expect((await monitor.get('/user/Nobody/')).status).toBe(404);
  });
});

describe('sites', () => {
  it('are listed with queue, jobs, share of failures, also those without either', async () => {
    const monitor = await startBusyMonitor();
    expect(await monitor.getJson('/sites/')).toMatchObject({ sites: [{ site: 'A&B', cloud: 'US', status: 'online', failureShare: 1 }, { site: 'OTHER', status: null }, { site: 'IDLE', status: 'brokeroff', counts: {}, failureShare: null }] });
    expect(await monitor.getJson('/sites/?status=off')).toMatchObject({ sites: [{ site: 'IDLE' }] });
    expect((await monitor.get('/sites/?hours=x')).status).toBe(400);
  });

  it('tell why a site fails', async () => {
    const monitor = await startBusyMonitor();
    expect(await monitor.getJson('/site/A%26B/')).toMatchObject({
      site: 'A&B', queue: { cloud: 'US', maxmemory: 4000 },
      jobs: { errors: expect.arrayContaining([{ component: 'pilot', code: 1305, text: 'it fell', count: 1 }, { component: 'jobDispatcher', code: 100, text: 'lost heartbeat', count: 1 }, { component: 'trans', code: 139, text: 'ended by signal 11', count: 1 }]) },
    });
    expect(await monitor.getText('/site/A%26B/')).toContain('href="/jobs/?computingsite=A%26B&amp;hours=24&amp;jobstatus=failed&amp;piloterrorcode=1305">1</a>');
    expect((await monitor.get('/site/IDLE/')).status).toBe(200);
    expect((await monitor.get('/site/NOWHERE/')).status).toBe(404);
  });
});

describe('errors', () => {
  it('are told in words, and by site, user and task', async () => {
    const monitor = await startBusyMonitor();
    expect(await monitor.getJson('/errors/')).toMatchObject({
      errors: expect.arrayContaining([{ component: 'jobDispatcher', code: 100, text: 'lost heartbeat', count: 1 }]),
      sites: [{ value: 'A&B', jobs: 2 }], users: [{ value: 'Ann Lee', jobs: 2 }], tasks: [{ value: '7', jobs: 2 }],
    });
    expect(await monitor.getText('/errors/?csv=sites')).toMatch(/^sites,jobs,errors\r\nA&B,2,"[^"]*pilot 1305 × 1/);
    expect(await monitor.getJson('/errors/?cloud=DE')).toMatchObject({ errors: [], sites: [] });
  });
});

describe('tasks', () => {
  it('are listed with their files, and as the list that pbook reads', async () => {
    const monitor = await startBusyMonitor();
    expect(await (await monitor.get('/tasks/?json=1&datasets=True&limit=10000&username=Ann+Lee&timestamp=5')).json()).toMatchObject([{ jeditaskid: 7, taskname: 'user.ann', status: 'running', superstatus: 'running', nfiles: 2, dsinfo: { nfiles: 2, pctfinished: 0 }, datasets: [{ datasetname: 'in' }] }]);
    expect(await monitor.getJson('/tasks/?taskname=user.*&status=!done')).toMatchObject([{ jeditaskid: 7 }]);
    expect(await monitor.getJson('/tasks/?superstatus=done|finished')).toEqual([]);
    expect((await monitor.get('/tasks/?jeditaskid=x')).status).toBe(400);
    expect(await monitor.getText('/tasks/')).toContain('<a class="name" href="/task/7/">7</a>');
  });

  it('tell everything of one task', async () => {
    const monitor = await startBusyMonitor();
    expect(await monitor.getJson('/task/7/')).toMatchObject({ task: { jeditaskid: 7 }, datasets: [{ datasetname: 'in', nfiles: 2 }], parameters: '{\n  "a": 1\n}', jobs: { states: { failed: 2 } } });
    expect((await monitor.get('/task/8/')).status).toBe(404);
    expect((await monitor.get('/task/abc/')).status).toBe(404);
  });
});
