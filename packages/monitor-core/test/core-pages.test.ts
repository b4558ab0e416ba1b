import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { changeJob, insertTask, noteRetry, writeQueue, type PandaDatabase } from '@bigpanda/datastore';
import { makeJob, startMonitor, type EndList, type MonitorUnderTest } from './monitor-under-test.ts';

const time = '2014-03-07 12:30:00';

async function fail(database: PandaDatabase, pandaId: number, attributes: Readonly<Record<string, string | number>>): Promise<void> {
  await changeJob(database, { pandaId, time }, () => ({ outcome: 0, change: { attributes, states: ['holding', 'failed'], files: [] } }));
}

/** Two sites, two users, a task, jobs that failed in different ways. */
async function startBusyMonitor(atEnd: EndList): Promise<MonitorUnderTest> {
  const monitor = startMonitor([], atEnd);
  const database = await monitor.fill(
    makeJob({ computingSite: 'A&B', cloud: 'US', prodUserName: 'Ann Lee', prodSourceLabel: 'user', jediTaskID: 7, modificationHost: 'wn1', VO: 'x', pilotID: 'https://logs.example.org/1.out|Condor' }),
    makeJob({ computingSite: 'A&B', cloud: 'US', prodUserName: 'Ann Lee', prodSourceLabel: 'user', jediTaskID: 7, modificationHost: 'wn2', VO: 'x' }),
    makeJob({ computingSite: 'OTHER', prodUserName: 'Bob', prodSourceLabel: 'managed' }),
    makeJob({ computingSite: 'A&B', cloud: 'US', prodUserName: 'Bob', prodSourceLabel: 'managed' }),
  );
  await fail(database, 1, { pilotErrorCode: 1305, pilotErrorDiag: 'it fell', transExitCode: 139 });
  await fail(database, 2, { jobDispatcherErrorCode: 100 });
  await writeQueue(database, { NICKNAME: 'A&B', SITEID: 'A&B', CLOUD: 'US', STATUS: 'online', MAXMEMORY: 4000 }, time);
  await writeQueue(database, { NICKNAME: 'IDLE', SITEID: 'IDLE', CLOUD: 'DE', STATUS: 'brokeroff' }, time);
  await insertTask(database, { row: { TASKNAME: 'user.ann', STATUS: 'running', USERNAME: 'Ann Lee', VO: 'x' }, parameters: '{"a":1}', datasets: [{ name: 'in/', type: 'input', lfns: ['f1', 'f2'] }], maxAttempt: 3 }, { jediTaskId: 7, datasetId: 1, fileId: 1, time: '2014-03-07 11:00:00' });
  return monitor;
}

const ends: (() => void | Promise<void>)[] = [];
let monitor: MonitorUnderTest;

beforeAll(async () => {
  monitor = await startBusyMonitor((end) => ends.push(end));
});

afterAll(async () => {
  for (const end of ends.reverse()) await end();
});

describe('the dashboards', () => {
  it('count jobs by cloud, site and state, each number a link to its jobs', async () => {
    expect(await monitor.getJson('/dash/')).toMatchObject({ total: 4, window: 'changed in the last 12 hours', rows: [{ values: ['US', 'A&B'], counts: { activated: 1, failed: 2 } }, { values: [null, 'OTHER'], counts: { activated: 1 } }] });
    expect(await monitor.getJson('/dash/analysis/')).toMatchObject({ total: 2 });
    expect(await monitor.getJson('/dash/production/?cloud=NULL')).toMatchObject({ total: 1, active: [{ name: 'cloud' }] });
    expect(await monitor.getText('/dash/production/?jobtype=analysis')).toContain('href="/jobs/?jobtype=production&amp;');
    expect(await monitor.getJson('/wns/A%26B/?site=OTHER&cloud=US')).toMatchObject({ total: 3, parameters: { cloud: 'US' } });
    const html = await monitor.getText('/dash/analysis/?vo=x');
    expect(html).toContain('href="/jobs/?jobtype=analysis&amp;vo=x&amp;cloud=US&amp;computingsite=A%26B&amp;jobstatus=failed">2</a>');
    expect(html).toContain('href="/site/A%26B/"');
    expect(await monitor.getText('/dash/?csv')).toBe('cloud,site,failed_percent,all,activated,failed\r\nUS,A&B,100,3,1,2\r\nunset,OTHER,,1,1,0\r\n');
    expect(await monitor.getText('/dash/?csv&sortby=activated')).toMatch(/\r\nUS,.*\r\nunset,/s);
    expect(await monitor.getText('/dash/?sortby=-site')).toMatch(/aria-sort="descending"><a class="sort" href="\/dash\/\?sortby=site">Site<.*OTHER<.*A&amp;B</s);
  });

  it('draw jobs over time in steps that fit the window', async () => {
    const { charts } = (await monitor.getJson('/dash/?hours=2')) as { readonly charts: readonly { readonly times: readonly string[]; readonly series: readonly { readonly title: string; readonly values: readonly number[] }[] }[] };
    expect(charts[0]?.times.slice(0, 3)).toEqual(['2014-03-07 11:00:00', '2014-03-07 11:10:00', '2014-03-07 11:20:00']);
    expect(charts[0]?.series.find(({ title }) => title === 'failed')?.values.reduce((sum, value) => sum + value, 0)).toBe(2);
    expect(charts[1]?.series[0]?.values.filter((value) => typeof value === 'number')).toEqual([100]);
  });
});

describe('users, user activity and worker nodes', () => {
  it('count jobs and lead to the page of each', async () => {
    expect(await monitor.getJson('/users/')).toMatchObject({ rows: [{ values: ['Ann Lee'] }, { values: ['Bob'] }] });
    expect(await monitor.getText('/users/')).toContain('href="/user/Ann%20Lee/"');
    expect(await monitor.getJson('/job/list/')).toMatchObject({ window: 'changed in the last 24 hours', rows: expect.arrayContaining([{ values: ['Ann Lee', 'user', 'A&B'], counts: { failed: 2 } }]) });
    expect(await monitor.getJson('/wns/A%26B/')).toMatchObject({ fixed: { computingsite: 'A&B' }, rows: expect.arrayContaining([{ values: ['wn1'], counts: { failed: 1 } }]) });
    expect(await monitor.getText('/wns/A%26B/')).toContain('href="/wn/A%26B/wn1/"');
    expect(await monitor.getJson('/wn/A%26B/wn1/')).toMatchObject({ total: 1, rows: [{ values: ['Ann Lee', null, '1305'] }] });
  });

  it('tell everything of one user, and that one is not known', async () => {
    expect(await monitor.getJson('/user/Ann%20Lee/')).toMatchObject({ user: 'Ann Lee', tasks: [{ jeditaskid: 7, taskname: 'user.ann', nfiles: 2 }], jobs: { states: { failed: 2 }, groups: { sites: [{ values: ['A&B'], counts: { failed: 2 } }] }, newest: [{ pandaid: 2 }, { pandaid: 1 }] } });
    expect(await monitor.getText('/user/Ann%20Lee/')).toContain('<h1>User Ann Lee</h1>');
    expect((await monitor.get('/user/Nobody/')).status).toBe(404);
  });
});

describe('sites', () => {
  it('are listed with queue, jobs, share of failures, also those without either', async () => {
    expect(await monitor.getJson('/sites/')).toMatchObject({ sites: [{ site: 'A&B', cloud: 'US', status: 'online', failureShare: 1 }, { site: 'OTHER', status: null }, { site: 'IDLE', status: 'brokeroff', counts: {}, failureShare: null }] });
    expect(await monitor.getJson('/sites/?status=off')).toMatchObject({ sites: [{ site: 'IDLE' }] });
    expect((await monitor.get('/sites/?hours=x')).status).toBe(400);
    expect(await monitor.getJson('/sites/?vo=x')).toMatchObject({ sites: [{ site: 'A&B', counts: { failed: 2 } }, { site: 'IDLE' }] });
    expect(await monitor.getText('/sites/?csv&sortby=-failed_percent')).toMatch(/\r\nA&B,.*\r\nOTHER,.*\r\nIDLE,/s);
  });

  it('tell why a site fails', async () => {
    expect(await monitor.getJson('/site/A%26B/')).toMatchObject({
      site: 'A&B', queue: { cloud: 'US', maxmemory: 4000 },
      jobs: { errors: expect.arrayContaining([{ component: 'pilot', code: 1305, text: 'it fell', count: 1, newest: { pandaId: 1, logHref: 'https://logs.example.org/1.out' } }, { component: 'jobDispatcher', code: 100, text: 'lost heartbeat', count: 1, newest: { pandaId: 2, logHref: null } }, expect.objectContaining({ component: 'trans', code: 139, text: 'ended by signal 11', count: 1 })]) },
    });
    expect(await monitor.getText('/site/A%26B/')).toContain('href="/jobs/?computingsite=A%26B&amp;hours=24&amp;jobstatus=failed&amp;piloterrorcode=1305">1</a>');
    expect(await monitor.getText('/site/A%26B/')).toContain('href="/wn/A%26B/wn1/"');
    expect((await monitor.get('/site/IDLE/')).status).toBe(200);
    expect((await monitor.get('/site/NOWHERE/')).status).toBe(404);
  });
});

describe('how far a page looks back', () => {
  it.each(['/sites/?', '/site/A%26B/?', '/user/Ann%20Lee/?', '/my/?user=Ann%20Lee&', '/incidents/?', '/logger/?', '/tasks/?'])('is an hour at least and a century at most: %shours=', async (path) => {
    for (const hours of ['0', '876000', '999999999999999']) expect([hours, (await monitor.get(`${path}hours=${hours}`)).status]).toEqual([hours, 200]);
  });

  it('is told as it is, by links to jobs too', async () => {
    expect(await monitor.getText('/sites/?hours=0')).toMatch(/<caption>\d sites, jobs of the last 1 hours<[^]*href="\/jobs\/\?site=A%26B&amp;hours=1"/);
  });
});

describe('errors', () => {
  it('are told in words, and by site, user and task', async () => {
    expect(await monitor.getJson('/errors/')).toMatchObject({
      errors: expect.arrayContaining([expect.objectContaining({ component: 'jobDispatcher', code: 100, text: 'lost heartbeat', count: 1 })]),
      sites: [{ value: 'A&B', jobs: 2 }], users: [{ value: 'Ann Lee', jobs: 2 }], tasks: [{ value: '7', jobs: 2 }],
    });
    expect(await monitor.getText('/errors/?csv=sites')).toMatch(/^sites,jobs,kinds,errors\r\nA&B,2,3,[^\r]*1 × pilot 1305 \(it fell\)/);
    const html = await monitor.getText('/errors/');
    for (const link of ['href="/errors/?computingsite=A%26B">3</a>', '<a class="name" href="/job/1/">1</a>', '<a class="name" rel="noreferrer noopener external" href="https://logs.example.org/1.out">log</a>']) expect(html).toContain(link);
    expect(await monitor.getText('/jobs/')).toContain('href="https://logs.example.org/1.out">log</a>');
    expect(await monitor.getJson('/errors/?cloud=DE')).toMatchObject({ errors: [], sites: [] });
  });

  it('say last that jobs were retried', async () => {
    const own = startMonitor();
    const database = await own.fill(makeJob({}), makeJob({}));
    for (const pandaId of [1, 2]) await fail(database, pandaId, { taskBufferErrorCode: 107, ...(pandaId === 1 ? { pilotErrorCode: 1305 } : {}) });
    expect(await own.getJson('/errors/')).toMatchObject({ errors: [{ component: 'pilot', count: 1 }, { component: 'taskBuffer', code: 107, count: 2 }] });
  });
});

describe('tasks', () => {
  it('are listed with their files, and as the list that pbook reads', async () => {
    expect(await (await monitor.get('/tasks/?json=1&datasets=True&limit=10000&username=Ann+Lee&timestamp=5')).json()).toMatchObject([{ jeditaskid: 7, taskname: 'user.ann', status: 'running', superstatus: 'running', nfiles: 2, dsinfo: { nfiles: 2, pctfinished: 0 }, datasets: [{ datasetname: 'in/' }] }]);
    expect(await monitor.getJson('/tasks/?taskname=user.*&status=!done')).toMatchObject([{ jeditaskid: 7 }]);
    expect(await monitor.getJson('/tasks/?superstatus=done|finished')).toEqual([]);
    expect((await monitor.get('/tasks/?jeditaskid=x')).status).toBe(400);
    expect(await monitor.getText('/tasks/')).toContain('<a class="name" href="/task/7/">7</a>');
  });

  // What pbook of panda-client 1.5.92 sends, and what it takes of the answers or fails without. Source: its queryPandaMonUtils.py, localSpecs.py.
  it.each([
    ['show()', 'limit=1000&username=Ann+Lee&days=14'],
    ["show('run')", 'limit=1000&username=Ann+Lee&superstatus=running%7Csubmitting%7Cregistered%7Cready&days=14'],
    ['show(7)', 'limit=1000&username=Ann+Lee&reqid=7&days=14'],
    ['show(10000007)', 'limit=1000&username=Ann+Lee&jeditaskid=7&days=14'],
    ["show(username='*')", 'limit=1000&username=%2A&days=14'],
    ['show(metadata=True, sync=True)', 'limit=1000&username=Ann+Lee&taskname=user.%2A&status=running&days=14&extra=metastruct&timestamp=1395000000'],
  ])('tell pbook what it asks for by %s, with every key that it needs', async (_, query) => {
    const answer = await monitor.get(`/tasks/?json=1&datasets=True&${query}`, { accept: 'application/json', 'content-type': 'application/json' });
    const progress = { nfiles: expect.any(Number), nfilesfinished: expect.any(Number), nfilesfailed: expect.any(Number), pctfinished: expect.any(Number), pctfailed: expect.any(Number) };
    expect(await answer.json()).toEqual([expect.objectContaining({
      jeditaskid: 7, reqid: 7, taskname: 'user.ann', username: 'Ann Lee', status: 'running', superstatus: 'running', creationdate: expect.stringMatching(/^\d{4}-\d\d-\d\d \d\d:/), modificationtime: expect.any(String), dsinfo: progress,
    })]);
  });

  it.each(['', '&mode=nodrop'])('lead pbook to their jobs by /jobs/?json=1&limit=10000&jeditaskid=7%s', async (mode) => {
    const answer = await monitor.get(`/jobs/?json=1&limit=10000&jeditaskid=7${mode}`, { accept: 'application/json', 'content-type': 'application/json' });
    expect(await answer.json()).toMatchObject({ jobs: [{ pandaid: expect.any(Number), jobstatus: 'failed', jeditaskid: 7, creationtime: expect.any(String) }, { jeditaskid: 7 }] });
  });

  it('are counted on every page together', async () => {
    const html = await monitor.getText('/tasks/?below=7');
    expect(html).toContain('<caption>0 of 1 tasks, newest first</caption>');
    expect(html).toMatch(/running<\/span> 1</);
  });

  it('tell everything of one task', async () => {
    expect(await monitor.getJson('/task/7/')).toMatchObject({ task: { jeditaskid: 7 }, datasets: [{ datasetname: 'in/', nfiles: 2 }], parameters: '{\n  "a": 1\n}', jobs: { states: { failed: 2 } } });
    expect((await monitor.get('/task/8/')).status).toBe(404);
    expect((await monitor.get('/task/abc/')).status).toBe(404);
  });
});

describe('the page of a job', () => {
  it('tells the words of its errors, attempts before and after it, and where its logs are', async () => {
    const own = startMonitor();
    const database = await own.fill(makeJob({ jediTaskID: 7, pilotID: 'https://logs.example.org/7.out|Condor|PR|3' }), makeJob({ jediTaskID: 7, parentID: 1, pilotID: 'javascript:alert(1)|x' }), makeJob());
    await database.write((transaction) => noteRetry(transaction, { jediTaskId: 7, oldPandaId: 1, newPandaId: 2 }, time));
    await fail(database, 1, { jobDispatcherErrorCode: 102, jobDispatcherErrorDiag: 'nothing came' });
    expect(await own.getJson('/job/1/')).toMatchObject({
      failures: [{ component: 'jobDispatcher', code: 102, words: 'the pilot never answered', diagnosis: 'nothing came' }],
      related: [{ pandaId: 2, relation: 'after', type: 'retry' }],
      logs: [{ title: 'Output of the pilot', href: 'https://logs.example.org/7.out' }, { href: 'https://logs.example.org/7.err' }, { href: 'https://logs.example.org/7.log' }],
      job: { pandaid: 1, jobstatus: 'failed' },
    });
    expect(await own.getJson('/job/2/')).toMatchObject({ related: [{ pandaId: 1, relation: 'before' }], logs: [] });
    const html = await own.getText('/job/1/');
    for (const text of ['jobDispatcher error 102, the pilot never answered: nothing came', '<rect class="tone-', 'rel="noreferrer noopener external" href="https://logs.example.org/7.out"', 'href="/job/2/"', 'href="/task/7/"']) expect(html).toContain(text);
    expect(await own.getText('/job/2/')).not.toContain('href="javascript');
    await fail(database, 2, { transExitCode: '2', exeErrorCode: 2, exeErrorDiag: 'no such library' });
    expect(await own.getText('/job/2/')).toContain('exe error 2: no such library');
    await fail(database, 3, { exeErrorCode: 0, exeErrorDiag: 'OK' });
    expect(await own.getJson('/job/3/')).toMatchObject({ failures: [] });
  });
});

describe('the search', () => {
  it('finds jobs and tasks by number, and tasks, users and sites by a part of their names', async () => {
    const find = async (q: string): Promise<readonly string[]> => ((await monitor.getJson(`/search/?q=${encodeURIComponent(q)}`)) as { readonly hits: readonly { readonly kind: string; readonly href: string }[] }).hits.map(({ kind, href }) => `${kind} ${href}`);
    expect(await find('7')).toContain('task /task/7/');
    expect(await find('1')).toContain('job /job/1/');
    expect(await find('nn Le')).toEqual(['user /user/Ann%20Lee/']);
    expect(await find('A&B')).toEqual(['site /site/A%26B/']);
    expect(await find('user.a*')).toEqual(['task /task/7/']);
    expect(await monitor.getText('/search/?q=nothing')).toContain('Nothing found');
    expect((await monitor.get('/search/')).status).toBe(200);
  });
});

describe('my jobs', () => {
  it('asks whose, and then tells what the page of the user tells', async () => {
    expect(await monitor.getText('/my/')).toContain('Whose jobs?');
    expect(await monitor.getJson('/my/?user=Ann+Lee&hours=5')).toMatchObject({ user: 'Ann Lee', found: { hours: 5, jobs: { states: { failed: 2 } } } });
    expect((await monitor.get('/my/?user=Nobody')).status).toBe(404);
  });
});

describe('the status of the instance', () => {
  it('tells how old the newest data is, and what is served', async () => {
    expect(await monitor.getJson('/status/')).toMatchObject({ newestJob: time, newestJobAgeSeconds: 1800, newestTaskAgeSeconds: 7200, missingMigrations: [], states: { failed: 2, activated: 2 }, plugins: [] });
    expect(await monitor.getText('/status/')).toContain('00:30:00 ago, at 2014-03-07 12:30:00');
  });
});

describe('the help', () => {
  it('tells what every page shows and which parameters it takes', async () => {
    const { pages } = (await monitor.getJson('/help/')) as { readonly pages: readonly { readonly path: string; readonly paragraphs: readonly string[]; readonly filters: readonly { readonly name: string; readonly allowed: string }[] }[] };
    expect(pages.map(({ path }) => path)).toEqual(expect.arrayContaining(['/', '/jobs/', '/job/:pandaid/', '/errors/', '/tasks/']));
    expect(pages.filter(({ paragraphs }) => paragraphs.length === 0)).toEqual([]);
    const allowed = Object.fromEntries(pages.find(({ path }) => path === '/tasks/')?.filters.map((filter) => [filter.name, filter.allowed]) ?? []);
    expect(allowed).toMatchObject({ jeditaskid: 'text', days: 'a whole number from 0', below: 'a whole number from 0', extra: 'text' });
  });
});

describe('rows for DataTables', () => {
  it('are answered to GET and POST by the old parameters', async () => {
    const query = 'sEcho=3&iColumns=2&sColumns=pandaid,jobstatus&iDisplayStart=1&iDisplayLength=2&iSortCol_0=0&sSortDir_0=asc&bRegex=false&computingsite=A%26B';
    const answer = { sEcho: 3, result: 'ok', iTotalRecords: 3, iTotalDisplayRecords: 3, aaData: [[2, 'failed'], [4, 'activated']] };
    expect(await (await monitor.get(`/api/datatables/?${query}`)).json()).toEqual(answer);
    expect(await (await monitor.get('/api/datatables/', { 'content-type': 'application/x-www-form-urlencoded' }, 'POST', query)).json()).toEqual(answer);
    expect(await monitor.getJson('/api/datatables/?sSearch=3')).toMatchObject({ iTotalRecords: 4, iTotalDisplayRecords: 1 });
    expect((await monitor.get('/api/datatables/?sColumns=colour')).status).toBe(400);
    expect((await monitor.get('/api/datatables/', {}, 'POST', `x=${'y'.repeat(70_000)}`)).status).toBe(413);
  });
});

describe('addresses of older monitors', () => {
  it('lead to the pages of today, and so do addresses without the last slash', async () => {
    const target = async (path: string): Promise<string> => new URL((await monitor.get(path)).headers.get('location') ?? '', `http://host/prefix${path}`).href;
    expect(await target('/job/info/d/Ann%20Lee/2/')).toBe('http://host/prefix/user/Ann%20Lee/?hours=48');
    expect(await target('/job/info/Ann%20Lee/5/')).toBe('http://host/prefix/user/Ann%20Lee/?hours=5');
    expect(await target('/job/')).toBe('http://host/prefix/jobs/');
    expect(await target('/job/5?json')).toBe('http://host/prefix/job/5/?json');
    expect(await target('/jobs?site=A')).toBe('http://host/prefix/jobs/?site=A');
    for (const path of ['/site/%E0%A4%A/', '/user/%00/', '/job/9999999999999999/', '/job/-1/', '/task/1e3/', '/wn/a/']) expect([path, (await monitor.get(path)).status]).toEqual([path, 404]);
  });
});
