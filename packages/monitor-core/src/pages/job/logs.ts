import type { FileSpec, JobAttributes } from '@bigpanda/model';

/** Where something that a job has written can be read. */
export interface LogPlace {
  readonly title: string;
  /** Address on another host; null where only a name is known. */
  readonly href: string | null;
  readonly name: string;
}

/**
 * Logs of a job: what the pilot's batch job wrote, whose address heads `pilotID`, and the job's own log file.
 * Source: panda-harvester, logBaseURL of its submitters; panda-server, `jobdispatcher/JobDispatcher.py` (pilotID is `address|system|kind|version`).
 */
export function listLogs({ pilotID }: JobAttributes, files: readonly FileSpec[]): LogPlace[] {
  const batch = pilotLogHref(pilotID);
  const places = batch === undefined ? [] : [{ title: 'Output of the pilot', href: batch }, ...siblings(batch)];
  const archives = files.filter(({ type }) => type === 'log').map(({ lfn, dataset }) => ({ title: 'Log file', href: null, name: `${String(lfn ?? '')}${dataset === undefined ? '' : ` in ${dataset}`}` }));
  return [...places.map((place) => ({ ...place, name: place.href })), ...archives];
}

/** The address of what the pilot's batch job wrote, from an attribute `pilotID`; `undefined` where it tells none. */
export function pilotLogHref(pilotId: string | number | null | undefined): string | undefined {
  const [address = ''] = String(pilotId ?? '').split('|');
  return readAddress(address);
}

function siblings(batch: string): { readonly title: string; readonly href: string }[] {
  if (!batch.endsWith('.out')) return [];
  const base = batch.slice(0, -'.out'.length);
  return [{ title: 'Errors of the pilot', href: `${base}.err` }, { title: 'Log of the batch system', href: `${base}.log` }];
}

/** An address of the web; what is none leads nowhere. */
function readAddress(text: string): string | undefined {
  return /^https?:\/\/[^\s"'<>]+$/i.test(text) ? URL.parse(text)?.href : undefined;
}
