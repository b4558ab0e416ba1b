import { applyJobChange, countMissingInputs, lockJob, writePandaLog, type JobChange, type PandaDatabase } from '@bigpanda/datastore';
import { formatUtcTime, type JobAttributes, type JobState } from '@bigpanda/model';
import { brokerJobs, viewSites, type BrokerageView } from '../brokerage/broker-jobs.ts';

interface PreparationContext {
  readonly database: PandaDatabase;
  readonly readClock: () => number;
}

const prepared: readonly string[] = ['pending', 'defined', 'waiting', 'assigned'];

/** Prepares jobs that no pilot has anew: those without a site are brokered, and those that wait for nothing run. @returns how many were activated */
export async function prepareAgain({ database, readClock }: PreparationContext, pandaIds: readonly number[]): Promise<number> {
  const view = await viewSites(database);
  const time = formatUtcTime(readClock());
  let activated = 0;
  for (const pandaId of pandaIds) if (await prepareOne(database, view, { pandaId, time })) activated += 1;
  return activated;
}

async function prepareOne(database: PandaDatabase, view: BrokerageView, { pandaId, time }: { readonly pandaId: number; readonly time: string }): Promise<boolean> {
  const outcome = await database.write(async (transaction) => {
    const found = await lockJob(transaction, pandaId, database.traits.skipsLockedRows);
    if (found === undefined || !prepared.includes(String(found.job.jobStatus))) return { isActivated: false };
    const [brokered] = brokerJobs([{ attributes: found.job, files: [] }], view);
    const change = planChange(found.job, brokered?.job.attributes ?? {}, (await countMissingInputs(transaction, pandaId)) > 0);
    if (change !== undefined) await applyJobChange(transaction, { found, time, change });
    return { isActivated: change?.states.includes('activated') ?? false, words: change === undefined ? undefined : brokered?.words, user: String(found.job.prodUserName ?? '') };
  });
  if (outcome.words !== undefined) await writePandaLog(database, [{ module: 'brokerage', type: 'brokerage', user: outcome.user, level: 'info', message: `PandaID=${pandaId} ${outcome.words}` }], time);
  return outcome.isActivated;
}

/** What preparing a job anew changes; `undefined` when nothing does, so that its time stays. */
function planChange(job: JobAttributes, brokered: JobAttributes, lacksInput: boolean): JobChange | undefined {
  const { computingSite, cloud } = brokered;
  const hasSite = computingSite !== undefined && computingSite !== '';
  const states = nextStates(String(job.jobStatus), !hasSite || lacksInput);
  if (hasSite) {
    const attributes = { computingSite, ...(cloud === undefined ? {} : { cloud }) };
    return states.length === 0 && job.computingSite === computingSite ? undefined : { attributes, cleared: ['brokerageErrorCode', 'brokerageErrorDiag'], states, files: [] };
  }
  const { brokerageErrorCode = 0, brokerageErrorDiag = '' } = brokered;
  return states.length === 0 && job.brokerageErrorDiag === brokerageErrorDiag ? undefined : { attributes: { brokerageErrorCode, brokerageErrorDiag }, states, files: [] };
}

function nextStates(current: string, isWaiting: boolean): JobState[] {
  if (!isWaiting) return current === 'pending' ? ['defined', 'activated'] : ['activated'];
  return current === 'pending' || current === 'waiting' ? ['defined'] : [];
}
