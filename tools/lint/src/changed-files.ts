import { ReleaseError } from '@bigpanda/release-model';
import { runGit } from './commit-list.ts';

/** What changed since a commit. */
export interface Changes {
  /** The common ancestor of HEAD and the commit that was named: 40 hex digits. */
  readonly since: string;
  /** Paths below the root that are there and differ, those that are not committed included. */
  readonly files: ReadonlySet<string>;
}

/**
 * The files that changed since this branch left another, or since a commit on it.
 * @throws ReleaseError `LINT_REF_UNKNOWN`, exit status 2
 */
export function readChanges(root: string, ref: string): Changes {
  const since = ref.startsWith('-') ? undefined : runGit(root, ['merge-base', ref, 'HEAD'])?.trim();
  if (since === undefined) {
    throw new ReleaseError('LINT_REF_UNKNOWN', `find what changed: git knows no commit "${ref}" that HEAD comes from`, { exitStatus: 2, hint: 'Name a branch, a tag or a commit, and fetch its history.' });
  }
  const changed = runGit(root, ['diff', '--name-only', '-z', '--no-renames', '--diff-filter=d', '--relative', since]) ?? '';
  const added = runGit(root, ['ls-files', '-z', '--others', '--exclude-standard']) ?? '';
  return { since, files: new Set(`${changed}\0${added}`.split('\0').filter((path) => path !== '')) };
}
