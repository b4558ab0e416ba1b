import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { checkPlugin, type PageParameters, type PageSteps } from '@bigpanda/monitor-contract';
import { batchJobBlock } from '../src/blocks/batch-job/block.ts';
import { plugin } from '../src/index.ts';
import { jobPage } from '../src/pages/job/page.ts';
import { jobsPage } from '../src/pages/jobs/page.ts';
import { ownersPage } from '../src/pages/owners/page.ts';
import { workersPage } from '../src/pages/workers/page.ts';
import { condorQueueLoader } from '../src/store/condor-queue.ts';
import { makeStore, type CondorStore } from './condor-store.ts';

const queue = readFileSync(new URL('fixtures/condor-queue.json', import.meta.url), 'utf8');
const held = 'submit1.panda.test#70001.1#1394190000';

function fillStore(): CondorStore {
  const store = makeStore();
  store.write(condorQueueLoader.toRows(queue, '2014-03-07 13:00:00'));
  return store;
}

function summariseFrom<Summary>(store: CondorStore, page: PageSteps<unknown, Summary>, parameters: PageParameters = {}): Summary {
  return page.summarise(store.read(page.query(parameters)).map((row) => page.toRecord(row)), parameters);
}

describe('the page of HTCondor jobs', () => {
  it.each<readonly [PageParameters, readonly string[]]>([
    [{}, ['70001.1', '70001.0', '12.0']], [{ sort: 'oldest' }, ['12.0', '70001.1', '70001.0']], [{ owner: 'jan' }, ['12.0']], [{ owner: 'm*' }, ['70001.1', '70001.0']], [{ owner: 'm%' }, []],
    [{ status: 'held' }, ['70001.1']], [{ globaljobid: '*#12.0#*' }, ['12.0']], [{ wmsid: '4011' }, ['70001.0']], [{ host: '*ucsd*' }, ['70001.0']], [{ schedd: 'submit2.panda.test' }, ['12.0']],
    [{ submitted_from: '2014-03-07 10:00' }, ['70001.1', '70001.0']], [{ submitted_to: '2014-03-07T09:00' }, ['12.0']], [{ runhours: '1:2' }, ['70001.0']], [{ runhours: '3:' }, []], [{ priority: ':4' }, ['12.0']],
    [{ owner: "x' or '1' = '1" }, []], [{ page: '2' }, []],
  ])('finds by %j', (parameters, ids) => {
    expect(summariseFrom(fillStore(), jobsPage, parameters).jobs.map((job) => job.id)).toEqual(ids);
  });

  it('counts all that it found, and leads from page to page', () => {
    const store = makeStore();
    const ads = Array.from({ length: 250 }, (_, proc) => ({ GlobalJobId: `s#1.${proc}#1`, ClusterId: 1, ProcId: proc, JobStatus: 1, Owner: 'x' }));
    store.write(condorQueueLoader.toRows(JSON.stringify(ads), '2014-03-07 13:00:00'));
    const html = jobsPage.render(summariseFrom(store, jobsPage, { owner: 'x', page: '2' }));
    expect(html).toContain('<caption>Jobs 101 to 200 of 250, told 2014-03-07 13:00:00 UTC</caption>');
    expect(html).toContain('href="/htcondor/?owner=x&amp;page=3"');
    expect(html).toContain('Page 2 of 3');
  });

  it('says of a job that its schedd tells of no longer that it left the queue, but not of one whose schedd is silent', () => {
    const store = fillStore();
    store.write(condorQueueLoader.toRows(JSON.stringify([{ GlobalJobId: held, ClusterId: 70001, ProcId: 1, JobStatus: 2 }]), '2014-03-07 13:05:00'));
    expect(Object.fromEntries(summariseFrom(store, jobsPage).jobs.map((job) => [job.id, job.status]))).toEqual({ '70001.0': 'left the queue', '70001.1': 'running', '12.0': 'idle' });
    expect(summariseFrom(store, jobsPage, { status: 'left the queue' }).found).toBe(1);
  });

  it('says of no job that it left the queue for what condor_history tells', () => {
    const store = fillStore();
    store.write(condorQueueLoader.toRows(JSON.stringify([{ GlobalJobId: 'submit1.panda.test#7.0#1', ClusterId: 7, ProcId: 0, JobStatus: 4 }, { GlobalJobId: 'other.panda.test#1.0#1', ClusterId: 1, ProcId: 0, JobStatus: 4 }]), '2014-03-07 14:00:00'));
    expect(Object.fromEntries(summariseFrom(store, jobsPage).jobs.map((job) => [job.id, job.status]))).toEqual({ '70001.0': 'running', '70001.1': 'held', '12.0': 'idle', '7.0': 'completed', '1.0': 'completed' });
  });

  it('tells how to fill an empty table, and that filters found nothing', () => {
    expect(jobsPage.render(summariseFrom(makeStore(), jobsPage, { sort: 'newest' }))).toContain('bigpandamon load htcondor condor-q');
    expect(jobsPage.render(summariseFrom(makeStore(), jobsPage, { owner: 'x' }))).toContain('No job matches these filters.');
  });
});

describe('the page of one HTCondor job', () => {
  it('tells why it was held, and leads to the jobs of PanDA in it', () => {
    const html = jobPage.render(summariseFrom(fillStore(), jobPage, { globaljobid: held }));
    expect(html).toContain('memory usage exceeded request_memory &lt;2048 MB&gt;');
    expect(html).toContain('href="/jobs/?batchid=70001.1"');
  });

  it('says so when no schedd told of it, or none was asked for', () => {
    expect(jobPage.render(summariseFrom(fillStore(), jobPage, { globaljobid: '<b>' }))).toContain('No schedd has told of <code>&lt;b&gt;</code>');
    expect(jobPage.render(summariseFrom(fillStore(), jobPage))).toContain('choose one from the list');
  });
});

describe('the page of HTCondor owners and schedds', () => {
  it('counts jobs by schedd and owner, with when each schedd told last', () => {
    const { schedds, owners } = summariseFrom(fillStore(), ownersPage);
    expect(schedds).toEqual([
      { name: 'submit1.panda.test', counts: { running: 1, held: 1 }, seen: '2014-03-07 13:00:00' }, { name: 'submit2.panda.test', counts: { idle: 1 }, seen: '2014-03-07 13:00:00' },
    ]);
    expect(owners.map(({ name }) => name)).toEqual(['maria', 'jan']);
  });
});

describe('the block of a batch job on the page of a job', () => {
  it.each([['70001.1', 1], [held, 1], ['7.0', 0], ['', 0], ["' or 1 = 1 --", 0]])('finds by the batch id "%s"', (batchid, found) => {
    expect(summariseFrom(fillStore(), batchJobBlock, { batchid }).jobs).toHaveLength(found);
  });
});

describe('the page of HTCondor workers', () => {
  const rows = [
    { PandaID: 1, computingElement: 'ce1', batchID: '7.0', jobStatus: 'running' }, { PandaID: 3, computingElement: 'ce1', batchID: '7.0', jobStatus: 'finished', modificationHost: 'wn1' },
    { PandaID: 2, computingElement: 'ce2', jobStatus: 'running' }, { PandaID: 4, jobStatus: 'activated' },
  ];
  const summary = workersPage.summarise(rows.map((row) => workersPage.toRecord(row)), {});

  it('counts jobs that have reached a worker by computing element and state', () => {
    expect(summary.elements).toEqual([
      { computingElement: 'ce1', batches: 1, counts: { running: 1, finished: 1 } }, { computingElement: 'ce2', batches: 0, counts: { running: 1 } },
    ]);
  });

  it('lists the newest jobs that know their batch id and links them', () => {
    expect(summary.workers.map((worker) => worker.pandaId)).toEqual([3, 1]);
    expect(workersPage.render(summary)).toContain('href="/job/3/">3</a>');
  });
});

describe('the plug-in of HTCondor', () => {
  it('keeps the contract with its own rows', () => {
    expect(checkPlugin(plugin, condorQueueLoader.toRows(queue, '2014-03-07 13:00:00'))).toEqual([]);
  });
});
