import { describe, expect, it } from 'vitest';
import { decideReport } from '../src/jobs/report.ts';

const report = { state: 'finished', attemptNr: undefined, attributes: { nEvents: 5 }, files: [] };
const time = '2014-03-07 12:00:00';

describe('decideReport', () => {
  it('ends a job through holding', () => {
    expect(decideReport({ PandaID: 7, jobStatus: 'running' }, report, { time })).toEqual({ outcome: { ending: { pandaId: 7, state: 'finished', isRetried: false } }, change: { attributes: { endTime: time, nEvents: 5 }, states: ['holding', 'finished'], files: [] } });
    expect(decideReport({ jobStatus: 'holding' }, { ...report, state: 'failed' }, { time }).change?.states).toEqual(['failed']);
  });

  it('keeps the end time that the pilot tells', () => {
    expect(decideReport({ jobStatus: 'running' }, { ...report, attributes: { endTime: '2014-03-07 11:00:00' } }, { time }).change?.attributes).toEqual({ endTime: '2014-03-07 11:00:00' });
  });

  it('passes a command on while the job runs, and cancels a job that was to be killed', () => {
    expect(decideReport({ jobStatus: 'running', commandToPilot: 'tobekilled' }, { ...report, state: 'running' }, { time })).toMatchObject({ outcome: { command: 'tobekilled' }, change: { states: [] } });
    expect(decideReport({ jobStatus: 'running', commandToPilot: 'tobekilled' }, report, { time })).toMatchObject({ outcome: {}, change: { states: ['holding', 'cancelled'] } });
  });
});
