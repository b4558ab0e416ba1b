import { median } from '../benchmark.ts';
import type { BenchDatabases } from './bench-database.ts';
import { startPandaServer } from './contestants.ts';
import { spreadJobs, type MeasuredPart } from './measured-part.ts';
import { pilots, queues, runLives } from './pilot-load.ts';

const [few, many] = [10_000, 1_000_000];

/** Runs of each side, after one that is not counted. */
const runs = 4;

const livesPerRun = 600;

/** What the rate with many jobs has to reach of that with few. */
const leastRatio = 0.7;

/** Lives of jobs a second with a million jobs in the tables, beside those with ten thousand, in turn. */
export async function measureGrowth(databases: BenchDatabases): Promise<MeasuredPart> {
  await using small = await startPandaServer(databases.dialect.name, await databases.make(spreadJobs(few)));
  await using large = await startPandaServer(databases.dialect.name, await databases.make(spreadJobs(many)));
  const seconds: [number[], number[]] = [[], []];
  for (let run = 0; run <= runs; run += 1) {
    for (const [index, { address }] of [small, large].entries()) seconds[index]?.push(await runLives({ address, pilots, queues }, livesPerRun));
  }
  const [ofFew, ofMany] = [median(seconds[0].slice(1)), median(seconds[1].slice(1))];
  const ratio = ofFew / ofMany;
  process.stdout.write(`dispatch-growth ratio=${ratio.toFixed(2)} database=${databases.name} ${few}=${(livesPerRun / ofFew).toFixed(0)}/s ${many}=${(livesPerRun / ofMany).toFixed(0)}/s n=${runs}\n`);
  return {
    seconds: { ours: ofMany, theirs: ofFew },
    failures: ratio >= leastRatio ? [] : [`${databases.name} with ${many} jobs: ${ratio.toFixed(2)} of the rate with ${few}, at least ${leastRatio}`],
  };
}
