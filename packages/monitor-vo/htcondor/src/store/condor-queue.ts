import type { OwnLoader, OwnRow } from '@bigpanda/monitor-contract';
import { nameStatus } from './job-status.ts';

/** A ClassAd as `-json` writes it; expressions are texts such as `/Expr(1024 * 2)/`. */
type ClassAd = Readonly<Record<string, unknown>>;

/**
 * Jobs as `condor_q -json` or `condor_history -json` prints them: a list of ClassAds, nothing at all for an empty queue, or
 * several lists when several schedds answer. A job that was there before is written over; one that no schedd has told of for
 * 30 days is taken away.
 */
export const condorQueueLoader: OwnLoader = {
  name: 'condor-q',
  table: 'condor_jobs',
  mode: 'merge',
  keeps: { column: 'seen', days: 30 },
  toRows: (text, now) => readClassAds(text).map((ad, index) => toRow(ad, { index, now })),
};

/** @throws Error for a text that is no list of ClassAds */
function readClassAds(text: string): readonly ClassAd[] {
  return text.split(/(?<=^\]\s*)\n(?=\[)/m).filter((part) => part.trim() !== '').flatMap((part) => {
    const read: unknown = JSON.parse(part);
    if (!Array.isArray(read)) throw new Error('wanted a list of ClassAds, as condor_q -json prints it');
    return read.map((ad: unknown, index) => {
      if (!isClassAd(ad)) throw new Error(`wanted a ClassAd as number ${index + 1} of the list, found ${JSON.stringify(ad)}`);
      return ad;
    });
  });
}

function isClassAd(value: unknown): value is ClassAd {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** @throws Error for a ClassAd without GlobalJobId, ClusterId or ProcId */
function toRow(ad: ClassAd, { index, now }: { readonly index: number; readonly now: string }): OwnRow {
  const globalJobId = readText(ad, 'GlobalJobId', 250);
  const [cluster, proc] = [readNumber(ad, 'ClusterId'), readNumber(ad, 'ProcId')];
  if (globalJobId === null || cluster === null || proc === null) throw new Error(`job ${index + 1} of the list: wanted GlobalJobId, ClusterId and ProcId, found ${Object.keys(ad).slice(0, 10).join(', ') || 'nothing'}`);
  return {
    globaljobid: globalJobId, schedd: globalJobId.split('#')[0] ?? '', cluster_id: cluster, proc_id: proc,
    owner: readText(ad, 'Owner', 128), batch_name: readText(ad, 'JobBatchName', 250), wmsid: readText(ad, 'wmsid', 128) ?? readText(ad, 'harvesterWorkerID', 128),
    status: nameStatus(readNumber(ad, 'JobStatus')), submitted: readTime(ad, 'QDate'), started: readTime(ad, 'JobCurrentStartDate') ?? readTime(ad, 'JobStartDate'),
    changed: readTime(ad, 'EnteredCurrentStatus'), completed: readTime(ad, 'CompletionDate'), run_seconds: readNumber(ad, 'RemoteWallClockTime'), priority: readNumber(ad, 'JobPrio'),
    cpus: readNumber(ad, 'RequestCpus'), memory_mb: readNumber(ad, 'RequestMemory'), disk_kb: readNumber(ad, 'RequestDisk'), image_kb: readNumber(ad, 'ImageSize'),
    cmd: readText(ad, 'Cmd', 4000), args: readText(ad, 'Args', 4000) ?? readText(ad, 'Arguments', 4000), host: readText(ad, 'RemoteHost', 250) ?? readText(ad, 'LastRemoteHost', 250),
    grid_resource: readText(ad, 'GridResource', 250), hold_reason: readText(ad, 'HoldReason', 4000), exit_code: readNumber(ad, 'ExitCode'), seen: now,
  };
}

/** The value of an attribute, whose name may be in any case; `null` for an expression that is not worked out. */
function readValue(ad: ClassAd, name: string): unknown {
  const value = ad[name] ?? Object.entries(ad).find(([key]) => key.toLowerCase() === name.toLowerCase())?.[1];
  return typeof value === 'string' && /^\/Expr\(.*\)\/$/.test(value) ? null : value;
}

function readText(ad: ClassAd, name: string, longest: number): string | null {
  const value = readValue(ad, name);
  return typeof value === 'string' && value !== '' ? value.slice(0, longest) : typeof value === 'number' ? String(value) : null;
}

/** A whole number. */
function readNumber(ad: ClassAd, name: string): number | null {
  const value = readValue(ad, name);
  return typeof value === 'number' && Number.isFinite(value) ? Math.round(value) : null;
}

/** Seconds since 1970 as `YYYY-MM-DD hh:mm:ss` in UTC; `null` for 0, which stands for never. */
function readTime(ad: ClassAd, name: string): string | null {
  const seconds = readNumber(ad, name) ?? 0;
  return seconds <= 0 || seconds > 9e9 ? null : new Date(seconds * 1000).toISOString().slice(0, 19).replace('T', ' ');
}
