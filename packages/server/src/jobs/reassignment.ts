import { applyJobChange, countMissingInputs, insertDatasets, lockJob, readFiles, writePandaLog, type PandaDatabase } from '@bigpanda/datastore';
import type { FileSpec, JobAttributes } from '@bigpanda/model';
import type { BrokerageView } from '../brokerage/broker-jobs.ts';
import { chooseOther } from '../brokerage/choose-other.ts';
import { explainChoice } from '../brokerage/choose-site.ts';

/** A job that has waited too long at its site. */
export interface Reassignment {
  readonly pandaId: number;
  readonly time: string;
  /** Whether it still waits, asked in the transaction that changes it. */
  readonly isDue: (job: JobAttributes) => boolean;
}

/**
 * Sends a job that the brokerage sent to a site, and that has waited there for too long, to the best other one; it keeps
 * its PandaID, and what it lacks is to be brought to the new site by a dispatch dataset of its own. A job whose submitter
 * named the site stays. Source: panda-server 2014-04, `test/copyArchive.py` and TaskBuffer.reassignJobs.
 * @returns whether it goes elsewhere
 */
export async function reassignJob(database: PandaDatabase, view: BrokerageView, { pandaId, time, isDue }: Reassignment): Promise<boolean> {
  const moved = await database.write(async (transaction) => {
    const found = await lockJob(transaction, pandaId, database.traits.skipsLockedRows);
    if (found === undefined || !isDue(found.job) || !wasBrokered(found.job)) return undefined;
    const { job } = found;
    const choice = chooseOther(job, view);
    if (choice.site === undefined) return undefined;
    const { name, cloud } = choice.site;
    const files = renameDispatch((await readFiles(transaction, [pandaId])).get(pandaId) ?? [], name);
    const isWaiting = (await countMissingInputs(transaction, pandaId)) > 0;
    const state = !isWaiting ? 'activated' : files.length > 0 ? 'assigned' : 'defined';
    const dispatchDBlock = files[0]?.dispatchDBlock;
    const attributes = { computingSite: name, ...(cloud === '' ? {} : { cloud }), ...(dispatchDBlock === undefined ? {} : { dispatchDBlock }) };
    await applyJobChange(transaction, { found, time, change: { attributes, states: state === 'defined' ? ['defined'] : ['defined', state], files } });
    return { files, user: String(job.prodUserName ?? ''), words: `left ${job.computingSite ?? ''} for ${name}: ${explainChoice(choice)}` };
  });
  if (moved === undefined) return false;
  const blocks = Map.groupBy(moved.files, (file) => String(file.dispatchDBlock));
  await insertDatasets(database, [...blocks].map(([name, group]) => ({ name, type: 'dispatch', status: 'defined', fileCount: group.length })), time);
  await writePandaLog(database, [{ module: 'brokerage', type: 'reassign', user: moved.user, level: 'info', message: `PandaID=${pandaId} ${moved.words}` }], time);
  return true;
}

/** Whether the brokerage chose the site of a job, not its submitter. */
function wasBrokered({ computingSite, relocationFlag }: JobAttributes): boolean {
  return computingSite !== undefined && Number(relocationFlag ?? 0) !== 1;
}

/** Inputs that have to be brought, with the dispatch dataset of another site. */
function renameDispatch(files: readonly FileSpec[], site: string): FileSpec[] {
  const missing = files.filter((file) => file.type === 'input' && file.status === 'unknown' && file.dispatchDBlock !== undefined);
  return missing.map((file) => ({ lfn: String(file.lfn), dispatchDBlock: `${String(file.dispatchDBlock).replace(/@[^@]*$/, '')}@${site}`.slice(-255) }));
}
