import type { PandaDatabase } from '../panda-database.ts';

/** Another job that one has to do with. */
export interface RelatedJob {
  readonly pandaId: number;
  /** Of the other to this one: an attempt before it, or one after it. */
  readonly relation: 'before' | 'after';
  /** As the history tells it, such as `retry`. */
  readonly type: string;
}

const mostRelated = 50;

/** Attempts before and after a job, as the history of retries tells. */
export async function readRelatedJobs({ sql }: Pick<PandaDatabase, 'sql'>, { pandaId, jediTaskId }: { readonly pandaId: number; readonly jediTaskId: number | undefined }): Promise<RelatedJob[]> {
  const before = await sql.selectFrom('jedi_job_retry_history').select(['OLDPANDAID', 'RELATIONTYPE']).where('NEWPANDAID', '=', pandaId).orderBy('OLDPANDAID').limit(mostRelated).execute();
  const after = jediTaskId === undefined ? [] : await sql.selectFrom('jedi_job_retry_history').select(['NEWPANDAID', 'RELATIONTYPE']).where('JEDITASKID', '=', jediTaskId).where('OLDPANDAID', '=', pandaId).orderBy('NEWPANDAID').limit(mostRelated).execute();
  return [
    ...before.map((row): RelatedJob => ({ pandaId: row.OLDPANDAID, relation: 'before', type: row.RELATIONTYPE ?? 'retry' })),
    ...after.map((row): RelatedJob => ({ pandaId: row.NEWPANDAID, relation: 'after', type: row.RELATIONTYPE ?? 'retry' })),
  ];
}
