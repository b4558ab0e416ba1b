import { mkdir } from 'node:fs/promises';
import { posix } from 'node:path';
import { runGit, type GitCall } from '../git/run-git.ts';
import { writeCommit, writeTree, type Signature } from '../git/tree-commit.ts';
import { readBlobs } from '../ledger/read-ledger.ts';
import { insertNotes } from '../notes/changelog-file.ts';
import { listReleased, type ReleaseOrder, type ReleasedComponent } from './release-order.ts';

interface CommitWorld {
  readonly order: ReleaseOrder;
  readonly git: GitCall;
  readonly ownFolder: string;
  readonly signature: Signature;
  readonly notes: readonly { readonly component: ReleasedComponent; readonly markdown: string }[];
}

/** Where a component's changelog stands below the workspace. */
export function changelogPath({ root }: Pick<ReleasedComponent, 'root'>): string {
  return posix.join(root, 'CHANGELOG.md');
}

/** Whether a release makes a commit of its own, or tags the one that is there. */
export function isCommitting({ kind, changelog }: Pick<ReleaseOrder, 'kind' | 'changelog'>): boolean {
  return kind === 'release' && changelog === 'commit';
}

/**
 * The commit that is built and tagged, made in git's store only: the planned one with changelogs, or that one itself. The same for the same order.
 * One that goes forward to an earlier payload has the component's folder as it was tagged then.
 */
export async function makeReleaseCommit({ order, git, ownFolder, signature, notes }: CommitWorld): Promise<string> {
  if (!isCommitting(order)) return order.head;
  await mkdir(ownFolder, { recursive: true });
  const before = await readBlobs(git, notes.map(({ component }) => `${order.head}:${changelogPath(component)}`));
  const files = new Map(notes.map(({ component, markdown }, index) => [changelogPath(component), insertNotes(before[index], component.name, markdown)]));
  const { forward } = order;
  const folders = forward === undefined ? [] : listReleased(order).map(({ root }) => ({ path: root, tree: `refs/tags/${forward.releaseTag}:${root}` }));
  const tree = await writeTree(git, ownFolder, { base: order.head, folders, files });
  return writeCommit(git, { tree, parents: [order.head], message: describeCommit(order), signature });
}

/** The files in which a release's commit differs from the one before, sorted. */
export interface CommittedFiles {
  readonly written: readonly string[];
  readonly removed: readonly string[];
}

/** What changes in a working tree that goes from one commit to another. */
export async function listCommittedFiles(git: GitCall, from: string, to: string): Promise<CommittedFiles> {
  const words = (await runGit(git, ['diff-tree', '-r', '-z', '--no-renames', '--name-status', from, to])).split('\0').filter((word) => word !== '');
  const entries = words.flatMap((word, index) => (index % 2 === 0 ? [{ kind: word, path: words[index + 1] ?? '' }] : []));
  return { written: entries.filter(({ kind }) => kind !== 'D').map(({ path }) => path), removed: entries.filter(({ kind }) => kind === 'D').map(({ path }) => path) };
}

/** `chore` asks for no release, also of components that are made with a released one. */
function describeCommit(order: ReleaseOrder): string {
  const names = listReleased(order).map(({ name, nextVersion }) => `${name} ${nextVersion}`);
  const subject = names.length <= 2 ? names.join(', ') : `${names.length} components`;
  return [`chore(release): ${subject}`, '', ...names, '', `Release-Plan: ${order.planDigest}`, ''].join('\n');
}
