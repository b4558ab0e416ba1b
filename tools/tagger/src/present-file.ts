import { readFileSync, statSync } from 'node:fs';
import { ReleaseError } from '@bigpanda/release-model';
import { isMissing } from './missing-file.ts';

/**
 * The text of a file below the workspace, absent where there is none; looked at before it is opened, because opening a pipe would wait for a writer.
 * Hundreds of small files are read faster one after the other.
 * @throws ReleaseError `FILE_NOT_REGULAR`
 */
export function readIfPresent(workspaceRoot: string, file: string): string | undefined {
  // Nothing to normalize, and hundreds of files are asked for.
  const path = `${workspaceRoot}/${file}`;
  try {
    const found = statSync(path);
    if (found.isFile()) return readFileSync(path, 'utf8');
  } catch (error) {
    if (isMissing(error)) return undefined;
    if (!(error instanceof Error && 'code' in error && error.code === 'ELOOP')) throw error;
  }
  throw new ReleaseError('FILE_NOT_REGULAR', `read the workspace: "${file}" is not a regular file`, { exitStatus: 2, hint: 'Put a file there, or remove it.' });
}
