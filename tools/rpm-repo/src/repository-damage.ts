import { ReleaseError } from '@bigpanda/release-model';

/** The error for a repository whose own files contradict each other; `file` is relative to its root. */
export function repositoryDamaged(file: string, fact: string, cause?: unknown): ReleaseError {
  return new ReleaseError('REPOSITORY_DAMAGED', `read the repository: "${file}" ${fact}`, {
    cause,
    hint: 'Verify the repository, and restore the files that are named from a copy.',
  });
}

/** What reading gives; an error of it becomes that of a damaged file. @throws ReleaseError `REPOSITORY_DAMAGED` */
export function readOrDamaged<Value>(file: string, read: () => Value): Value {
  try {
    return read();
  } catch (cause) {
    if (cause instanceof ReleaseError) throw cause;
    throw repositoryDamaged(file, `cannot be read: ${(cause as Error).message}`, cause);
  }
}
