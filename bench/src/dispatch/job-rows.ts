import { sql } from 'kysely';
import { fileAttributes, formatUtcTime, jobAttributes, type JobSpec } from '@bigpanda/model';
import { insertJobs, type PandaDatabase } from '@bigpanda/datastore';

/** How many jobs of each kind the tables are filled with. */
export interface JobCounts {
  readonly ended: number;
  readonly running: number;
  readonly activated: number;
  /** Queues that all kinds are spread over, `QUEUE_0` and on. */
  readonly queues: number;
}

type Columns = Readonly<Record<string, string>>;

/** A user's job with parameters, an output and a log, as a pipeline submits them; its PandaID is to be 1, with which its files begin. */
export const sampleJob: JobSpec = {
  attributes: {
    computingSite: 'QUEUE_0', prodSourceLabel: 'user', jobName: 'job.pipeline.visit.1', transformation: 'https://pandawms.org/pandawms-jobcache/lsst-trf.sh', prodUserName: 'Ann Smith',
    prodUserID: '/DC=org/DC=example/CN=Ann Smith', VO: 'lsst', cloud: 'US', processingType: 'pipeline', jobDefinitionID: 1, jobsetID: 1, currentPriority: 1000, minRamCount: 2000, coreCount: 1,
    jobParameters: '--lsstJobParams="PIPELINE=DRP|TASK=processCcd|VISIT=123456|DETECTOR=42|RUN=w_2026_46|COLLECTION=u/ann/run" -i in.fits -o out.fits',
  },
  files: [
    { lfn: '1.out.fits', type: 'output', dataset: 'user.ann.run.out', destinationDBlock: 'user.ann.run.out' },
    { lfn: '1.log.tgz', type: 'log', dataset: 'user.ann.run.log', destinationDBlock: 'user.ann.run.log', GUID: 'c0ffee00-0000-4000-8000-000000000001' },
  ],
};

/** Fills the tables within the database, by copies of one job: jobs with their files, parameters and two rows each of the status log. */
export async function fillJobs(database: PandaDatabase, counts: JobCounts, nowMilliseconds: number): Promise<void> {
  const total = counts.ended + counts.running + counts.activated;
  await makeNumbers(database, total);
  const [template = 0] = await insertJobs(database, [{ job: sampleJob, states: ['defined', 'activated'] }], { time: formatUtcTime(nowMilliseconds) });
  const kinds = [
    { table: 'jobsarchived4', jobStatus: 'finished', from: 0, to: counts.ended },
    { table: 'jobsactive4', jobStatus: 'running', from: counts.ended, to: counts.ended + counts.running },
    { table: 'jobsactive4', jobStatus: 'activated', from: counts.ended + counts.running, to: total },
  ];
  for (const { table, jobStatus, from, to } of kinds) await copyJobs(database, { table, jobStatus, from, to, template, queues: counts.queues });
  const rest = { from: 0, to: total, template };
  await copyRows(database, { ...rest, source: 'jobparamstable', target: 'jobparamstable', columns: { PANDAID: 't.PANDAID + n.N', MODIFICATIONTIME: 't.MODIFICATIONTIME', JOBPARAMETERS: 't.JOBPARAMETERS' } });
  await copyRows(database, { ...rest, source: 'filestable4', target: 'filestable4', columns: { ...sameColumns([...fileAttributes, 'modificationTime']), PANDAID: 't.PANDAID + n.N', ROW_ID: 't.ROW_ID + 2 * n.N', LFN: 'concat(t.PANDAID + n.N, substr(t.LFN, 2))', DATASET: 'concat(t.DATASET, n.N - n.N % 1000)' } });
  await copyRows(database, { ...rest, source: 'jobs_statuslog', target: 'jobs_statuslog', columns: { ...sameColumns(['modificationTime', 'jobStatus', 'prodSourceLabel', 'cloud', 'computingSite', 'modificationHost']), PANDAID: 't.PANDAID + n.N' } });
  await sql`update panda_sequences set VALUE = VALUE + ${2 * total}`.execute(database.sql);
  await sql`drop table bench_numbers`.execute(database.sql);
}

interface CopyRange {
  readonly from: number;
  readonly to: number;
  readonly template: number;
}

async function copyJobs(database: PandaDatabase, { table, jobStatus, queues, ...range }: CopyRange & { readonly table: string; readonly jobStatus: string; readonly queues: number }): Promise<void> {
  const columns = {
    ...sameColumns(jobAttributes), PANDAID: 't.PANDAID + n.N', JOBSTATUS: `'${jobStatus}'`, COMPUTINGSITE: `concat('QUEUE_', n.N % ${queues})`,
    CURRENTPRIORITY: '1000 + (n.N * 7919) % 1000', JOBNAME: "concat('job.', n.N)", PRODUSERNAME: "concat('User ', n.N % 97)", JOBDEFINITIONID: 'n.N % 9973',
  };
  await copyRows(database, { ...range, source: 'jobsactive4', target: table, columns });
}

async function copyRows(database: PandaDatabase, { source, target, columns, from, to, template }: CopyRange & { readonly source: string; readonly target: string; readonly columns: Columns }): Promise<void> {
  const names = Object.keys(columns).join(', ');
  const values = sql.raw(Object.values(columns).join(', '));
  await sql`insert into ${sql.table(target)} (${sql.raw(names)}) select ${values} from bench_numbers n cross join ${sql.table(source)} t where t.PANDAID = ${template} and n.N > ${from} and n.N <= ${to}`.execute(database.sql);
}

function sameColumns(attributes: readonly string[]): Columns {
  return Object.fromEntries(attributes.map((name) => [name.toUpperCase(), `t.${name.toUpperCase()}`]));
}

/** A table of the numbers from 1, made by doubling. */
async function makeNumbers({ sql: database }: PandaDatabase, count: number): Promise<void> {
  await sql`create table bench_numbers (N bigint primary key)`.execute(database);
  await sql`insert into bench_numbers values (1)`.execute(database);
  for (let have = 1; have < count; have *= 2) await sql`insert into bench_numbers select N + ${have} from bench_numbers where N + ${have} <= ${count}`.execute(database);
}
