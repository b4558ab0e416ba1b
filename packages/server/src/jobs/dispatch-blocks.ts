import { insertDatasets, type PandaDatabase } from '@bigpanda/datastore';
import type { JobSpec } from '@bigpanda/model';

/** Notes the dispatch datasets that jobs wait for, so that whoever brings data finds them: type `dispatch`, status `defined`. */
export async function noteDispatchBlocks(database: PandaDatabase, jobs: readonly JobSpec[], time: string): Promise<void> {
  const files = jobs.flatMap((job) => job.files.filter((file) => file.type === 'input' && file.dispatchDBlock !== undefined && file.status === 'unknown'));
  const counts = new Map<string, number>();
  for (const file of files) counts.set(String(file.dispatchDBlock), (counts.get(String(file.dispatchDBlock)) ?? 0) + 1);
  await insertDatasets(database, [...counts].map(([name, fileCount]) => ({ name, type: 'dispatch', status: 'defined', fileCount })), time);
}
