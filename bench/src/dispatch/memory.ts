import { median } from '../benchmark.ts';
import type { BenchDatabases } from './bench-database.ts';
import { startPandaServer } from './contestants.ts';
import type { MeasuredPart } from './measured-part.ts';
import { pilots, queues, runLives } from './pilot-load.ts';

/** Jobs that go through one server; the environment may ask for fewer, to try the bench itself. */
const jobs = Number(process.env['BENCH_JOBS'] ?? 100_000);

/** How often the server's memory is looked at. */
const looks = 10;

/** Looks at the begin and at the end whose medians are compared: what is alive at one moment depends on what is under way. */
const looksCompared = 3;

/** What may be alive at the end of what was at the begin. */
const mostRatio = 1.1;

/** Memory of a server that many jobs go through: what it has in the machine, where SQLite's caches fill, and what of its heap is alive. */
export async function measureMemory(databases: BenchDatabases): Promise<MeasuredPart> {
  await using server = await startPandaServer(databases.dialect.name, await databases.make({ ended: 0, running: 0, activated: 1.1 * jobs, queues }));
  const [seconds, resident, alive]: [number[], number[], number[]] = [[], [], []];
  for (let look = 0; look < looks; look += 1) {
    seconds.push(await runLives({ address: server.address, pilots, queues }, jobs / looks));
    resident.push(server.readResidentBytes());
    alive.push(await server.readLiveBytes());
  }
  const rate = jobs / seconds.reduce((total, some) => total + some, 0);
  const ratio = median(alive.slice(-looksCompared)) / median(alive.slice(0, looksCompared));
  process.stdout.write(`dispatch-memory ratio=${ratio.toFixed(2)} database=${databases.name} jobs=${jobs} lives=${rate.toFixed(0)}/s resident=${renderMegabytes(resident)} alive=${renderMegabytes(alive)} after each ${jobs / looks}\n`);
  return {
    seconds: { ours: seconds.at(-1) ?? Number.NaN, theirs: seconds[0] ?? Number.NaN },
    failures: ratio <= mostRatio ? [] : [`${databases.name} after ${jobs} jobs: ${ratio.toFixed(2)} times as much alive as at first, at most ${mostRatio}`],
  };
}

function renderMegabytes(sizes: readonly number[]): string {
  return `${sizes.map((bytes) => (bytes / 1e6).toFixed(0)).join(',')} MB`;
}
