import { describe, expect, it } from 'vitest';
import { checkPlugin, type JobRow } from '@bigpanda/monitor-contract';
import { plugin } from '../src/index.ts';
import { parsePipelineParameters, toRecord } from '../src/record.ts';
import { render } from '../src/render.ts';
import { summarise } from '../src/summary.ts';

const job = (task: string, instance: string, stream: string, jobStatus = 'running'): JobRow => ({
  jobStatus, jobParameters: `-v --lsstJobParams="DP_USER=x|PIPELINE_TASK=${task}|PIPELINE_PROCESSINSTANCE=${instance}|PIPELINE_STREAM=${stream}" -n 1`,
});
const rows = [job('Raft', '9', '1'), job('Raft', '10', '1'), job('Raft', '10', '2', 'failed'), job('Raft', '10', '2'), job('<b>', '1', '1'), {}];

describe('parsePipelineParameters', () => {
  it('reads names and values from the parameters of a job', () => {
    expect([...parsePipelineParameters('--lsstJobParams="PIPELINE_TASK=a=b|PIPELINE_STREAM=3"')]).toEqual([['PIPELINE_TASK', 'a=b'], ['PIPELINE_STREAM', '3']]);
    expect(parsePipelineParameters('--lsstJobParams=PIPELINE_STREAM=3 -x').get('PIPELINE_STREAM')).toBe('3');
    expect(parsePipelineParameters('-n 7').size).toBe(0);
  });
});

describe('the page of LSST pipelines', () => {
  it('counts jobs by task and process instance, newest first, with their streams', () => {
    expect(summarise(rows.map(toRecord)).processes).toEqual([
      { task: '', processInstance: '', streams: 0, counts: { unknown: 1 } },
      { task: '<b>', processInstance: '1', streams: 1, counts: { running: 1 } },
      { task: 'Raft', processInstance: '10', streams: 2, counts: { running: 2, failed: 1 } },
      { task: 'Raft', processInstance: '9', streams: 1, counts: { running: 1 } },
    ]);
  });

  it('escapes what stands in the parameters', () => {
    expect(render(summarise(rows.map(toRecord)))).toContain('&lt;b&gt;');
  });

  it('keeps the contract with its own rows', () => {
    expect(checkPlugin(plugin, rows)).toEqual([]);
  });
});
