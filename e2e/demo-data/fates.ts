import type { SeededRandom } from './seeded-random.ts';

/** How one try of a job goes. */
export interface Fate {
  /** What the pilot tells last; `silent`: nothing more is heard of it; `mute`: it never answered at all; `held`: it could not bring the output away yet. */
  readonly end: 'finished' | 'failed' | 'silent' | 'mute' | 'held';
  /** How much of the run it lasts. */
  readonly part: number;
  /** What is reported with the end. */
  readonly report: Readonly<Record<string, string>>;
}

/** What a fate depends on. */
export interface Circumstances {
  readonly queue: string;
  readonly vo: string;
  /** Hours since the day began. */
  readonly hour: number;
  readonly isProduction: boolean;
  /** Whether the code of this user's task is broken. */
  readonly isBroken: boolean;
}

type Failure = readonly [fate: Fate, weight: number];

/** A pilot's error; with a negative code the pilot asks for another try. Codes and words are those of the pilot. Source: PanDAWMS/pilot3, `pilot/common/errorcodes.py`. */
function pilotError(code: number, words: string, part: number): Fate {
  return { end: 'failed', part, report: { pilotErrorCode: String(code), pilotErrorDiag: words } };
}

/** A payload's exit status, and what the transformation says of it. */
function payloadError(status: number, words: string, part: number): Fate {
  return { end: 'failed', part, report: { transExitCode: String(status), exeErrorCode: String(status), exeErrorDiag: words, pilotErrorCode: '1305', pilotErrorDiag: `Failed to execute payload: ${words}` } };
}

const stageInFailed = pilotError(-1099, 'Failed to stage-in file: rucio: globus_ftp_client: the server responded with an error 451', 0.08);

/** What goes wrong anywhere, and how often against one another. */
const failures: readonly Failure[] = [
  [stageInFailed, 8],
  [pilotError(-1151, 'File transfer timed out during stage-in, timeout=3600 seconds', 0.3), 4],
  [pilotError(-1137, 'Failed to stage-out file: rucio: No space left on device', 1), 5],
  [pilotError(-1152, 'File transfer timed out during stage-out, timeout=3600 seconds', 1.2), 2],
  [pilotError(1150, 'Looping job killed by pilot: payload has not touched its files for 7200 s', 1.6), 3],
  [pilotError(1212, 'Payload ran out of memory', 0.6), 4],
  [pilotError(1235, 'Payload exceeded maximum allowed memory', 0.7), 2],
  [pilotError(1213, 'Reached batch system time limit', 1.8), 1],
  [pilotError(1201, 'Job killed by signal: SIGTERM', 0.4), 3],
  [pilotError(-1098, 'Not enough local space', 0.02), 1],
  [pilotError(1361, 'Remote file could not be opened', 0.1), 3],
  [pilotError(1165, 'Local output file is missing', 1), 3],
  [pilotError(-1324, 'Service not available at the moment', 0.05), 1],
  [{ end: 'silent', part: 0.5, report: {} }, 4],
  [{ end: 'mute', part: 0, report: {} }, 2],
  [{ end: 'held', part: 1, report: {} }, 2],
];

const productionFailures: readonly Failure[] = [
  [payloadError(65, 'Fatal error in athena logfile: "AlgErrorAuditor ERROR Illegal Return Code"', 0.5), 8],
  [payloadError(68, 'Logfile error in log.HITtoRDO: "Segmentation fault: Event counter: unknown"', 0.4), 3],
  [payloadError(64, 'Transform input file error: file corrupt', 0.1), 2],
];

const pipelineFailures: readonly Failure[] = [
  [payloadError(1, 'lsst.pipe.base: Execution of task "isr" on quantum failed. Exception RuntimeError: no bias frame', 0.3), 5],
  [payloadError(137, 'pipetask: killed', 0.7), 2],
];

const brokenCode: readonly Failure[] = [
  [payloadError(139, 'Segmentation fault (core dumped)', 0.12), 6],
  [payloadError(1, 'ImportError: No module named ROOT', 0.05), 3],
  [payloadError(2, 'runGen: cannot open shared object file libMyAnalysis.so', 0.05), 2],
];

/** From when on enough pilots are slow to answer that some of their jobs can be seen waiting at the end of the day. */
const lateHour = 23.6;

/** How a try goes: a storage of Manchester is away from 9 to 11 o'clock, and a rack at MWT2 loses its power at 15:30. */
export function drawFate(random: SeededRandom, { queue, vo, hour, isProduction, isBroken }: Circumstances): Fate {
  const accident = isBroken && random.chance(0.85) ? random.pickWeighted(brokenCode) : drawAccident(random, queue, hour);
  if (accident !== undefined) return accident;
  if (hour > lateHour && random.chance(0.1)) return { end: random.pick(['mute', 'held']), part: 0.3, report: {} };
  if (!random.chance(isProduction ? 0.06 : 0.09)) return { end: 'finished', part: 1, report: { transExitCode: '0' } };
  const special = isProduction ? productionFailures : vo === 'lsst' ? pipelineFailures : brokenCode.slice(1);
  return random.pickWeighted([...failures, ...special]);
}

/** What happens to all who are somewhere at a time. */
function drawAccident(random: SeededRandom, queue: string, hour: number): Fate | undefined {
  if (queue.startsWith('UKI') && hour >= 9 && hour < 11 && random.chance(0.8)) return stageInFailed;
  if (queue === 'MWT2' && hour >= 12.5 && hour < 15.5 && random.chance(0.35)) return { end: 'silent', part: Math.max(15.5 - hour, 0.1) / 3, report: {} };
  return undefined;
}
