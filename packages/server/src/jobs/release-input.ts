import { findDataset, findWriters, markInputsReady, setDatasetStatus } from '@bigpanda/datastore';
import { formatUtcTime } from '@bigpanda/model';
import type { FunctionContext } from '../functions/server-function.ts';
import { changeAndEnd } from './end-job.ts';
import { activateWhenReady, type Ending } from './ending.ts';

/** Lets jobs run that waited for a dispatch dataset, and ends those whose outputs moved as this one; false when there is none of this name or VUID. */
export async function releaseDataset(context: FunctionContext, nameOrVuid: string): Promise<boolean> {
  const dataset = await findDataset(context.database, nameOrVuid);
  if (dataset === undefined) return false;
  await setDatasetStatus(context.database, dataset.name, 'completed');
  await release(context, dataset.name);
  if (dataset.type === 'output') await finishTransfers(context, dataset.name);
  return true;
}

/** Ends the jobs whose outputs have arrived. */
async function finishTransfers({ database, readClock, log }: FunctionContext, dataset: string): Promise<void> {
  const time = formatUtcTime(readClock());
  for (const pandaId of await findWriters(database, dataset)) {
    const { ending } = await changeAndEnd<{ readonly ending?: Ending }>(database, { pandaId, time }, (job) => (job?.jobStatus === 'transferring' ? { outcome: { ending: { pandaId, state: 'finished', isRetried: false } }, change: { attributes: {}, states: ['finished'], files: [] } } : { outcome: {} }));
    if (ending !== undefined) log.info({ pandaId, dataset }, 'outputs are at their site');
  }
}

/** Lets jobs run that waited for these files of a dispatch dataset alone. */
export async function releaseFiles(context: FunctionContext, dataset: string, lfns: readonly string[]): Promise<boolean> {
  await release(context, dataset, lfns);
  return true;
}

async function release({ database, readClock, log }: FunctionContext, dispatchDBlock: string, lfns?: readonly string[]): Promise<void> {
  const time = formatUtcTime(readClock());
  const count = await database.write(async (transaction) => {
    const pandaIds = await markInputsReady(transaction, { column: 'DISPATCHDBLOCK', value: dispatchDBlock, ...(lfns === undefined ? {} : { lfns }) }, time);
    let activated = 0;
    for (const pandaId of pandaIds) if (await activateWhenReady({ database, transaction, time }, pandaId)) activated += 1;
    return activated;
  });
  log.info({ dispatchDBlock, activated: count }, 'input is at its site');
}
