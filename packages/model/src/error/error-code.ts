import type { ErrorComponentName } from './error-component.ts';

/** Codes that the server itself sets, by name. Source: panda-server, `taskbuffer/ErrorCode.py`. */
export const taskBufferCodes = {
  killed: 100,
  transferTimeout: 101,
  expired: 102,
  aborted: 103,
  waitTimeout: 104,
  reassigned: 105,
  retried: 106,
  pilotRetried: 107,
  lostFile: 110,
  mergeFailed: 113,
  workerDone: 300,
} as const;

/** Source: panda-server, `brokerage/ErrorCode.py`. */
export const brokerageCodes = { release: 100, voms: 101 } as const;

/** Source: panda-server, `dataservice/ErrorCode.py`. */
export const ddmCodes = { setupper: 100, guid: 101, lostFile: 110, adder: 200, subscription: 201, location: 203 } as const;

/** Source: panda-server, `jobdispatcher/ErrorCode.py`. */
export const jobDispatcherCodes = { lostHeartbeat: 100, recoveryFailed: 101, replyLost: 102 } as const;

/** Words for the codes that PanDA itself sets; what pilots and payloads report has its words in its own diag. */
const words: Readonly<Partial<Record<ErrorComponentName, Readonly<Record<number, string>>>>> = {
  taskBuffer: {
    100: 'killed', 101: 'transfer timeout', 102: 'expired', 103: 'aborted', 104: 'waited too long for input', 105: 'reassigned by rebrokerage',
    106: 'retried by the server', 107: 'retried by the pilot', 110: 'lost file', 111: 'retried for event service', 112: 'merge for event service',
    113: 'merge job failed', 114: 'all attempts of the event service were used', 115: 'other consumers are still running', 116: 'unused and not needed any more',
    117: 'processed no events on the worker node', 118: 'processed no events on the worker node, last consumer', 119: 'all event ranges failed',
    120: 'the associated consumer made the merge job', 121: 'the associated consumer failed', 122: 'killed for preemption', 123: 'retried without having processed events',
    124: 'input files differ from those of the task', 125: 'no event service queue for new consumers', 126: 'closed in a wrong job state', 130: 'rebrokered from an overloaded site',
    200: 'another clone of the job runs already', 300: 'the worker ended before the job',
  },
  brokerage: { 100: 'no site has the release', 101: 'no site takes the VOMS role' },
  ddm: { 100: 'setting up the input failed', 101: 'GUID is missing or wrong', 110: 'lost file', 200: 'adding the output failed', 201: 'the subscription failed', 203: 'the location is unknown' },
  jobDispatcher: { 100: 'lost heartbeat', 101: 'the output was not recovered', 102: 'the pilot never answered' },
};

/** The words of an error code: of PanDA's own, and of the exit code of a program that a signal ended; `undefined` for any other. */
export function describeErrorCode(component: ErrorComponentName, code: number): string | undefined {
  return component === 'trans' ? describeExit(code) : words[component]?.[code];
}

/** Source: POSIX.1-2017, Shell Command Language, 2.8.2; 128 + number as bash has it. */
function describeExit(code: number): string | undefined {
  return code > 128 && code < 160 ? `ended by signal ${code - 128}` : undefined;
}
