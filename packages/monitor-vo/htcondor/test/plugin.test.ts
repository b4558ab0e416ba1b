import { describe, expect, it } from 'vitest';
import { checkPlugin } from '@bigpanda/monitor-contract';
import { plugin } from '../src/index.ts';
import { toRecord } from '../src/record.ts';
import { render } from '../src/render.ts';
import { summarise } from '../src/summary.ts';

const rows = [
  { PandaID: 1, computingElement: 'ce1', batchID: '7.0', jobStatus: 'running' }, { PandaID: 3, computingElement: 'ce1', batchID: '7.0', jobStatus: 'finished', modificationHost: 'wn1' },
  { PandaID: 2, computingElement: 'ce2', jobStatus: 'running' }, { PandaID: 4, jobStatus: 'activated' },
];

describe('the page of HTCondor workers', () => {
  it('counts jobs that have reached a worker by computing element and state', () => {
    expect(summarise(rows.map(toRecord)).elements).toEqual([
      { computingElement: 'ce1', batches: 1, counts: { running: 1, finished: 1 } }, { computingElement: 'ce2', batches: 0, counts: { running: 1 } },
    ]);
  });

  it('lists the newest jobs that know their batch id and links them', () => {
    const summary = summarise(rows.map(toRecord));
    expect(summary.workers.map((worker) => worker.pandaId)).toEqual([3, 1]);
    expect(render(summary)).toContain('href="/job/3/">3</a>');
  });

  it('keeps the contract with its own rows', () => {
    expect(checkPlugin(plugin, rows)).toEqual([]);
  });
});
