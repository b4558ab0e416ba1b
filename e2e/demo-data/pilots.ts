import type { QueueChanges } from '@bigpanda/datastore';
import { formatUtcTime } from '@bigpanda/model';
import { drawFate, type Fate } from './fates.ts';
import { pilotIdentity } from './people.ts';
import type { DemoServer } from './demo-server.ts';
import type { SeededRandom } from './seeded-random.ts';
import type { Timetable } from './timetable.ts';

const minute = 60_000;
const hour = 60 * minute;

/** What pilots share. */
export interface PilotWorld {
  readonly server: DemoServer;
  readonly random: SeededRandom;
  readonly timetable: Timetable;
  /** Milliseconds since 1970. */
  readonly begin: number;
  /** Tasks whose code is broken, by a part of the names of their jobs. */
  readonly isBroken: (jobName: string) => boolean;
}

/** A place for one pilot at a queue. */
interface Slot {
  readonly queue: string;
  readonly site: string;
  readonly label: 'user' | 'managed';
  readonly node: string;
  readonly computingElement: string;
  readonly harvester: string;
  readonly workerId: number;
}

/** What a pilot reads of its job. */
interface GivenJob {
  readonly StatusCode: number;
  readonly PandaID?: number;
  readonly attemptNr?: number;
  readonly processingType?: string;
  readonly transformation?: string;
  readonly jobName?: string;
  readonly coreCount?: number;
  readonly outFiles?: string;
  readonly logFile?: string;
}

/** How long jobs run, median minutes by kind of processing. */
const runMinutes: Readonly<Record<string, number>> = { evgen: 80, simul: 210, reco: 150, reprocessing: 170, deriv: 110, merge: 25, condor: 30, isr: 8, assembleCoadd: 55, ForcedPhotometry: 25 };

/** Lets pilots begin at every queue: so many as it has places for, of the labels that it takes. */
export async function beginPilots(world: PilotWorld, queues: readonly { readonly changes: QueueChanges }[], scale: number): Promise<void> {
  let workerId = 100_000;
  for (const { changes } of queues) {
    const places = Math.ceil(Number(changes.AVAILABLECPU ?? 0) * scale);
    for (let place = 0; place < places; place += 1) {
      const slot = describeSlot(changes, place, workerId++);
      if (place % 8 === 0) await tellNode(world, slot);
      world.timetable.add(world.begin + world.random.between(0, 25 * minute), () => askForJob(world, slot));
    }
  }
}

function describeSlot(changes: QueueChanges, place: number, workerId: number): Slot {
  const queue = changes.NICKNAME;
  const takes = /"type":"(\w+)"/.exec(changes.CATCHALL ?? '')?.[1] ?? 'analysis';
  const isCondor = queue.startsWith('OSG') || queue.endsWith('_Rubin');
  const label = takes === 'production' || (takes === 'any' && !isCondor && place % 2 === 0) ? 'managed' : 'user';
  const domain = (changes.GATEKEEPER ?? '').split('.').slice(1).join('.');
  return { queue, site: changes.SITE ?? queue, label, node: `wn${String(101 + Math.floor(place / 8)).padStart(4, '0')}.${domain}`, computingElement: String(changes.GATEKEEPER), harvester: isCondor ? 'harvester-osg' : 'harvester-central', workerId };
}

async function tellNode({ server, random, begin }: PilotWorld, { site, queue, node }: Slot): Promise<void> {
  server.clock.milliseconds = begin;
  const [cpu, sockets] = random.pick([['AMD EPYC 7702 64-Core Processor', 2], ['Intel(R) Xeon(R) Gold 6326 CPU @ 2.90GHz', 2], ['AMD EPYC 9654 96-Core Processor', 1]] as const);
  await server.call(pilotIdentity, 'pilot/update_worker_node', {
    site, panda_queue: queue, host_name: node, cpu_model: cpu, n_logical_cpus: String(random.pick([64, 128, 192])), n_sockets: String(sockets), cores_per_socket: '32', threads_per_core: '2',
    cpu_architecture: 'x86_64', cpu_architecture_level: 'x86_64-v3', clock_speed: '2900', total_memory: String(random.pick([256_000, 512_000])), total_local_disk: '3500',
  });
}

async function askForJob(world: PilotWorld, slot: Slot): Promise<void> {
  const { server, random, timetable } = world;
  const now = server.clock.milliseconds;
  const job = (await server.call(pilotIdentity, 'getJob', {
    siteName: slot.queue, prodSourceLabel: slot.label, node: slot.node, computingElement: slot.computingElement, mem: '64000', diskSpace: '200000', schedulerID: slot.harvester, cpu: '2900',
  })) as GivenJob;
  const again = (at: number): void => { timetable.add(at, () => askForJob(world, slot)); };
  if (job.PandaID === undefined) { again(now + 6 * minute + random.exponential(20 * minute)); return; }
  const fate = drawFate(random, { queue: slot.queue, vo: slot.queue.endsWith('Rubin') || slot.queue.endsWith('LSST') ? 'lsst' : 'atlas', hour: (now - world.begin) / hour, isProduction: slot.label === 'managed', isBroken: world.isBroken(String(job.jobName)) });
  if (fate.end === 'mute') { again(now + 40 * minute); return; }
  driveJob(world, { slot, job, fate, again });
}

interface Drive {
  readonly slot: Slot;
  readonly job: GivenJob;
  readonly fate: Fate;
  /** Lets the slot take another job. */
  readonly again: (at: number) => void;
}

/** Plans what a pilot tells of its job: starting, running, a heartbeat every half hour, the end. */
function driveJob(world: PilotWorld, drive: Drive): void {
  const { server, random, timetable } = world;
  const { fate, job } = drive;
  const now = server.clock.milliseconds;
  const runTime = random.lognormal(job.transformation?.includes('buildGen') === true ? 4 : (runMinutes[String(job.processingType)] ?? 38), 0.55) * minute;
  const running = now + random.between(40_000, 6 * minute);
  const end = running + Math.max(runTime * fate.part, 30_000);
  timetable.add(now + random.between(5000, 30_000), async () => { await report(world, drive, { state: 'starting', jobSubStatus: 'stagein' }); });
  const beat = (at: number): void => {
    timetable.add(at, async () => {
      const command = await report(world, drive, { ...measure(world, drive, at - running), state: 'running' });
      if (command === 'tobekilled') timetable.add(at + 2 * minute, () => endJob(world, drive, { runTime: at - running, isKilled: true }));
      else if (at + 30 * minute < end) beat(at + 30 * minute);
      else if (fate.end === 'silent') drive.again(at + 3 * hour);
      else timetable.add(end, () => endJob(world, drive, { runTime: end - running, isKilled: false }));
    });
  };
  beat(running);
}

async function endJob(world: PilotWorld, drive: Drive, { runTime, isKilled }: { readonly runTime: number; readonly isKilled: boolean }): Promise<void> {
  const { server, random, timetable } = world;
  const { fate, job } = drive;
  const now = server.clock.milliseconds;
  const results = { ...measure(world, drive, runTime), endTime: formatUtcTime(now), pilotTiming: [random.whole(1, 30), random.whole(10, 400), Math.round(runTime / 1000), random.whole(5, 300), random.whole(5, 60)].join('|') };
  drive.again(now + random.between(20_000, 3 * minute));
  if (isKilled) { await report(world, drive, { ...results, state: 'failed', pilotErrorCode: '1144', pilotErrorDiag: 'This job was killed by panda server' }); return; }
  if (fate.end === 'held') {
    await report(world, drive, { ...results, state: 'holding' });
    if (random.chance(0.7)) timetable.add(now + random.between(0.5, 2.5) * hour, async () => { await report(world, drive, { ...results, state: 'finished', xml: describeOutputs(random, job) }); });
    return;
  }
  await report(world, drive, { state: fate.end === 'failed' ? 'failed' : 'finished', ...results, ...fate.report, ...(fate.end === 'finished' ? { xml: describeOutputs(random, job) } : {}) });
}

/** Sends a report; what the server tells the pilot to do. */
async function report({ server }: PilotWorld, { slot, job }: Drive, fields: Readonly<Record<string, string>>): Promise<string> {
  const common = { jobId: String(job.PandaID), attemptNr: String(job.attemptNr), node: slot.node, siteName: slot.queue, computingElement: slot.computingElement, batchID: `${slot.workerId}.0`, pilotID: `https://${slot.harvester}.example.org/logs/${slot.workerId}.out|Condor|PR|3.9.2.41`, schedulerID: slot.harvester };
  const reply = await server.call(pilotIdentity, 'updateJob', { ...common, ...fields });
  return typeof reply === 'object' && reply !== null && 'command' in reply ? String(reply.command) : 'NULL';
}

/** What a pilot measures of its payload. */
function measure({ random, begin, server }: PilotWorld, { job }: Drive, runTime: number): Record<string, string> {
  const cores = Math.max(job.coreCount ?? 1, 1);
  const memory = Math.round(random.between(0.6, 1.1) * 1_700_000 * Math.sqrt(cores));
  return {
    startTime: formatUtcTime(Math.max(server.clock.milliseconds - runTime, begin)), cpuConsumptionTime: String(Math.round((runTime / 1000) * cores * random.between(0.7, 0.97))), cpuConsumptionUnit: 's', cpuConversionFactor: '1.0',
    coreCount: String(cores), maxRSS: String(memory), avgRSS: String(Math.round(memory * 0.8)), maxPSS: String(Math.round(memory * 0.9)), maxVMEM: String(memory * 2), jobMetrics: `coreCount=${cores} nEvents=${random.whole(200, 4000)}`, jobSubStatus: 'running',
  };
}

function describeOutputs(random: SeededRandom, job: GivenJob): string {
  const names = [...new Set([...(job.outFiles ?? '').split(','), job.logFile ?? ''])].filter((lfn) => lfn !== '' && lfn !== 'NULL');
  return JSON.stringify(Object.fromEntries(names.map((lfn) => [lfn, { guid: `${random.hex(8)}-${random.hex(4)}-4${random.hex(3)}-a${random.hex(3)}-${random.hex(12)}`, fsize: Math.round(lfn.includes('log') ? random.lognormal(900_000, 0.6) : random.lognormal(240_000_000, 1)), adler32: random.hex(8) }])));
}
