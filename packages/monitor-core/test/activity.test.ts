import { describe, expect, it } from 'vitest';
import { changeJob } from '@bigpanda/datastore';
import { chartFailureRate, chartSites, chartStates, chartThroughput } from '../src/activity/activity-charts.ts';
import { planTimeSteps } from '../src/activity/time-steps.ts';
import { countStates } from '../src/selection/counted-states.ts';
import { makeJob, startMonitor } from './monitor-under-test.ts';

const now = Date.UTC(2014, 2, 7, 13, 10);
const steps = { stepSeconds: 3600, times: ['2014-03-07 11:00:00', '2014-03-07 12:00:00', '2014-03-07 13:00:00'] };
const [eleven = '', noon = ''] = steps.times;

describe('planTimeSteps', () => {
  it('covers the time up to now by steps that are whole parts of a day', () => {
    const { stepSeconds, times } = planTimeSteps(24, now);
    expect([stepSeconds, times.length, times[0], times.at(-1)]).toEqual([1800, 49, '2014-03-06 13:00:00', '2014-03-07 13:00:00']);
    for (const hours of [1, 6, 24, 72, 168, 720]) {
      const plan = planTimeSteps(hours, now);
      expect(86_400 % plan.stepSeconds).toBe(0);
      expect(plan.times.length).toBeLessThan(60);
    }
  });
});

describe('charts of activity', () => {
  const byState = [{ time: eleven, value: 'finished', count: 3 }, { time: eleven, value: 'failed', count: 1 }, { time: noon, value: 'running', count: 2 }, { time: '2014-03-01 00:00:00', value: 'failed', count: 9 }];
  const bySite = Array.from({ length: 9 }, (_, index) => ({ time: noon, value: `S${index}`, count: index + 1 }));

  it('have a layer for each state, in the order a job passes them, from the bottom', () => {
    expect(chartStates({ steps, byState, bySite: [] }).series).toEqual([
      { title: 'failed', tone: 'failed', values: [1, 0, 0] },
      { title: 'finished', tone: 'finished', values: [3, 0, 0] },
      { title: 'running', tone: 'running', values: [0, 2, 0] },
    ]);
    expect(chartThroughput({ steps, byState, bySite: [] }).series.map(({ title }) => title)).toEqual(['failed', 'finished']);
  });

  it('tell the part that failed only where jobs ended', () => {
    expect(chartFailureRate({ steps, byState, bySite: [] }).series).toEqual([{ title: 'failed', tone: 'bad', values: [25, null, null] }]);
    expect(chartFailureRate({ steps, byState: [], bySite: [] }).series).toEqual([]);
  });

  it('put the sites with fewest jobs into one layer', () => {
    const { series } = chartSites({ steps, byState: [], bySite });
    expect(series.map(({ title, values }) => [title, values[1]])).toEqual([['2 others', 3], ['S2', 3], ['S3', 4], ['S4', 5], ['S5', 6], ['S6', 7], ['S7', 8], ['S8', 9]]);
  });
});

describe('the page of activity', () => {
  it('draws the same numbers as its JSON and its tables, of the jobs that the filters leave', async () => {
    const monitor = startMonitor();
    const database = await monitor.fill(makeJob({ VO: 'x', cloud: 'US' }), makeJob({ VO: 'y' }));
    for (const pandaId of [1, 2]) await changeJob(database, { pandaId, time: '2014-03-07 12:40:00' }, () => ({ outcome: 0, change: { attributes: {}, states: ['holding', 'finished'], files: [] } }));
    const html = await monitor.getText('/activity/?vo=x&cloud=U*');
    const summary = (await monitor.getJson('/activity/?vo=x&cloud=U*')) as { readonly throughput: { readonly series: readonly { readonly values: readonly number[] }[] } };
    expect(html).toContain(`data-chart="${JSON.stringify(summary.throughput).replaceAll('&', '&amp;').replaceAll('"', '&quot;')}"`);
    expect(summary.throughput.series[0]?.values.filter((value) => value > 0)).toEqual([1]);
    expect(html).toContain('<span class="time">2014-03-07 12:30:00</span></th><td class="number">1</td>');
    expect(await monitor.getText('/activity/?vo=nobody')).toContain('No job changed in this time.');
    expect((await monitor.get('/activity/?hours=5')).status).toBe(400);
  });
});

describe('countStates', () => {
  it('sums all jobs where there are more combinations than it tells, and says that these are a part', async () => {
    const database = await startMonitor().fill(...['A', 'A', 'A', 'B', 'B', 'C'].map((computingSite) => makeJob({ computingSite })));
    const count = (most: number) => countStates(database, { conditions: [] }, { by: ['computingSite'], most });
    expect(await count(2)).toEqual({ counts: [{ values: ['A', 'activated'], count: 3 }, { values: ['B', 'activated'], count: 2 }], states: { activated: 6 }, isPart: true });
    expect(await count(3)).toMatchObject({ counts: { length: 3 }, states: { activated: 6 }, isPart: false });
  });
});
