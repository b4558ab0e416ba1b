import { ReleaseError } from '@bigpanda/release-model';
import { runGit, tryGit, type GitCall } from '../../git/run-git.ts';
import { listCommittedFiles } from '../release-commit.ts';
import type { ReleaseScene } from '../release-scene.ts';
import type { ReleaseStep } from '../release-step.ts';

/** Paths are names, not patterns. */
const literal = { GIT_LITERAL_PATHSPECS: '1' } as const;

/** Puts the changelogs into the working tree and the local branch: what is built next is what is tagged. */
export const changelogStep: ReleaseStep = {
  name: 'changelog',
  title: 'Write changelogs and commit them',
  look: async (scene) => {
    const commit = await scene.commit();
    if (await readHead(scene) !== commit) return undefined;
    const { written, removed } = await listCommittedFiles(scene.git, scene.order.head, commit);
    const files = [...written, ...removed];
    const changed = files.length === 0 ? '' : await runGit({ ...scene.git, variables: literal }, ['status', '--porcelain', '--', ...files]);
    return changed === '' ? commit : undefined;
  },
  act: async (scene) => {
    const { git, order } = scene;
    const [commit, head] = [await scene.commit(), await readHead(scene)];
    if (head !== order.head && head !== commit) throw headMoved(scene, head);
    await bringFiles(git, order.head, commit);
    await runGit(git, ['update-ref', '-m', `bigpanda release ${scene.id}`, `refs/heads/${order.branch}`, commit, head]);
  },
  undo: async (scene) => {
    const { git, order } = scene;
    const [commit, head] = [await scene.commit(), await readHead(scene)];
    if (head !== order.head && head !== commit) {
      // What others committed is theirs, as long as nothing of this release is below it.
      if ((await tryGit(git, ['merge-base', '--is-ancestor', commit, head])).status !== 0) return;
      throw headMoved(scene, head);
    }
    await runGit(git, ['update-ref', '-m', `bigpanda abort ${scene.id}`, `refs/heads/${order.branch}`, order.head, head]);
    await bringFiles(git, commit, order.head);
  },
};

/** Brings working tree and index from one commit to another, wherever between they are. */
async function bringFiles(git: GitCall, from: string, to: string): Promise<void> {
  const { written, removed } = await listCommittedFiles(git, from, to);
  if (removed.length > 0) await runGit({ ...git, variables: literal }, ['rm', '--quiet', '--force', '--ignore-unmatch', '--', ...removed]);
  if (written.length > 0) await runGit({ ...git, variables: literal }, ['checkout', '--quiet', to, '--', ...written]);
}

/** The commit of the branch that is released from. @throws ReleaseError `RELEASE_BRANCH_LEFT` where another one is checked out */
async function readHead({ git, order }: ReleaseScene): Promise<string> {
  const [head = '', branch] = (await runGit(git, ['rev-parse', 'HEAD^{commit}', '--symbolic-full-name', 'HEAD'])).split('\n');
  if (branch === `refs/heads/${order.branch}`) return head;
  throw new ReleaseError('RELEASE_BRANCH_LEFT', `go on with the release: "${branch ?? ''}" is checked out, the release is of "${order.branch}"`, { exitStatus: 3, hint: `Go back to it: git switch ${order.branch}` });
}

function headMoved({ order }: ReleaseScene, head: string): ReleaseError {
  return new ReleaseError('RELEASE_HEAD_MOVED', `go on with the release: "${order.branch}" is at ${head.slice(0, 10)}, and the release was begun at ${order.head.slice(0, 10)}`, {
    exitStatus: 3, hint: `Keep what was committed since on another branch (git branch later), go back with "git reset --keep ${order.head.slice(0, 10)}", and run: bigpanda resume`,
  });
}
