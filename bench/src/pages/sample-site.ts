import { seededRandom } from '@bigpanda/datastore/testing';

/** A queue of a site. */
export interface SampleQueue {
  readonly name: string;
  readonly cloud: string;
  /** Of its jobs, how many fail. */
  readonly failureRate: number;
}

/** What all jobs of a task have in common. */
export interface SampleTask {
  readonly id: number;
  readonly jobs: number;
  /** Seconds since the beginning of the sample. */
  readonly startSeconds: number;
  readonly vo: string;
  readonly user: string;
  readonly label: string;
  readonly processingType: string;
  readonly workingGroup: string | null;
  readonly transformation: string;
  readonly coreCount: number;
  readonly priority: number;
  /** Queues that its jobs run at, by index. */
  readonly queues: readonly number[];
}

/** How a job can fail: which component's code, and its words. */
export interface SampleError {
  readonly columns: Readonly<Record<string, string | number>>;
  readonly weight: number;
}

const clouds = ['US', 'CERN', 'DE', 'FR', 'UK', 'IT', 'NL', 'ES', 'CA', 'ND', 'TW', 'RU'];
const vos = [['atlas', 6], ['lsst', 2.5], ['belle2', 1], ['eic', 0.5]] as const;
const groups = ['phys-higgs', 'phys-susy', 'perf-jets', 'soft-valid', 'data-release', 'ap-reco'];
const transformations = ['Sim_tf.py', 'Reco_tf.py', 'Gen_tf.py', 'Derivation_tf.py', 'https://pandaserver.example.org/trf/user/runAthena-00-00-12', 'https://pandaserver.example.org/trf/user/runGen-00-00-02', 'lsst-trf.sh'];

/** Errors of pilots, payloads and the server as sites see them, most frequent first. */
export const sampleErrors: readonly SampleError[] = [
  { columns: { PILOTERRORCODE: 1099, PILOTERRORDIAG: 'Failed to stage-in file: copy command timed out after 3600 s' }, weight: 8 },
  { columns: { TRANSEXITCODE: '65', EXEERRORCODE: 65, EXEERRORDIAG: 'Non-zero return code from payload (65)' }, weight: 6 },
  { columns: { JOBDISPATCHERERRORCODE: 100, JOBDISPATCHERERRORDIAG: 'lost heartbeat' }, weight: 5 },
  { columns: { PILOTERRORCODE: 1150, PILOTERRORDIAG: 'Looping job killed by pilot' }, weight: 3 },
  { columns: { PILOTERRORCODE: 1151, PILOTERRORDIAG: 'File transfer timed out during stage-out' }, weight: 3 },
  { columns: { TASKBUFFERERRORCODE: 300, TASKBUFFERERRORDIAG: 'the worker ended before the job' }, weight: 2 },
  { columns: { DDMERRORCODE: 200, DDMERRORDIAG: 'could not add files to the dataset' }, weight: 1 },
  { columns: { PILOTERRORCODE: 1212, PILOTERRORDIAG: 'Payload ran out of memory' }, weight: 1 },
];

/** Queues of about as many sites, in clouds; most are fine, some fail often. */
export function sampleQueues(count: number): SampleQueue[] {
  const random = seededRandom(11);
  return Array.from({ length: count }, (_, index) => {
    const cloud = clouds[Math.floor(random() ** 1.5 * clouds.length)] ?? 'US';
    return { name: `${index % 3 === 0 ? 'ANALY_' : ''}${cloud}-SITE-${String(index).padStart(3, '0')}`, cloud, failureRate: random() < 0.1 ? 0.4 : 0.02 + 0.1 * random() };
  });
}

/** Tasks that begin one after the other over a time, with as many jobs together as are wanted: most small, a few of thousands. */
export function sampleTasks({ jobs, users, queues, seconds }: { readonly jobs: number; readonly users: number; readonly queues: number; readonly seconds: number }): SampleTask[] {
  const random = seededRandom(12);
  const sizes: number[] = [];
  for (let left = jobs; left > 0; left -= sizes.at(-1) ?? 0) sizes.push(Math.min(left, Math.ceil(25 * Math.exp(1.4 * Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())))));
  return sizes.map((size, index) => {
    const user = Math.floor(random() ** 2 * users);
    const isProduction = size > 60 || random() < 0.2;
    const vo = pickVo(seededRandom(user)());
    return {
      id: 4_000_000 + index, jobs: size, startSeconds: Math.floor((index / sizes.length) * seconds), vo,
      user: isProduction ? `production ${user % 8}` : `User ${user}`, label: isProduction ? 'managed' : 'user', processingType: isProduction ? pick(random, ['simul', 'reco', 'evgen', 'deriv']) : pick(random, ['panda-client-1.5.92-jedi-run', 'panda-client-1.5.92-jedi-athena', 'pathena', 'prun']),
      workingGroup: isProduction ? pick(random, groups) : null, transformation: pick(random, transformations), coreCount: pick(random, [1, 1, 1, 8]), priority: isProduction ? 300 + Math.floor(600 * random()) : 1000 - Math.floor(400 * random()),
      queues: Array.from({ length: 1 + Math.floor(random() * (size > 200 ? 12 : 4)) }, () => Math.floor(random() ** 1.3 * queues)),
    };
  });
}

function pickVo(value: number): string {
  let left = value * vos.reduce((sum, [, weight]) => sum + weight, 0);
  return (vos.find(([, weight]) => (left -= weight) < 0) ?? vos[0])[0];
}

function pick<Item>(random: () => number, items: readonly [Item, ...Item[]] | readonly Item[]): Item {
  return items[Math.floor(random() * items.length)] as Item;
}
