import { Agent, request } from 'node:http';
import { reportState, requestJob, type PilotRequest } from './pilot-requests.ts';

/** How many pilots ask at once, and for jobs of how many queues. */
export const [pilots, queues] = [32, 20];

/** A server that pilots ask, and how many of them ask at once. */
export interface PilotLoad {
  /** `http://address:port` */
  readonly address: string;
  readonly pilots: number;
  readonly queues: number;
}

/** Seconds that each kind of call took for all jobs. */
export interface CallSeconds {
  readonly getJob: number;
  readonly running: number;
  readonly finished: number;
}

/** Takes so many jobs, reports each as running, then each as finished, one kind of call after the other. */
export async function runJobs({ address, pilots, queues }: PilotLoad, jobs: number): Promise<CallSeconds> {
  using agent = keepAlive(pilots);
  const pandaIds: number[] = [];
  const getJob = await timeSeconds(() => repeat(jobs, pilots, async (index) => { pandaIds.push(await takeJob(agent, address, `QUEUE_${index % queues}`)); }));
  if (new Set(pandaIds).size !== jobs) throw new Error(`take jobs: ${jobs - new Set(pandaIds).size} of ${jobs} were given twice`);
  const report = (state: 'running' | 'finished'): Promise<number> => timeSeconds(() => repeat(jobs, pilots, (index) => accepted(agent, address, reportState(pandaIds[index] ?? 0, state))));
  return { getJob, running: await report('running'), finished: await report('finished') };
}

/** Takes so many jobs and reports each as finished at once, as a pilot does in its life; seconds for all. */
export async function runLives({ address, pilots, queues }: PilotLoad, jobs: number): Promise<number> {
  using agent = keepAlive(pilots);
  return await timeSeconds(() => repeat(jobs, pilots, async (index) => {
    const pandaId = await takeJob(agent, address, `QUEUE_${index % queues}`);
    await accepted(agent, address, reportState(pandaId, 'running'));
    await accepted(agent, address, reportState(pandaId, 'finished'));
  }));
}

async function takeJob(agent: Agent, address: string, queue: string): Promise<number> {
  const text = await send(agent, address, requestJob(queue));
  const pandaId = /\bPandaID=(\d+)/.exec(text)?.[1];
  if (pandaId === undefined) throw new Error(`take a job: answered "${text.slice(0, 200)}"`);
  return Number(pandaId);
}

async function accepted(agent: Agent, address: string, wanted: PilotRequest): Promise<void> {
  const text = await send(agent, address, wanted);
  if (!text.startsWith('StatusCode=0')) throw new Error(`report a job: answered "${text.slice(0, 200)}"`);
}

/** Plain `node:http`, which costs the machine least. */
function send(agent: Agent, address: string, { path, body }: PilotRequest): Promise<string> {
  return new Promise((resolve, reject) => {
    const sent = request(`${address}${path}`, { method: 'POST', agent, headers: { 'content-type': 'application/x-www-form-urlencoded', 'content-length': Buffer.byteLength(body) } }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (part: string) => { text += part; }).on('end', () => { resolve(text); }).on('error', reject);
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

function keepAlive(maxSockets: number): Agent & Disposable {
  const agent = new Agent({ keepAlive: true, maxSockets });
  return Object.assign(agent, { [Symbol.dispose]: () => { agent.destroy(); } });
}

/** Does a piece of work for each of so many indexes, some at once. */
async function repeat(count: number, atOnce: number, work: (index: number) => Promise<void>): Promise<void> {
  let next = 0;
  const goOn = async (): Promise<void> => {
    while (next < count) await work(next++);
  };
  await Promise.all(Array.from({ length: atOnce }, goOn));
}

async function timeSeconds(work: () => Promise<void>): Promise<number> {
  const start = performance.now();
  await work();
  return (performance.now() - start) / 1000;
}
