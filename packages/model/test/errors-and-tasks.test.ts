import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { chooseJobError, concludeTask, jobAttributeCounts, jobAttributes, jobAttributesFromState, jobStates, listJobErrors, pickleFromPlain, transitions, writePickle } from '../src/index.ts';

describe('listJobErrors', () => {
  it('lists components with a code, with its words and what was reported', () => {
    expect(listJobErrors({ transExitCode: '139', pilotErrorCode: 1099, pilotErrorDiag: 'no output', taskBufferErrorCode: 107, exeErrorCode: 0, jobDispatcherErrorCode: 100, jobDispatcherErrorDiag: 'silent' })).toEqual([
      { component: 'trans', code: 139, words: 'ended by signal 11', diagnosis: '' }, { component: 'pilot', code: 1099, words: null, diagnosis: 'no output' },
      { component: 'jobDispatcher', code: 100, words: 'lost heartbeat', diagnosis: 'silent' }, { component: 'taskBuffer', code: 107, words: 'retried by the pilot', diagnosis: '' },
    ]);
  });

  it('lists none for a job without errors', () => {
    expect(listJobErrors({ transExitCode: '0', pilotErrorCode: 0, exeErrorDiag: 'ok' })).toEqual([]);
  });
});

describe('chooseJobError', () => {
  it.each([
    [{ transExitCode: '65', pilotErrorCode: 1099, pilotErrorDiag: 'no output', taskBufferErrorCode: 107 }, 'pilot'], [{ transExitCode: '65', taskBufferErrorCode: 107 }, 'taskBuffer'], [{ transExitCode: '65', exeErrorCode: 2 }, 'trans'], [{}, undefined],
  ])('of %j tells %s', (job, component) => {
    expect(chooseJobError(listJobErrors(job))?.component).toBe(component);
  });
});

describe('jobAttributeCounts', () => {
  it.each(Object.entries(jobAttributeCounts))('a state of %s sets its %i attributes and leaves the rest unset', (_, count) => {
    const state = [...jobAttributes.slice(0, count).map((name) => `value of ${name}`), []];
    expect(Object.values(jobAttributesFromState(state))).toEqual(jobAttributes.slice(0, count).map((name) => `value of ${name}`));
  });
});

describe('transitions', () => {
  it('lets every state but the first be reached, and every state but the final ones be left', () => {
    const reached = new Set(transitions.flatMap((row) => row.to));
    const left = new Set(transitions.map((row) => row.from));
    expect(jobStates.filter((state) => !reached.has(state))).toEqual(['pending']);
    expect(jobStates.filter((state) => !left.has(state))).toEqual(['finished', 'failed', 'cancelled', 'closed']);
  });
});

describe('concludeTask', () => {
  it.each([
    [{ total: 3, finished: 2, failed: 0 }, undefined], [{ total: 3, finished: 3, failed: 0 }, 'done'],
    [{ total: 3, finished: 0, failed: 3 }, 'failed'], [{ total: 3, finished: 1, failed: 2 }, 'finished'],
  ])('%j makes the task %s', (counts, state) => {
    expect(concludeTask(counts)).toBe(state);
  });
});

describe('pickleFromPlain', () => {
  it('writes what Python reads as dicts and lists', () => {
    const pickle = writePickle(pickleFromPlain({ site: { running: 2, list: [1, null, true, 'é'], gone: undefined } }));
    expect(execFileSync('python3', ['-c', 'import pickle, sys; print(ascii(pickle.loads(sys.stdin.buffer.read())))'], { input: pickle, encoding: 'utf8' }).trim()).toBe(String.raw`{'site': {'running': 2, 'list': [1, None, True, '\xe9']}}`);
  });
});
