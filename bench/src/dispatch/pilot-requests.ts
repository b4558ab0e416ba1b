/** What pilots ask for, once for each job. */
export const pilotCalls = ['getJob', 'running', 'finished'] as const;

export type PilotCall = (typeof pilotCalls)[number];

export interface PilotRequest {
  /** With the query string. */
  readonly path: string;
  /** Urlencoded. */
  readonly body: string;
}

const pilot = { node: 'wn042.example.org', computingElement: 'ce01.example.org', schedulerID: 'factory-1', pilotID: 'https://apf.example.org/2026-11-22/q/1.0.out|Condor|3.2.1', batchID: '1234567.0' };

/** The request of a pilot for a job of a queue, with what real pilots say of themselves. */
export function requestJob(queue: string): PilotRequest {
  return { path: `/server/panda/getJob?siteName=${queue}`, body: String(new URLSearchParams({ prodSourceLabel: 'user', mem: '4000', diskSpace: '20', cpu: '2400', timeout: '60', getProxyKey: 'FALSE', ...pilot })) };
}

/** A report of a pilot on its job. */
export function reportState(pandaId: number, state: 'running' | 'finished'): PilotRequest {
  const always = { attemptNr: '0', timestamp: '2026-11-22T12:00:00Z', workdir: '/scratch/pilot/1', siteName: 'QUEUE_0', cpuConversionFactor: '1.0', coreCount: '1', ...pilot };
  const more = state === 'running'
    ? { cpuConsumptionTime: '120', cpuConsumptionUnit: 's', jobMetrics: 'nEvents=120', maxRSS: '1048576', avgRSS: '1048000', remainingSpace: '20000' }
    : { cpuConsumptionTime: '3600', cpuConsumptionUnit: 's', jobMetrics: 'nEvents=1200', maxRSS: '1048576', avgRSS: '1048000', transExitCode: '0', pilotErrorCode: '0', pilotTiming: '1|2|3600|4|5', nEvents: '1200', xml: describeOutputs(pandaId), startTime: '2026-11-22 11:00:00', endTime: '2026-11-22 12:00:00' };
  return { path: `/server/panda/updateJob?jobId=${pandaId}&state=${state}`, body: String(new URLSearchParams({ ...always, ...more })) };
}

function describeOutputs(pandaId: number): string {
  return `<POOLFILECATALOG><File ID="c0ffee"><physical><pfn filetype="" name="out.fits"/></physical><logical><lfn name="${pandaId}.out.fits"/></logical><metadata att_name="fsize" att_value="1048576"/><metadata att_name="surl" att_value="srm://se/x"/></File></POOLFILECATALOG>`;
}
