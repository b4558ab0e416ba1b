/** One side-by-side comparison: the same work done by us and by a named peer. */
export interface Benchmark {
  /** Program that is compared with. */
  readonly peer: string;
  /** Runs of each side. */
  readonly runs: number;
  /** Which ratio is printed: theirs over ours, where higher is better, or ours over theirs, where lower is; higher when absent. */
  readonly direction?: 'higher' | 'lower';
  /** Makes the work, once; what it gives is disposed of at the end. */
  readonly prepare: () => Promise<Contest | MeasuredContest>;
}

/** Both sides of a comparison; each throws when it fails. */
export interface Contest extends Verdict, AsyncDisposable {
  readonly ours: () => Promise<void>;
  readonly theirs: () => Promise<void>;
}

/** A comparison of many parts that have each been measured already. */
export interface MeasuredContest extends Verdict, AsyncDisposable {
  readonly seconds: { readonly ours: number; readonly theirs: number };
}

interface Verdict {
  /** What else was measured, for the closing line. */
  readonly note?: () => string;
  /** What else had to hold and did not; the benchmark fails by it. */
  readonly failures?: () => readonly string[];
}

export interface Measurement {
  readonly oursSeconds: number;
  readonly theirsSeconds: number;
  readonly note?: string;
  readonly failures: readonly string[];
}

/** Runs both sides in turn, so that a busy machine troubles both alike, and gives the median of each. */
export async function measure(benchmark: Benchmark, now: () => number): Promise<Measurement> {
  await using contest = await benchmark.prepare();
  const { ours, theirs } = 'seconds' in contest ? contest.seconds : await timeSides(contest, benchmark.runs, now);
  return { oursSeconds: ours, theirsSeconds: theirs, failures: contest.failures?.() ?? [], ...(contest.note === undefined ? {} : { note: contest.note() }) };
}

async function timeSides(contest: Contest, runs: number, now: () => number): Promise<MeasuredContest['seconds']> {
  const ours: number[] = [];
  const theirs: number[] = [];
  for (let run = 0; run < runs; run += 1) {
    ours.push(await time(contest.ours, now));
    theirs.push(await time(contest.theirs, now));
  }
  return { ours: median(ours), theirs: median(theirs) };
}

/** The closing line; the ratio is our speed over the peer's, or our time over the peer's, as the benchmark's direction says. */
export function renderMeasurement(name: string, benchmark: Benchmark, measurement: Measurement): string {
  const { oursSeconds, theirsSeconds, note } = measurement;
  const ratio = (benchmark.direction === 'lower' ? oursSeconds / theirsSeconds : theirsSeconds / oursSeconds).toFixed(2);
  return `${name} ratio=${ratio} peer=${benchmark.peer} ours=${oursSeconds.toFixed(4)}s theirs=${theirsSeconds.toFixed(4)}s n=${benchmark.runs}${note === undefined ? '' : ` ${note}`}`;
}

async function time(work: () => Promise<void>, now: () => number): Promise<number> {
  const start = now();
  await work();
  return (now() - start) / 1000;
}

/** The one in the middle, or between the two that are. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((left, right) => left - right);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2;
}
