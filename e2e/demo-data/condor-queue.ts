import { parseUtcTime, type JobAttributes } from '@bigpanda/model';

/** JobStatus of HTCondor. Source: HTCondor manual, "Job ClassAd Attributes". */
const [idle, running, completed, held] = [1, 2, 4, 5];

const statusOfState: Readonly<Record<string, number>> = { sent: running, starting: running, running, holding: running, transferring: running };

const holdReasons = [
  'Error from slot1_4@wn0103: Job has gone over memory limit of 2048 megabytes. Peak usage: 2391 megabytes.',
  'Failed to initialize user log to /home/submit/logs/job.log',
  'The system macro SYSTEM_PERIODIC_HOLD expression \'NumJobStarts > 5\' evaluated to TRUE',
];

/** What `condor_q -global -json` prints for jobs of PanDA that came by HTCondor: those that a worker has, and some that wait for one. At the end of the day a few have left the queue. */
export function describeQueue(jobs: readonly JobAttributes[], { time, end }: { readonly time: number; readonly end: number }): string {
  const pilots = new Map(jobs.flatMap((job) => (job.batchID === undefined ? [] : [[String(job.batchID), job] as const])));
  const started = jobs.filter((job) => job.batchID !== undefined).map((job, index) => describeStarted(job, { batchId: pilots.get(String(job.batchID)) === job ? String(job.batchID) : `${Number(job.PandaID) + 700_000}.0`, index }));
  const waiting = jobs.flatMap((job, index) => (job.batchID === undefined ? [describeWaiting(job, index)] : index % 4 === 0 ? [describeWaiting({ ...job, PandaID: Number(job.PandaID) + 100_000 }, index)] : []));
  const told = [...started, ...waiting].filter((_, index) => time < end || index % 9 !== 0);
  const schedds = Map.groupBy(told, (ad) => ad.GlobalJobId.split('#')[0]);
  return [...schedds.values()].map((ads) => `[\n${ads.map((ad) => JSON.stringify(ad)).join('\n,\n')}\n]\n`).join('\n');
}

function describeStarted(job: JobAttributes, { batchId, index }: { readonly batchId: string; readonly index: number }) {
  const [cluster = 0, proc = 0] = batchId.split('.').map(Number);
  const [began, changed] = [secondsOf(job.startTime ?? job.creationTime), secondsOf(job.modificationTime)];
  return {
    ...describeCommon(job, { cluster, proc }), JobStatus: statusOfState[String(job.jobStatus)] ?? completed, JobCurrentStartDate: began, EnteredCurrentStatus: changed, RemoteWallClockTime: Math.max(0, changed - began),
    RemoteHost: `slot1_${1 + (index % 8)}@${String(job.modificationHost ?? 'wn0101')}`, ImageSize: 800_000 + (index % 13) * 95_000, ...(statusOfState[String(job.jobStatus)] === undefined ? { CompletionDate: changed, ExitCode: job.jobStatus === 'finished' ? 0 : 1 } : {}),
  };
}

function describeWaiting(job: JobAttributes, index: number) {
  const isHeld = index % 7 === 3;
  return { ...describeCommon(job, { cluster: 700_000 + Number(job.PandaID), proc: 0 }), JobStatus: isHeld ? held : idle, EnteredCurrentStatus: secondsOf(job.modificationTime), ...(isHeld ? { HoldReason: holdReasons[index % holdReasons.length] } : {}) };
}

function describeCommon(job: JobAttributes, { cluster, proc }: { readonly cluster: number; readonly proc: number }) {
  const submitted = secondsOf(job.creationTime);
  const schedd = `submit-${String(job.computingSite ?? 'osg').toLowerCase().replaceAll(/[^a-z0-9]/g, '')}.example.org`;
  return {
    GlobalJobId: `${schedd}#${cluster}.${proc}#${submitted}`, ClusterId: cluster, ProcId: proc, Owner: String(job.prodUserName ?? 'nobody').toLowerCase().split(' ')[0], QDate: submitted, JobPrio: Number(job.currentPriority ?? 0) % 20,
    Cmd: '/usr/libexec/panda/pilot-wrapper.sh', Args: `-q ${String(job.computingSite ?? '')} -j user`, RequestCpus: 1, RequestMemory: 2048, RequestDisk: 20_480_000, JobBatchName: String(job.jobName ?? ''),
  };
}

function secondsOf(time: JobAttributes[keyof JobAttributes]): number {
  return time === undefined ? 0 : Math.round(parseUtcTime(String(time)) / 1000);
}
