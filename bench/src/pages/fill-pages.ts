import { sql } from 'kysely';
import { formatUtcTime } from '@bigpanda/model';
import type { PandaDatabase } from '@bigpanda/datastore';
import { seededRandom } from '@bigpanda/datastore/testing';
import { sampleErrors, sampleQueues, sampleTasks, type SampleQueue, type SampleTask } from './sample-site.ts';

/** How much a database is filled with. */
export interface PageCounts {
  readonly ended: number;
  readonly active: number;
  readonly queues: number;
  readonly users: number;
}

/** One job by numbers; the rest follows from its task, queue and error. */
type JobNumbers = readonly [pandaId: number, task: number, queue: number, state: number, error: number, created: number, started: number, changed: number, attempt: number];

type Columns = Readonly<Record<string, string>>;

/** States of the sample with the table each stands in, and how many of the jobs that have not ended are in it. */
const sampleStates = [
  ['finished', 'jobsarchived', 0], ['failed', 'jobsarchived', 0], ['cancelled', 'jobsarchived', 0], ['closed', 'jobsarchived', 0],
  ['activated', 'jobsactive4', 58], ['running', 'jobsactive4', 20], ['starting', 'jobsactive4', 3], ['sent', 'jobsactive4', 1], ['holding', 'jobsactive4', 2], ['transferring', 'jobsactive4', 5],
  ['assigned', 'jobsdefined4', 6], ['defined', 'jobsdefined4', 3], ['waiting', 'jobswaiting4', 2],
] as const;

const day = 86_400;

/** Days that the ended jobs are spread over, and those after which they are in the archive, as panda-server does by default. */
const [sampleDays, daysUntilArchive] = [30, 3];

const rowsPerStatement = 2_000;

/** Another number, other rows: databases that were filled by an earlier one are not used any more. */
export const fillVersion = 1;

/**
 * Fills empty tables with jobs of a month: tasks of users and of production at queues of several VOs, most of them
 * finished, some failed with the errors that sites see. The same rows for the same counts and the same end.
 */
export async function fillPages(database: PandaDatabase, counts: PageCounts, endMilliseconds: number): Promise<void> {
  const tasks = sampleTasks({ jobs: counts.ended + counts.active, users: counts.users, queues: counts.queues, seconds: sampleDays * day });
  const queues = sampleQueues(counts.queues);
  const begin = endMilliseconds / 1000 - sampleDays * day;
  await makeTable(database, { name: 'bench_times', columns: { ID: 'bigint primary key', T: 'datetime' }, rows: countUp(sampleDays * day / 10 + 1).map((id) => [id, formatUtcTime((begin + 10 * id) * 1000)]) });
  await makeTable(database, { name: 'bench_tasks', columns: { ID: 'bigint primary key', TASKID: 'bigint', VO: 'varchar(16)', USERNAME: 'varchar(60)', LABEL: 'varchar(20)', PTYPE: 'varchar(64)', WGROUP: 'varchar(20)', TRF: 'varchar(250)', CORES: 'integer', PRIO: 'integer' }, rows: tasks.map((task, index) => [index, task.id, task.vo, task.user, task.label, task.processingType, task.workingGroup, task.transformation, task.coreCount, task.priority]) });
  await makeTable(database, { name: 'bench_queues', columns: { ID: 'bigint primary key', NAME: 'varchar(60)', CLOUD: 'varchar(20)' }, rows: queues.map(({ name, cloud }, index) => [index, name, cloud]) });
  await makeTable(database, { name: 'bench_states', columns: { ID: 'bigint primary key', NAME: 'varchar(15)' }, rows: sampleStates.map(([name], index) => [index, name]) });
  const errorColumns = ['TRANSEXITCODE', 'PILOTERRORCODE', 'PILOTERRORDIAG', 'EXEERRORCODE', 'EXEERRORDIAG', 'DDMERRORCODE', 'DDMERRORDIAG', 'JOBDISPATCHERERRORCODE', 'JOBDISPATCHERERRORDIAG', 'TASKBUFFERERRORCODE', 'TASKBUFFERERRORDIAG'];
  await makeTable(database, { name: 'bench_errors', columns: { ID: 'bigint primary key', ...Object.fromEntries(errorColumns.map((name) => [name, name.endsWith('DIAG') || name.startsWith('TRANS') ? 'varchar(250)' : 'integer'])) }, rows: [{}, ...sampleErrors.map(({ columns }) => columns)].map((columns: Readonly<Record<string, string | number>>, index) => [index, ...errorColumns.map((name) => columns[name] ?? (name.endsWith('CODE') && !name.startsWith('TRANS') ? 0 : null))]) });
  await makeTable(database, { name: 'bench_jobs', columns: { ID: 'bigint primary key', TASK: 'integer', QUEUE: 'integer', STATE: 'integer', ERR: 'integer', CREATED: 'integer', STARTED: 'integer', CHANGED: 'integer', ATTEMPT: 'integer' }, rows: sampleJobNumbers(tasks, queues, counts) });
  const archiveTime = formatUtcTime(endMilliseconds - daysUntilArchive * day * 1000);
  for (const table of ['jobsarchived', 'jobsarchived4', 'jobsactive4', 'jobsdefined4', 'jobswaiting4'] as const) await fillTable(database, table, { archiveTime, errorColumns });
  await fillSubjects(database);
  for (const name of ['jobs', 'tasks', 'queues', 'states', 'errors', 'times']) await sql`drop table ${sql.table(`bench_${name}`)}`.execute(database.sql);
}

/** Jobs in the order of their PandaIDs; of the last ones some have not ended. */
function sampleJobNumbers(tasks: readonly SampleTask[], queues: readonly SampleQueue[], { ended, active }: PageCounts): JobNumbers[] {
  const random = seededRandom(13);
  const last = sampleDays * day / 10;
  const jobs: JobNumbers[] = [];
  let unended = 0;
  for (const [index, task] of tasks.entries()) {
    for (let made = 0; made < task.jobs; made += 1) {
      const left = ended + active - jobs.length;
      const isEnded = random() >= (left > 3 * active ? 0 : (active - unended) / left);
      if (!isEnded) unended += 1;
      const queue = task.queues[Math.floor(random() * task.queues.length)] ?? 0;
      const created = Math.min(Math.floor((task.startSeconds + made) / 10), last);
      const started = Math.min(created + Math.floor(-360 * Math.log(1 - random())), last - 1);
      const changed = Math.min(started + Math.floor(-1_000 * Math.log(1 - random())), last - Math.floor(random() * (isEnded ? 360 : 4_000)));
      const state = isEnded ? endedState(random, queues[queue]?.failureRate ?? 0) : activeState(random);
      jobs.push([jobs.length + 1, index, queue, state, state === 1 ? 1 + weighted(random, sampleErrors.map(({ weight }) => weight)) : 0, created, started, Math.max(changed, created), random() < 0.1 ? 2 : 1]);
    }
  }
  if (jobs.length !== ended + active) throw new Error(`make sample jobs: ${jobs.length} were made, wanted ${ended + active}`);
  return jobs;
}

function endedState(random: () => number, failureRate: number): number {
  const value = random();
  if (value < failureRate) return 1;
  return value > 0.985 ? 2 + Math.floor(random() * 2) : 0;
}

function activeState(random: () => number): number {
  return weighted(random, sampleStates.map(([, , weight]) => weight));
}

function weighted(random: () => number, weights: readonly number[]): number {
  let left = random() * weights.reduce((sum, weight) => sum + weight, 0);
  const found = weights.findIndex((weight) => (left -= weight) < 0);
  return found === -1 ? weights.length - 1 : found;
}

async function fillTable({ sql: database }: PandaDatabase, table: 'jobsarchived' | 'jobsarchived4' | 'jobsactive4' | 'jobsdefined4' | 'jobswaiting4', { archiveTime, errorColumns }: { readonly archiveTime: string; readonly errorColumns: readonly string[] }): Promise<void> {
  const columns: Columns = {
    PANDAID: 'j.ID', JOBSTATUS: 's.NAME', COMPUTINGSITE: 'q.NAME', CLOUD: 'q.CLOUD', JEDITASKID: 't.TASKID', TASKID: 't.TASKID', REQID: 't.TASKID % 1000', VO: 't.VO', PRODUSERNAME: 't.USERNAME', PRODUSERID: "concat('/DC=org/DC=example/CN=', t.USERNAME)",
    PRODSOURCELABEL: 't.LABEL', PROCESSINGTYPE: 't.PTYPE', WORKINGGROUP: 't.WGROUP', TRANSFORMATION: 't.TRF', CORECOUNT: 't.CORES', CURRENTPRIORITY: 't.PRIO', ASSIGNEDPRIORITY: 't.PRIO', JOBDEFINITIONID: 't.ID % 5000', JOBSETID: 't.ID',
    CREATIONTIME: 'c.T', STARTTIME: "case when s.NAME in ('activated', 'assigned', 'defined', 'waiting') then null else b.T end", ENDTIME: "case when j.STATE < 4 then m.T else null end", MODIFICATIONTIME: 'm.T', STATECHANGETIME: 'm.T', ATTEMPTNR: 'j.ATTEMPT', MAXATTEMPT: '3',
    JOBNAME: "concat('task', t.TASKID, '.job.', j.ID)", MODIFICATIONHOST: "case when j.STATE in (4, 10, 11, 12) then null else concat('wn', j.ID % 97, '.', lower(q.NAME), '.example.org') end", PILOTID: "concat('https://apf.example.org/logs/', q.NAME, '/', j.ID, '.out|Condor|PR|3.2.1')",
    SCHEDULERID: "'factory-1'", CREATIONHOST: "'panda01.example.org'", CPUCONSUMPTIONTIME: 'j.CHANGED - j.STARTED', CPUCONSUMPTIONUNIT: "'s'", MINRAMCOUNT: '2000 * t.CORES', MINRAMUNIT: "'MB'", MAXDISKCOUNT: '20000', MAXDISKUNIT: "'MB'", RESOURCE_TYPE: "case when t.CORES = 1 then 'SCORE' else 'MCORE' end",
    GSHARE: "case when t.LABEL = 'user' then 'User Analysis' else 'MC 16' end", COMPUTINGELEMENT: "concat('ce', q.ID % 3, '.', lower(q.NAME), '.example.org')", PRODDBLOCK: "concat('data26.', t.TASKID, '.in')", DESTINATIONDBLOCK: "concat('user.', t.TASKID, '.out')", HOMEPACKAGE: "'AnalysisTransforms-24.2.1'",
    CMTCONFIG: "'x86_64-el9-gcc13-opt'", NEVENTS: 'j.ID % 1000', MAXRSS: '1000000 + j.ID % 1000000', AVGRSS: '900000 + j.ID % 1000000', OUTPUTFILEBYTES: 'j.ID % 2000000000', INPUTFILEBYTES: 'j.ID % 3000000000', NINPUTFILES: 'j.ID % 20',
    JOBMETRICS: "concat('nEvents=', j.ID % 1000, ' coreCount=', t.CORES)", PILOTTIMING: "'12|45|3600|30|9'", BATCHID: "concat(j.ID, '.0')",
    ...Object.fromEntries(errorColumns.map((name) => [name, name === 'TRANSEXITCODE' ? "case when j.STATE = 0 then '0' else e.TRANSEXITCODE end" : `e.${name}`])),
  };
  const states = sampleStates.flatMap(([, place], index) => (place === (table === 'jobsarchived4' ? 'jobsarchived' : table) ? [index] : []));
  const isWhen = { jobsarchived: sql`and m.T < ${archiveTime}`, jobsarchived4: sql`and m.T >= ${archiveTime}` };
  await sql`insert into ${sql.table(table)} (${sql.raw(Object.keys(columns).join(', '))}) select ${sql.raw(Object.values(columns).join(', '))}
    from bench_jobs j join bench_tasks t on t.ID = j.TASK join bench_queues q on q.ID = j.QUEUE join bench_states s on s.ID = j.STATE join bench_errors e on e.ID = j.ERR
    join bench_times c on c.ID = j.CREATED join bench_times b on b.ID = j.STARTED join bench_times m on m.ID = j.CHANGED
    where j.STATE in (${sql.join(states)}) ${table in isWhen ? isWhen[table as keyof typeof isWhen] : sql``}`.execute(database);
}

/** The queues, tasks and users that the jobs are of. */
async function fillSubjects({ sql: database }: PandaDatabase): Promise<void> {
  await sql`insert into schedconfig (NICKNAME, SITE, SITEID, CLOUD, ${sql.ref('SYSTEM')}, STATUS, LASTMOD) select NAME, NAME, NAME, CLOUD, 'panda', 'online', '2026-11-01 00:00:00' from bench_queues`.execute(database);
  await sql`insert into users (ID, NAME, LASTMOD) select min(ID), USERNAME, '2026-11-01 00:00:00' from bench_tasks group by USERNAME`.execute(database);
  await sql`insert into jedi_tasks (JEDITASKID, TASKNAME, STATUS, USERNAME, CREATIONDATE, MODIFICATIONTIME, PRODSOURCELABEL, VO, PROCESSINGTYPE, WORKINGGROUP)
    select t.TASKID, concat('task.', t.TASKID), case when t.TASKID % 7 = 0 then 'finished' else 'running' end, t.USERNAME, c.T, c.T, t.LABEL, t.VO, t.PTYPE, t.WGROUP
    from bench_tasks t join (select TASK, min(CREATED) as CREATED from bench_jobs group by TASK) j on j.TASK = t.ID join bench_times c on c.ID = j.CREATED`.execute(database);
}

async function makeTable({ sql: database, traits }: PandaDatabase, { name, columns, rows }: { readonly name: string; readonly columns: Columns; readonly rows: readonly (readonly (string | number | null)[])[] }): Promise<void> {
  await sql`create table ${sql.table(name)} (${sql.raw(Object.entries(columns).map((parts) => parts.join(' ')).join(', '))}) ${sql.raw(traits.tableOptions)}`.execute(database);
  for (let start = 0; start < rows.length; start += rowsPerStatement) {
    const values = rows.slice(start, start + rowsPerStatement).map((row) => `(${row.map(literal).join(',')})`);
    await sql`insert into ${sql.table(name)} values ${sql.raw(values.join(','))}`.execute(database);
  }
}

/** A value of the sample, which holds nothing that would have to be escaped. */
function literal(value: string | number | null): string {
  return typeof value === 'string' ? `'${value}'` : String(value);
}

function countUp(count: number): number[] {
  return Array.from({ length: count }, (_, index) => index);
}
