import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ReleaseError } from '@bigpanda/release-model';
import { isMissing } from './missing-file.ts';
import { parseIntent, type Intent } from './intent.ts';

/**
 * The declared intents of a workspace, sorted by file; none where there is no such folder.
 * @throws ReleaseError `INTENT_INVALID` with the problems of all files
 */
export async function readIntents(workspaceRoot: string, folder: string): Promise<Intent[]> {
  const names = await readdir(join(workspaceRoot, folder)).catch((error: unknown) => {
    if (isMissing(error)) return [];
    throw error;
  });
  const files = names.filter((name) => name.endsWith('.md') && name !== 'README.md').sort();
  const results = await Promise.allSettled(files.map(async (name) => parseIntent(await readFile(join(workspaceRoot, folder, name), 'utf8'), `${folder}/${name}`)));
  const failures = results.flatMap((result) => (result.status === 'rejected' ? [result.reason as Error] : []));
  const [first, ...others] = failures;
  if (first === undefined) return results.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
  if (!(first instanceof ReleaseError) || others.length === 0) throw first;
  const problems = failures.flatMap((failure) => (failure instanceof ReleaseError ? failure.problems : []));
  throw new ReleaseError('INTENT_INVALID', `read intents: ${failures.length} files have ${problems.length} problems`, { exitStatus: 2, problems, hint: first.hint ?? '' });
}
