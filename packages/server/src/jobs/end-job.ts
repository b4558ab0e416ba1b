import { changeJob, type JobDecision, type PandaDatabase } from '@bigpanda/datastore';
import type { JobAttributes } from '@bigpanda/model';
import { followEnding, type Ending } from './ending.ts';

/** Does what a decision says of a job that it may end, and what follows from the end, all in one transaction. */
export async function changeAndEnd<Outcome extends { readonly ending?: Ending }>(
  database: PandaDatabase,
  { pandaId, time }: { readonly pandaId: number; readonly time: string },
  decide: (job: JobAttributes | undefined) => JobDecision<Outcome>,
): Promise<Outcome> {
  return changeJob(database, { pandaId, time }, (job) => {
    const decision = decide(job);
    const { ending } = decision.outcome;
    return ending === undefined ? decision : { ...decision, follow: (transaction) => followEnding({ database, transaction, time }, ending) };
  });
}
