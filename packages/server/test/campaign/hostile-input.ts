import { readPickle } from '@bigpanda/model';
import { listBannedUsers } from '@bigpanda/datastore';
import { seededRandom } from '@bigpanda/datastore/testing';
import { canary, startAttackedServer, type AttackedServer } from './attacked-server.ts';
import { hostileKinds, keptNames, makeHostileRequest, type HostileRequest } from './hostile-requests.ts';
import { sendRaw, type RawAnswer } from './raw-request.ts';

/** What a campaign found. */
export interface HostileReport {
  /** One line for each thing that must not happen. */
  readonly failures: readonly string[];
  readonly figures: Readonly<Record<string, number>>;
}

const atOnce = 16;

/** Memory may grow by this from when all has been seen once to the end, where the garbage collector has not yet been everywhere. */
const growthBytes = 96 * 1024 * 1024;

/**
 * Sends a server what it should refuse, and looks at every answer, at its log, its memory and what it has written.
 * @param seed the same seed sends the same
 */
export async function campaign(seed = 1, rounds = 10_000): Promise<HostileReport> {
  await using server = await startAttackedServer();
  const random = seededRandom(seed);
  const failures: string[] = [];
  const statuses: Record<string, number> = {};
  const sizes: number[] = [];
  let [next, accepted] = [0, 0];
  const attack = async (): Promise<void> => {
    for (let round = next++; round < rounds; round = next++) {
      if (round % Math.ceil(rounds / 10) === 0) sizes.push(server.readResidentBytes());
      const request = makeHostileRequest(hostileKinds[round % hostileKinds.length] ?? '', random, server.tokens);
      const answer = await sendRaw(server.port, request);
      statuses[`status${answer.status}`] = (statuses[`status${answer.status}`] ?? 0) + 1;
      accepted += countJobs(request, answer);
      const fault = findFault(request, answer);
      if (fault !== undefined) failures.push(`round ${round}, ${request.kind}, ${request.method} ${request.path.slice(0, 100)}: ${fault}`);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, attack));
  sizes.push(server.readResidentBytes());
  const [warm = 0, last = 0] = [sizes[2] ?? sizes.at(-2), sizes.at(-1)];
  if (last - warm > growthBytes) failures.push(`memory: grew from ${warm} to ${last} bytes`);
  const left = await checkWhatIsLeft(server, accepted);
  return { failures: [...failures.slice(0, 50), ...left], figures: { rounds, ...statuses, jobsAccepted: accepted, warmMegabytes: Math.round(warm / 1e6), lastMegabytes: Math.round(last / 1e6) } };
}

/** Jobs that an answer says were taken: a spoiled pickle may still be a good one. */
function countJobs({ path }: HostileRequest, { status, body }: RawAnswer): number {
  if (status !== 200) return 0;
  if (path.startsWith('/api/v1/job/submit')) return countItems((JSON.parse(body.toString()) as { readonly data: unknown }).data);
  if (!/^\/server\/panda\/submitJobs\b/.test(path) || /^(ERROR|StatusCode)/.test(body.toString('latin1'))) return 0;
  return countItems(body[0] === '['.charCodeAt(0) ? JSON.parse(body.toString()) : readPickle(body));
}

function countItems(list: unknown): number {
  return Array.isArray(list) ? list.length : 0;
}

function findFault({ statuses, answer }: HostileRequest, { status, headers, body }: RawAnswer): string | undefined {
  const text = body.toString('latin1');
  if (statuses.length > 0 && !statuses.includes(status)) return `status ${status}: ${text.slice(0, 200)}`;
  if (status === 500 && !/^ERROR : (?!\w*Error\b)[a-z]/.test(text)) return `an error that is not ours: ${text.slice(0, 200)}`;
  if (status !== 0 && status !== 405 && answer?.test(text) === false) return `status ${status}, answered "${text.slice(0, 200)}", wanted ${String(answer)}`;
  if (status === 302 && !headers.some((line) => /^location: \/cache\/[\x21-\x7e]*$/.test(line))) return `a way elsewhere: ${headers.join(', ').slice(0, 300)}`;
  if (headers.some((line) => /^(x-evil|set-cookie):/.test(line))) return 'a header was put into the answer';
  return text.includes(canary.secret) ? 'the answer holds a secret of another user' : undefined;
}

/** What the server has left behind: the jobs that it said it took, and nothing else. */
async function checkWhatIsLeft(server: AttackedServer, accepted: number): Promise<string[]> {
  const alive = await sendRaw(server.port, { kind: 'end', method: 'GET', path: '/server/panda/isAlive', headers: {}, statuses: [200] });
  const { status, log, database, cached, files } = await server.stop();
  const { sql } = database;
  const jobs = (await Promise.all((['jobsactive4', 'jobsdefined4', 'jobswaiting4', 'jobsarchived4'] as const).map((table) => sql.selectFrom(table).select(['PANDAID', 'JOBSTATUS', 'PRODUSERNAME']).execute()))).flat();
  const users = await sql.selectFrom('users').select('NAME').execute();
  const others = jobs.filter((job) => job.PANDAID !== 1 && job.PRODUSERNAME !== 'Ann Smith');
  const unexpected = log.split('\n').filter((line) => /"level":(50|60)\b/.test(line) || (line !== '' && !line.startsWith('{')));
  const banned = await listBannedUsers(database);
  await database.close();
  return [
    ...(alive.body.toString() === 'alive=yes' ? [] : ['the server does not answer at the end']),
    ...(status === 0 ? [] : [`the server ended with ${status ?? 'a signal'}`]),
    ...unexpected.slice(0, 20).map((line) => `the log: ${line.slice(0, 400)}`),
    ...(jobs.length === accepted + 1 ? [] : [`${jobs.length - 1} jobs were kept, ${accepted} were acknowledged`]),
    ...(jobs.some((job) => job.PANDAID === 1 && job.JOBSTATUS === 'activated' && job.PRODUSERNAME === canary.user) ? [] : ['the job of another user was changed']),
    ...others.map((job) => `job ${job.PANDAID} was kept for "${job.PRODUSERNAME}"`),
    ...(users.every(({ NAME }) => NAME === 'Ann Smith') && banned.length === 0 ? [] : ['users were made or changed']),
    ...cached.filter((name) => !keptNames.has(name)).map((name) => `the file "${name}" was kept in the cache`),
    ...files.filter((name) => !/^(cache|panda-server\.toml|panda\.db(-wal|-shm)?)$/.test(name)).map((name) => `the file "${name}" was made`),
  ];
}
