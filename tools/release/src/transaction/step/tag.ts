import { canonicalDigest, ReleaseError } from '@bigpanda/release-model';
import { runGit } from '../../git/run-git.ts';
import { signatureVariables } from '../../git/tree-commit.ts';
import type { ReleaseScene } from '../release-scene.ts';
import type { ReleaseStep } from '../release-step.ts';

/** A tag that is there. */
export interface TagObject {
  /** Of the tag itself. */
  readonly object: string;
  readonly commit: string;
}

/** Makes the annotated tags, signed where git is configured to sign. A rebuild has those of its release. */
export const tagStep: ReleaseStep = {
  name: 'tag',
  title: 'Tag',
  look: async (scene) => {
    const tags = await readOwnTags(scene);
    return tags.size === scene.released.length ? canonicalDigest([...tags]) : undefined;
  },
  act: async (scene) => {
    const { git, order } = scene;
    if (order.kind === 'rebuild') throw tagMissing(scene);
    const [present, commit] = [await readTags(scene), await scene.commit()];
    for (const { component: { name, nextVersion, releaseTag }, markdown } of await scene.notes()) {
      if (present.has(releaseTag)) {
        if (present.get(releaseTag)?.commit === commit) continue;
        throw tagTaken(releaseTag, present.get(releaseTag)?.commit ?? '');
      }
      const input = `${name} ${nextVersion}\n\n${markdown.trim()}\n`;
      await runGit({ ...git, variables: signatureVariables(scene.signature), input }, ['-c', 'tag.gpgSign=false', 'tag', ...(order.signsTags ? ['--sign'] : ['--annotate']), '--cleanup=verbatim', '--file=-', releaseTag, commit]);
    }
  },
  undo: async (scene) => {
    if (scene.order.kind === 'rebuild') return;
    for (const [tag, { object }] of await readOwnTags(scene)) await runGit(scene.git, ['update-ref', '-d', `refs/tags/${tag}`, object]);
  },
};

/** Tags of this release that are there, of its commit, by name; of a rebuild those of the release that is built again. */
export async function readOwnTags(scene: ReleaseScene): Promise<ReadonlyMap<string, TagObject>> {
  const commit = await scene.commit();
  return new Map([...await readTags(scene)].filter(([, tag]) => scene.order.kind === 'rebuild' || tag.commit === commit));
}

/** Annotated or not. */
async function readTags({ git, released }: ReleaseScene): Promise<ReadonlyMap<string, TagObject>> {
  const printed = await runGit(git, ['for-each-ref', '--format=%(refname:strip=2)%00%(objectname)%00%(*objectname)', ...released.map(({ releaseTag }) => `refs/tags/${releaseTag}`)]);
  return new Map(printed.split('\n').filter((line) => line !== '').map((line) => {
    const [name = '', object = '', commit = ''] = line.split('\0');
    return [name, { object, commit: commit === '' ? object : commit }];
  }));
}

function tagTaken(tag: string, commit: string): ReleaseError {
  return new ReleaseError('TAG_TAKEN', `tag the release: the tag "${tag}" stands at ${commit.slice(0, 10)} already`, { exitStatus: 3, hint: `If nobody needs it, remove it (git tag --delete ${tag}) and run: bigpanda resume` });
}

function tagMissing({ released }: ReleaseScene): ReleaseError {
  return new ReleaseError('TAG_MISSING', `rebuild: the tag of ${released.map(({ releaseTag }) => `"${releaseTag}"`).join(', ')} is not in this clone any more`, { exitStatus: 3, hint: 'Fetch it: git fetch --tags, then run: bigpanda resume' });
}
