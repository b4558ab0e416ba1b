import { canonicalDigest, ReleaseError } from '@bigpanda/release-model';
import { readRemoteRefs, remoteUnreachable } from '../../git/remote-refs.ts';
import { tryGit } from '../../git/run-git.ts';
import { ledgerLayout } from '../../ledger/ledger-record.ts';
import { isCommitting } from '../release-commit.ts';
import type { ReleaseScene } from '../release-scene.ts';
import type { ReleaseStep } from '../release-step.ts';
import { makeLedgerCommit } from './record.ts';
import { readOwnTags } from './tag.ts';

/** Pushes commit, tags and ledger: all of it or nothing. */
export const pushStep: ReleaseStep = {
  name: 'push',
  title: 'Push commit, tags and ledger at once',
  look: async (scene) => {
    const present = await readRemoteRefs(scene.git, scene.order.remote);
    const wanted = await listPushed(scene);
    // Branches may have gone on since; tags never move, and all came together. A rebuild has the ledger only.
    const lasting = [...wanted].filter(([ref]) => ref.startsWith('refs/tags/'));
    const isThere = scene.order.kind === 'rebuild' ? await isContained(scene, wanted.get(ledgerLayout.ref), present.get(ledgerLayout.ref)) : lasting.every(([ref, id]) => present.get(ref) === id);
    return isThere ? canonicalDigest([...wanted]) : undefined;
  },
  act: async (scene, say) => {
    const { git, order } = scene;
    const wanted = await listPushed(scene);
    say(`to "${order.remote}"`);
    const { status, stdout, stderr } = await tryGit(git, ['-c', 'push.followTags=false', 'push', '--atomic', '--porcelain', '--quiet', '--', order.remote, ...[...wanted].map(([ref, id]) => `${id}:${ref}`)]);
    if (status !== 0) throw explainRefusal(scene, stdout, stderr);
  },
};

/** Ids by full name of the ref. */
async function listPushed(scene: ReleaseScene): Promise<ReadonlyMap<string, string>> {
  const { order } = scene;
  const tags = order.kind === 'rebuild' ? [] : [...await readOwnTags(scene)].map(([tag, { object }]) => [`refs/tags/${tag}`, object] as const);
  return new Map([
    ...(!isCommitting(order) ? [] : [[`refs/heads/${order.branch}`, await scene.commit()] as const]),
    ...tags,
    [ledgerLayout.ref, await makeLedgerCommit(scene)],
  ]);
}

async function isContained({ git }: ReleaseScene, commit: string | undefined, tip: string | undefined): Promise<boolean> {
  if (commit === undefined || tip === undefined) return false;
  return commit === tip || (await tryGit(git, ['merge-base', '--is-ancestor', commit, tip])).status === 0;
}

function explainRefusal({ order }: ReleaseScene, stdout: string, stderr: string): ReleaseError {
  const refused = stdout.split('\n').filter((line) => line.startsWith('!')).map((line) => line.split('\t').slice(1));
  const said = stderr.split('\n').filter((line) => line.startsWith('remote: ')).map((line) => line.slice('remote: '.length).trim()).filter((line) => line !== '');
  if (refused.length === 0) return /does not support --atomic/.test(stderr) ? noAtomicPush(order.remote) : remoteUnreachable(order.remote, stderr);
  const problems = refused.map(([refs = '', verdict = '']) => ({ path: refs.slice(refs.indexOf(':') + 1), found: verdict, allowed: /fetch first|non-fast-forward|already exists/.test(verdict) ? 'what this clone knew when the release began: bigpanda abort, git pull, and plan again' : 'a push that the remote takes' }));
  return new ReleaseError('PUSH_REFUSED', `push the release: "${order.remote}" refused it${said.length === 0 ? '' : ` and says: ${said.slice(0, 3).join('; ')}`}; nothing of it is there`, {
    exitStatus: 3, problems, hint: 'Mend what the remote says and run "bigpanda resume", or take all back with "bigpanda abort".',
  });
}

function noAtomicPush(remote: string): ReleaseError {
  return new ReleaseError('PUSH_NOT_ATOMIC', `push the release: "${remote}" cannot take several refs all at once or not at all`, { exitStatus: 3, hint: 'Push to a server that can, such as git itself, GitLab or GitHub over ssh or https.' });
}
