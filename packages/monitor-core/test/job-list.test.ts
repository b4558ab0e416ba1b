import { describe, expect, it } from 'vitest';
import { changeJob } from '@bigpanda/datastore';
import { makeJob, startMonitor, type MonitorUnderTest } from './monitor-under-test.ts';

interface JobList {
  readonly next: string | null;
  readonly previous: string | null;
  readonly jobs: readonly { readonly pandaid: number }[];
}

async function read(monitor: MonitorUnderTest, query: string): Promise<JobList> {
  return (await monitor.getJson(`/jobs/?${query}`)) as JobList;
}

async function idsOf(monitor: MonitorUnderTest, query: string): Promise<number[]> {
  return (await read(monitor, query)).jobs.map((job) => job.pandaid);
}

describe('the list of jobs', () => {
  it('lists newest first, page by page, with links to the pages beside that hold their place', async () => {
    const monitor = startMonitor();
    await monitor.fill(...Array.from({ length: 5 }, () => makeJob()));
    const first = await read(monitor, 'limit=2&computingsite=SITE');
    expect(first).toMatchObject({ total: 5, limit: 2, previous: null, jobs: [{ pandaid: 5 }, { pandaid: 4 }] });
    const second = await read(monitor, `limit=2&computingsite=SITE&cursor=${first.next ?? ''}`);
    expect(second).toMatchObject({ total: 5, jobs: [{ pandaid: 3 }, { pandaid: 2 }] });
    expect(await idsOf(monitor, `limit=2&cursor=${second.previous ?? ''}`)).toEqual([5, 4]);
    const html = await monitor.getText(`/jobs/?limit=2&computingsite=SITE&cursor=${first.next ?? ''}`);
    expect(html).toContain(`rel="prev" href="/jobs/?limit=2&amp;computingsite=SITE&amp;cursor=${second.previous ?? ''}"`);
    expect(html).toContain(`rel="next" href="/jobs/?limit=2&amp;computingsite=SITE&amp;cursor=${second.next ?? ''}"`);
    expect(html).toContain('<caption>2 of 5 jobs changed in the last 7 days, newest first</caption>');
  });

  it('filters by any attribute, by time, and by kind of jobs', async () => {
    const monitor = startMonitor();
    const database = await monitor.fill(
      makeJob({ computingSite: 'A', prodSourceLabel: 'managed', currentPriority: 900 }), makeJob({ prodUserName: 'Ann', prodSourceLabel: 'user' }), makeJob({ jediTaskID: 7 }), makeJob({ computingSite: 'A*B|!', cloud: 'US' }),
    );
    await changeJob(database, { pandaId: 1, time: '2014-03-07 12:30:00' }, () => ({ outcome: 0, change: { attributes: {}, states: ['holding', 'failed'], files: [] } }));
    const cases: readonly (readonly [query: string, pandaIds: readonly number[]])[] = [
      ['jobstatus=failed', [1]], ['computingsite=S*&produsername=A*', [2]], ['JEDITASKID=7', [3]], ['task=7', [3]], ['site=A|SITE', [3, 2, 1]], ['jobstatus=!failed', [4, 3, 2]],
      ['hours=1', [4, 3, 2, 1]], ['earlierthan=2', []], ['date_from=2014-03-07 12:10', [1]], ['date_to=2014-03-07T12:10&date_from=2014-03-07', [4, 3, 2]], ['date_to=2014-03-06', []],
      ['jobtype=production', [1]], ['jobtype=analysis', [2]], ['priorityrange=800:', [1]], ['currentpriority=800..900', [1]], ['jeditaskid=NULL', [4, 2, 1]], ['cloud=!NULL', [4]],
      ["computingsite=' or 1=1", []], ['computingsite=A\\*B\\|!', [4]], ['mode=nodrop&days=all', [4, 3, 2, 1]], ['sortby=pandaid', [1, 2, 3, 4]], ['sortby=-currentpriority&limit=1', [1]], ['pandaid=2|3', [3, 2]],
    ];
    for (const [query, pandaIds] of cases) expect([query, await idsOf(monitor, query)]).toEqual([query, pandaIds]);
  });

  it('says in words what of an address is wrong, all at once', async () => {
    const monitor = startMonitor();
    await monitor.fill(makeJob());
    const response = await monitor.get('/jobs/?jeditaskid=x&hours=-1&date_from=soon&computingsit=A');
    expect(response.status).toBe(400);
    expect(await response.text()).toContain('<code>computingsit</code> is a parameter that this page does not know; wanted: perhaps &quot;computingsite&quot;.');
    expect(await (await monitor.get('/jobs/?json&jeditaskid=x&days=0&date_from=soon&priorityrange=5')).json()).toEqual({
      error: 'wrong parameters',
      problems: [
        { path: 'jeditaskid', found: '"x"', allowed: 'a number, FROM..TO, NULL, or digits with "*"' },
        { path: 'priorityrange', found: '"5"', allowed: 'two numbers as FROM:TO' },
        { path: 'days', found: '"0"', allowed: 'a number of days more than 0, or "all"' },
        { path: 'date_from', found: '"soon"', allowed: 'a time such as 2014-03-07 or 2014-03-07 12:30' },
      ],
    });
    for (const query of ['cursor=x', 'sortby=colour', 'limit=0', 'limit=x', 'jobtype=odd', `computingsite=${'x'.repeat(3000)}`]) expect([query, (await monitor.get(`/jobs/?${query}`)).status]).toEqual([query, 400]);
  });

  it('counts by attribute, each count a link that narrows, and shows what holds with a link that widens', async () => {
    const monitor = startMonitor();
    await monitor.fill(makeJob({ cloud: 'US' }), makeJob({ cloud: 'US' }), makeJob());
    expect(await monitor.getJson('/jobs/?site=SITE')).toMatchObject({
      total: 3, states: { activated: 3 },
      counts: expect.arrayContaining([{ attribute: 'cloud', title: 'Cloud', values: [{ value: 'US', count: 2 }, { value: null, count: 1 }], rest: { values: 0, count: 0 } }]),
    });
    const html = await monitor.getText('/jobs/?site=SITE&hours=5');
    for (const link of ['href="/jobs/?site=SITE&amp;hours=5&amp;cloud=US"', 'href="/jobs/?site=SITE&amp;hours=5&amp;cloud=NULL"', 'href="/jobs/?hours=5" aria-label="Take away the filter computingSite: SITE"', 'href="/jobs/?site=SITE" aria-label="Take away the filter last 5 hours"']) expect(html).toContain(link);
    expect(await monitor.getText('/jobs/?site=SITE&counts=1')).toMatch(/<details class="drill" open>.*<a href="\/jobs\/\?site=SITE&amp;counts=200">and 1 more with 1 jobs<\/a>/s);
    expect(await monitor.getText('/jobs/?counts=200')).not.toContain(' more with ');
  });

  it('links site and user to the jobs of the same site and user, in cells that wrap', async () => {
    const monitor = startMonitor();
    await monitor.fill(makeJob({ computingSite: 'A&B', prodUserName: 'Ann Lee' }), { states: ['activated'], job: { attributes: { prodUserID: '/CN=x' }, files: [] } });
    const html = await monitor.getText('/jobs/');
    for (const link of ['<a class="name" href="/jobs/?computingsite=A%26B">A&amp;B</a>', '<a class="name" href="/jobs/?produsername=Ann+Lee">Ann Lee</a>', '<a class="name" href="/jobs/?produserid=%2FCN%3Dx">/CN=x</a>']) expect(html).toContain(link);
    expect(await monitor.getText('/static/parts.css')).toMatch(/\.name \{[^}]*max-width: \d+ch[^}]*overflow-wrap: anywhere/);
  });

  it('has CSV twins of its tables, and the parameters of jobs when asked', async () => {
    const monitor = startMonitor();
    await monitor.fill(makeJob({ jobName: '=cmd()', jobParameters: '-p "x"' }));
    const csv = await monitor.get('/jobs/?csv&dump=parameters');
    expect(csv.headers.get('content-type')).toBe('text/csv; charset=utf-8');
    expect(await csv.text()).toBe('pandaid,jobstatus,computingsite,produsername,jobname,error,prodsourcelabel,currentpriority,creationtime,modificationtime,jobparameters\r\n'
      + '1,activated,SITE,user,\'=cmd(),,,0,2014-03-07 12:00:00,2014-03-07 12:00:00,"\'-p ""x"""\r\n');
    expect(await monitor.getText('/jobs/?csv=counts')).toContain('computingsite,SITE,1');
    expect((await monitor.get('/jobs/?csv=nothing')).status).toBe(404);
  });

  it('says that there are none, and keeps filters that the form has no field for', async () => {
    const monitor = startMonitor();
    await monitor.fill(makeJob());
    const html = await monitor.getText('/jobs/?cloud=US');
    expect(html).toContain('<caption>No jobs changed in the last 7 days</caption>');
    expect(html).toContain('<details class="more-filters" open>');
    expect(html).toContain('<label>Cloud <input name="cloud" value="US"></label>');
    expect(await monitor.getText('/jobs/?brokerageerrorcode=!NULL')).toContain('<label>brokerageerrorcode <input name="brokerageerrorcode" value="!NULL"></label>');
    expect(await monitor.getText('/dash/?nucleus=X')).toContain('<label>nucleus <input name="nucleus" value="X"></label>');
  });
});
