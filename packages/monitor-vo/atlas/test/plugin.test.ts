import { describe, expect, it } from 'vitest';
import { checkPlugin } from '@bigpanda/monitor-contract';
import { plugin } from '../src/index.ts';
import { toRecord } from '../src/record.ts';
import { render } from '../src/render.ts';
import { summarise } from '../src/summary.ts';

const rows = [
  { cloud: 'US', jobStatus: 'running' }, { cloud: 'US', jobStatus: 'failed' }, { cloud: 'DE', jobStatus: 'running' }, { cloud: 'A&B', jobStatus: 'running' }, { jobStatus: 'sent' },
];

describe('the page of ATLAS clouds', () => {
  it('counts jobs by cloud and state, most first', () => {
    expect(summarise(rows.map(toRecord))).toEqual({
      clouds: [
        { cloud: 'US', counts: { running: 1, failed: 1 } }, { cloud: '', counts: { sent: 1 } }, { cloud: 'A&B', counts: { running: 1 } }, { cloud: 'DE', counts: { running: 1 } },
      ],
    });
  });

  it('links each cloud to its jobs', () => {
    const html = render(summarise(rows.map(toRecord)));
    expect(html).toContain('<a class="name" href="/jobs/?vo=atlas&amp;cloud=A%26B">A&amp;B</a>');
    expect(html).toContain('no cloud');
  });

  it('keeps the contract with its own rows', () => {
    expect(checkPlugin(plugin, rows)).toEqual([]);
  });
});
