import type { Benchmark, MeasuredContest } from '../benchmark.ts';
import { mariadbDatabases, sqliteDatabases } from '../dispatch/bench-database.ts';
import { measureCalls } from '../dispatch/call-contest.ts';
import { measureGrowth } from '../dispatch/growth.ts';
import type { MeasuredPart } from '../dispatch/measured-part.ts';
import { measureMemory } from '../dispatch/memory.ts';

/** What is measured; the environment may ask for one database and one part. */
const [wantedDatabase, wantedPart] = [process.env['BENCH_DATABASE'] ?? '', process.env['BENCH_PART'] ?? ''];

const databasesByName = { sqlite: sqliteDatabases, mariadb: mariadbDatabases };

const partsByName = {
  calls: { peer: 'the same SQL behind an empty Hono route', measure: measureCalls },
  growth: { peer: 'ten thousand jobs in the tables', measure: measureGrowth },
  memory: { peer: 'its first jobs', measure: measureMemory },
};

const parts = Object.entries(partsByName).filter(([name]) => name.includes(wantedPart)).map(([, part]) => part);

/**
 * panda-server as 32 pilots at once use it, on SQLite and on MariaDB: its calls beside the same SQL behind an empty Hono
 * route, its rate with a million jobs in the tables beside ten thousand, and its memory over 100,000 jobs. Each must
 * keep to its limit. The closing line sums up the first of these that is measured.
 */
export const benchmark: Benchmark = {
  peer: parts[0]?.peer ?? partsByName.calls.peer,
  runs: 1,
  prepare: async (): Promise<MeasuredContest> => {
    const measured: MeasuredPart[][] = [];
    const databases = Object.entries(databasesByName).filter(([name]) => name.includes(wantedDatabase));
    if (databases.length === 0 || parts.length === 0) throw new Error(`choose what is measured: BENCH_DATABASE is "${wantedDatabase}" of ${Object.keys(databasesByName).join(', ')}; BENCH_PART is "${wantedPart}" of ${Object.keys(partsByName).join(', ')}`);
    for (const [, open] of databases) {
      await using made = await open();
      const ofDatabase: MeasuredPart[] = [];
      for (const { measure } of parts) ofDatabase.push(await measure(made));
      measured.push(ofDatabase);
    }
    const sum = (side: 'ours' | 'theirs'): number => measured.reduce((total, [first]) => total + (first?.seconds[side] ?? 0), 0);
    return { seconds: { ours: sum('ours'), theirs: sum('theirs') }, failures: () => measured.flat().flatMap(({ failures }) => failures), [Symbol.asyncDispose]: () => Promise.resolve() };
  },
};
