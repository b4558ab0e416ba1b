import { describe, expect, it } from 'vitest';
import type { Chart } from '@bigpanda/monitor-contract';
import { chartSeconds, closeLastStep, stackLayers } from '../browser/chart-layers.ts';

function makeChart(kind: Chart['kind']): Chart {
  return { title: 'Jobs', unit: 'jobs', kind, times: ['1970-01-01 00:00:00', '1970-01-01 00:30:00'], series: [{ title: 'failed', values: [1, 2] }, { title: 'finished', values: [3, 4] }] };
}

function layersOf(chart: Chart): ReturnType<typeof closeLastStep> {
  return closeLastStep(chart, chartSeconds(chart), stackLayers(chart, () => true));
}

describe('the layers of a picture', () => {
  it('stand on one another, with room for the last bar', () => {
    expect(layersOf(makeChart('bars'))).toEqual({ seconds: [0, 1800, 3600], layers: [[4, 6, null], [3, 4, null]] });
  });

  it('are what they are where lines are drawn', () => {
    expect(layersOf(makeChart('line'))).toEqual({ seconds: [0, 1800], layers: [[1, 2], [3, 4]] });
  });
});
