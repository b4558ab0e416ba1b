import { describe, expect, it } from 'vitest';
import { checkPlugin } from '@bigpanda/monitor-contract';
import { plugin } from '../src/index.ts';
import { cloudsPage } from '../src/pages/clouds/page.ts';
import { tasksPage } from '../src/pages/tasks/page.ts';
import { analysisPage, productionPage } from '../src/pages/split/page.ts';

const rows = [
  { cloud: 'US', computingSite: 'BNL', prodSourceLabel: 'managed', processingType: 'evgen', workingGroup: 'AP_MCGN', jobStatus: 'running' },
  { cloud: 'US', computingSite: 'MWT2', prodSourceLabel: 'user', processingType: 'prun', prodUserName: 'A&B', jobStatus: 'failed' },
  { cloud: 'DE', prodSourceLabel: 'panda', jobStatus: 'running' }, { cloud: 'A&B*', jobStatus: 'running' }, { jobStatus: 'sent' },
];
const clouds = rows.map((row) => cloudsPage.toRecord(row));

describe('the page of ATLAS clouds', () => {
  it('counts jobs by activity, cloud and state, most first', () => {
    expect(cloudsPage.summarise(clouds, {})).toEqual({
      activities: [{ name: 'analysis', counts: { failed: 1, running: 1 } }, { name: 'test', counts: { running: 1, sent: 1 } }, { name: 'production', counts: { running: 1 } }],
      clouds: [
        { name: 'US', counts: { running: 1, failed: 1 } }, { name: '', counts: { sent: 1 } }, { name: 'A&B*', counts: { running: 1 } }, { name: 'DE', counts: { running: 1 } },
      ],
      sites: [],
    });
  });

  it('shows one activity, and the sites of one cloud, when they are asked for', () => {
    expect(cloudsPage.summarise(clouds, { activity: 'production', cloud: 'US' }).sites).toEqual([{ name: 'BNL', counts: { running: 1 } }]);
    expect(cloudsPage.query({ cloud: 'US', hours: '12' })).toMatchObject({ hours: 12, attributes: { cloud: 'US' } });
    expect(cloudsPage.query({ hours: '0' })).not.toHaveProperty('hours');
  });

  it('links each cloud to its sites and each number to its jobs', () => {
    const html = cloudsPage.render(cloudsPage.summarise(clouds, { hours: '12' }));
    expect(html).toContain('<a class="name" href="/atlas/?cloud=A%26B%5C*&amp;hours=12">A&amp;B*</a>');
    expect(html).toContain('href="/jobs/?vo=atlas&amp;hours=12&amp;cloud=A%26B%5C*&amp;jobstatus=running"');
    expect(html).toContain('no cloud');
  });
});

describe('the pages of ATLAS production and analysis', () => {
  it('count the jobs of their activity by what they do and for whom', () => {
    const production = productionPage.summarise(rows.map((row) => productionPage.toRecord(row)), {});
    expect(production).toMatchObject({ processings: [{ name: 'evgen' }], parties: [{ name: 'AP_MCGN', counts: { running: 1 } }] });
    const analysis = analysisPage.summarise(rows.map((row) => analysisPage.toRecord(row)), { hours: '12' });
    expect(analysis.parties.map(({ name }) => name)).toEqual(['', 'A&B']);
    expect(analysisPage.render(analysis)).toContain('href="/jobs/?vo=atlas&amp;jobtype=analysis&amp;hours=12&amp;produsername=A%26B"');
  });
});

describe('the page of ATLAS tasks', () => {
  const tasks = [
    { jeditaskid: 7, taskname: 'mc', status: 'running', prodsourcelabel: 'managed', processingtype: 'evgen', progress: 40, username: 'x' },
    { jeditaskid: 8, taskname: 'user.x', status: 'broken', prodsourcelabel: 'user', processingtype: 'prun', progress: null, username: 'y' },
  ].map((row) => tasksPage.toRecord(row));

  it('lists tasks newest first, and counts them by kind and state', () => {
    const summary = tasksPage.summarise(tasks, {});
    expect(summary.tasks.map(({ id, progress }) => [id, progress])).toEqual([[8, null], [7, 0.4]]);
    expect(summary.kinds).toEqual([{ activity: 'production', processing: 'evgen', counts: { running: 1 } }, { activity: 'analysis', processing: 'prun', counts: { broken: 1 } }]);
    expect(tasksPage.render(summary)).toContain('<span class="badge badge-failed">broken</span>');
  });

  it('asks for the tasks in a state, of a kind and of a user, and picks those of an activity', () => {
    expect(tasksPage.query({ hours: '168', status: 'run*', processing: 'prun', user: 'x' })).toEqual({ from: 'tasks', vo: 'atlas', hours: 168, attributes: { status: 'run*', processingtype: 'prun', username: 'x' } });
    expect(tasksPage.summarise(tasks, { activity: 'analysis' }).tasks.map(({ id }) => id)).toEqual([8]);
  });
});

describe('the plug-in of ATLAS', () => {
  it('keeps the contract with its own rows', () => {
    expect(checkPlugin(plugin, rows)).toEqual([]);
  });
});
