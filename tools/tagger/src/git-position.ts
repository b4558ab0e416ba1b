import { ReleaseError } from '@bigpanda/release-model/release-error';
import { readGit } from './git.ts';

/** Where a clone stands. */
export interface GitPosition {
  /** Absolute path of the working tree. */
  readonly root: string;
  /** Commit that is checked out, 40 hex digits. */
  readonly head: string;
  /** Branch that is checked out; absent where only a commit is, as in most CI jobs. */
  readonly branch?: string;
  /** Full name of the ref of each branch, by the branch's name; a local branch goes before that of the remote `origin`. */
  readonly branchRefs: ReadonlyMap<string, string>;
}

const localPrefix = 'refs/heads/';
const remotePrefix = 'refs/remotes/origin/';

/**
 * Where the clone around a folder stands; one git process.
 * @throws ReleaseError `GIT_SHALLOW` for a clone without its past, `GIT_HEAD_AMBIGUOUS`, and those of {@link readGit}
 */
export async function readPosition(folder: string): Promise<GitPosition> {
  const output = await readGit(folder, ['rev-parse', '--is-shallow-repository', '--show-toplevel', 'HEAD^{commit}', '--symbolic-full-name', 'HEAD', '--is-inside-work-tree', '--remotes=origin', '--branches']);
  const [shallow, root = '', head = '', current = '', isInside, ...refs] = output.trim().split('\n');
  if (shallow === 'true') {
    throw new ReleaseError('GIT_SHALLOW', 'read the history: this clone is shallow, so versions cannot be counted', { exitStatus: 2, hint: 'Deepen it: git fetch --unshallow --tags' });
  }
  // git says nothing where it cannot choose, and what follows moves up.
  if (isInside !== 'true') {
    throw new ReleaseError('GIT_HEAD_AMBIGUOUS', 'read the history: a branch or a tag is called "HEAD", so git cannot tell what is checked out', { exitStatus: 2, hint: 'Remove it: git tag --delete HEAD, or git update-ref -d refs/heads/HEAD' });
  }
  return {
    root,
    head,
    ...(current.startsWith(localPrefix) ? { branch: current.slice(localPrefix.length) } : {}),
    branchRefs: new Map(refs.flatMap((ref) => nameBranch(ref))),
  };
}

function nameBranch(ref: string): [string, string][] {
  if (ref.startsWith(localPrefix)) return [[ref.slice(localPrefix.length), ref]];
  if (ref.startsWith(remotePrefix) && ref !== `${remotePrefix}HEAD`) return [[ref.slice(remotePrefix.length), ref]];
  return [];
}
