import { describe, expect, it } from 'vitest';
import { checkPlugin, type JobRow } from '@bigpanda/monitor-contract';
import { plugin } from '../src/index.ts';
import { pipelineBlock } from '../src/blocks/pipeline/block.ts';
import { pipelinesPage } from '../src/pages/pipelines/page.ts';
import { streamsPage } from '../src/pages/streams/page.ts';
import { parsePipelineParameters } from '../src/pipeline-parameters.ts';

const job = (task: string, instance: string, stream: string, more: JobRow = {}): JobRow => ({
  jobStatus: 'running', jobParameters: `-v --lsstJobParams="DP_USER=x|PIPELINE_TASK=${task}|PIPELINE_PROCESSINSTANCE=${instance}|PIPELINE_STREAM=${stream}" -n 1`, ...more,
});
const rows: readonly JobRow[] = [
  job('Raft', '9', '1'), job('Raft', '10', '1', { PandaID: 1, jobStatus: 'finished' }), job('Raft', '10', '2', { PandaID: 2, jobStatus: 'failed' }), job('Raft', '10', '2', { PandaID: 3, computingSite: 'SLAC' }),
  job('Raft', '10', '10', { PandaID: 4, jobStatus: 'failed', prodUserName: 'me' }), job('<b>', '1', '1'), {},
];
const pipelines = rows.map((row) => pipelinesPage.toRecord(row));
const streams = rows.map((row) => streamsPage.toRecord(row));

describe('parsePipelineParameters', () => {
  it('reads names and values from the parameters of a job', () => {
    expect([...parsePipelineParameters('--lsstJobParams="PIPELINE_TASK=a=b|PIPELINE_STREAM=3"')]).toEqual([['PIPELINE_TASK', 'a=b'], ['PIPELINE_STREAM', '3']]);
    expect(parsePipelineParameters('--lsstJobParams=PIPELINE_STREAM=3 -x').get('PIPELINE_STREAM')).toBe('3');
    expect(parsePipelineParameters('-n 7').size).toBe(0);
  });
});

describe('the page of LSST pipelines', () => {
  it('counts jobs by task and process instance, newest first, and the streams that are done', () => {
    expect(pipelinesPage.summarise(pipelines, {}).processes).toEqual([
      { task: 'Raft', processInstance: '10', user: '', streams: 3, streamsDone: 1, counts: { finished: 1, failed: 2, running: 1 } },
      { task: 'Raft', processInstance: '9', user: '', streams: 1, streamsDone: 0, counts: { running: 1 } },
      { task: '<b>', processInstance: '1', user: '', streams: 1, streamsDone: 0, counts: { running: 1 } },
      { task: '', processInstance: '', user: '', streams: 0, streamsDone: 0, counts: { unknown: 1 } },
    ]);
  });

  it('shows one task when it is asked for, links its process instances, and escapes what stands in parameters', () => {
    const html = pipelinesPage.render(pipelinesPage.summarise(pipelines, { task: '<b>', hours: '168' }));
    expect(html).toContain('href="/lsst/streams/?task=%3Cb%3E&amp;processinstance=1&amp;hours=168"');
    expect(html).toContain('&lt;b&gt;');
    expect(html).not.toContain('Raft');
  });
});

describe('the page of LSST streams', () => {
  it('tells the state of each stream by all its jobs, failed ones first', () => {
    const { streams: lines, counts } = streamsPage.summarise(streams, { processinstance: '10' });
    expect(lines.map(({ stream, state, tries, pandaId }) => [stream, state, tries, pandaId])).toEqual([['10', 'failed', 1, 4], ['2', 'running', 2, 3], ['1', 'finished', 1, 1]]);
    expect(counts).toEqual({ failed: 1, running: 1, finished: 1 });
  });

  it('has every stream in its twins, and says how many the page leaves out', () => {
    const many = Array.from({ length: 1000 }, (_, stream) => streamsPage.toRecord({ ...job('Raft', '1', String(stream)) }));
    const summary = streamsPage.summarise(many, {});
    expect(streamsPage.tables?.(summary).find(({ key }) => key === 'streams')?.rows).toHaveLength(1000);
    const html = streamsPage.render(summary);
    const shown = [...html.matchAll(/href="\/job\/0\/"/g)].length;
    expect(html).toContain(`and ${1000 - shown} more rows`);
    expect(html.length).toBeLessThan(150_000);
  });
});

describe('the block of a pipeline on the page of a job', () => {
  it('tells what the job says, and leads to its streams', () => {
    const html = pipelineBlock.render(pipelineBlock.summarise([pipelineBlock.toRecord({ ...job('Raft', '10', '2') })], {}));
    expect(html).toContain('<dt>stream</dt><dd>2</dd>');
    expect(html).toContain('href="/lsst/streams/?task=Raft&amp;processinstance=10&amp;hours=0"');
  });
});

describe('the plug-in of LSST', () => {
  it('keeps the contract with its own rows', () => {
    expect(checkPlugin(plugin, rows)).toEqual([]);
  });
});
