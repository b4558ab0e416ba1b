import { posix } from 'node:path';
import { mkdir } from 'node:fs/promises';
import type { GitCall } from '../git/run-git.ts';
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

/** The files that a release commits; none where it commits nothing. */
export function committedFiles(order: ReleaseOrder): readonly string[] {
  return order.kind === 'rebuild' || order.changelog === 'notes-only' ? [] : listReleased(order).map(changelogPath);
}

/** The commit that is built and tagged, made in git's store only: the planned one with changelogs, or that one itself. The same for the same order. */
export async function makeReleaseCommit({ order, git, ownFolder, signature, notes }: CommitWorld): Promise<string> {
  if (committedFiles(order).length === 0) return order.head;
  await mkdir(ownFolder, { recursive: true });
  const before = await readBlobs(git, notes.map(({ component }) => `${order.head}:${changelogPath(component)}`));
  const files = new Map(notes.map(({ component, markdown }, index) => [changelogPath(component), insertNotes(before[index], component.name, markdown)]));
  const tree = await writeTree(git, ownFolder, { base: order.head, files });
  return writeCommit(git, { tree, parents: [order.head], message: describeCommit(order), signature });
}

/** `chore` asks for no release, also of components that are made with a released one. */
function describeCommit(order: ReleaseOrder): string {
  const names = listReleased(order).map(({ name, nextVersion }) => `${name} ${nextVersion}`);
  const subject = names.length <= 2 ? names.join(', ') : `${names.length} components`;
  return [`chore(release): ${subject}`, '', ...names, '', `Release-Plan: ${order.planDigest}`, ''].join('\n');
}
