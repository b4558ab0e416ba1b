import { ReleaseError } from '@bigpanda/release-model';

/** The error for a repository whose own files contradict each other; `file` is relative to its root. */
export function repositoryDamaged(file: string, fact: string, cause?: unknown): ReleaseError {
  return new ReleaseError('REPOSITORY_DAMAGED', `read the repository: "${file}" ${fact}`, {
    cause,
    hint: 'Verify the repository, and restore the files that are named from a copy.',
  });
}
