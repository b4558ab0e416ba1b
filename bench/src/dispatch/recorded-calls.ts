import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { formatUtcTime } from '@bigpanda/model';
import { insertJobs, openDatabase, type DatabaseDialect, type DatabaseSettings } from '@bigpanda/datastore';
import { createLog } from '@bigpanda/program';
import { anyone, configurationSchema, createApp } from '@bigpanda/server';
import type { PeerPlan } from './dispatch-peer.ts';
import { sampleJob } from './job-rows.ts';
import { reportState, requestJob, type PilotRequest } from './pilot-requests.ts';
import { recordSteps, type RecordedStep } from './sql-recording.ts';

/** A number that stands nowhere else in what is recorded. */
const recordedPandaId = 7_654_321;
const queue = 'QUEUE_0';

/** What panda-server tells an empty database when a pilot takes a job, reports it as running, and as finished. */
export async function recordCalls(dialect: DatabaseDialect, settings: DatabaseSettings): Promise<Pick<PeerPlan, 'calls' | 'pandaId' | 'queue'>> {
  const recording = recordSteps(dialect);
  const folder = await mkdtemp(join(tmpdir(), 'bench-record-'));
  const database = await openDatabase(recording.dialect, settings, Date.now());
  try {
    await database.sql.updateTable('panda_sequences').set({ VALUE: recordedPandaId - 1 }).where('NAME', '=', 'PANDAID').execute();
    await insertJobs(database, [{ job: { ...sampleJob, files: sampleJob.files.map((file) => ({ ...file, lfn: `${recordedPandaId}${String(file.lfn).slice(1)}` })) }, states: ['defined', 'activated'] }], { time: formatUtcTime(Date.now()) });
    const { limits, cache } = configurationSchema.parse({});
    const app = createApp({
      database, limits, log: createLog('bench', { level: 'silent' }), readClock: Date.now, identify: () => Promise.resolve(anyone), hostName: 'bench', cacheFolder: folder, storages: {},
      sandboxLimits: { maxBytes: cache.max_sandbox_bytes, maxSourcesBytes: cache.max_sources_bytes },
    });
    const record = async ({ path, body }: PilotRequest): Promise<RecordedStep[]> => {
      recording.steps.length = 0;
      const text = await (await app.request(path, { method: 'POST', body, headers: { 'content-type': 'application/x-www-form-urlencoded' } })).text();
      if (!text.startsWith('StatusCode=0')) throw new Error(`record calls: answered "${text.slice(0, 200)}"`);
      return [...recording.steps];
    };
    const calls = { getJob: await record(requestJob(queue)), running: await record(reportState(recordedPandaId, 'running')), finished: await record(reportState(recordedPandaId, 'finished')) };
    return { calls, pandaId: recordedPandaId, queue };
  } finally {
    await database.close();
    await rm(folder, { recursive: true });
  }
}
