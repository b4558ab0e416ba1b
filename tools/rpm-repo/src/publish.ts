import { ReleaseError, type PublishRecord, type RepoSnapshot, type RepositoryConfig } from '@bigpanda/release-model';
import type { ListedPackage } from '@bigpanda/rpm-format';
import type { Signer, Verifier } from '@bigpanda/signer';
import { applyPublish } from './apply-publish.ts';
import { readPointer } from './channel-pointer.ts';
import { requireChannel } from './channel-choice.ts';
import { refreshChannelView, releasePackageName } from './channel-view.ts';
import { takeIn, type IncomingPackage, type PackageSource } from './package-intake.ts';
import { settleIntent } from './publish-intent.ts';
import { formatNevra, planPublish, type PublishPlan } from './publish-plan.ts';
import { openRepositoryFiles, type RepositoryFiles } from './repository-files.ts';
import { withRepositoryLock } from './repository-lock.ts';
import { readSnapshotPackages } from './snapshot-reader.ts';

export interface PublishOptions {
  /** Folder of the repository; made when it is not there. */
  readonly root: string;
  readonly channel: string;
  readonly target: string;
  readonly packages: readonly PackageSource[];
  /** Signs the metadata. */
  readonly signer: Signer;
  /** Knows the keys that packages may be signed by. */
  readonly verifier: Verifier;
  readonly config: RepositoryConfig;
  /** Who, when, why and from which commit. */
  readonly record: Pick<PublishRecord, 'publishedAt' | 'publishedBy' | 'reason' | 'commit'>;
  /** Decide and write nothing. */
  readonly dryRun?: boolean;
  /** The disk below `root`; the machine's own when absent. */
  readonly files?: RepositoryFiles;
}

export interface PublishResult {
  /** Whether the channel points at a new snapshot, or would without `dryRun`. */
  readonly changed: boolean;
  /** What the channel points at afterwards, and in a dry run now; absent for an empty channel. */
  readonly snapshot?: RepoSnapshot;
  /** NEVRAs that came in. */
  readonly added: readonly string[];
  /** NEVRAs that were there already. */
  readonly present: readonly string[];
}

/**
 * Adds packages to a channel: a new immutable snapshot of what it has and what is new, then the pointer moves.
 * Nothing changes when nothing is new, but for the mirrorlist when the base URL was changed. Cut off anywhere, clients see the old snapshot or the new one, and the next publish cleans up.
 * @throws ReleaseError `PUBLISH_REFUSED` (exit status 3) with all refusals, `CHANNEL_UNKNOWN`, `TARGET_UNKNOWN`, `PACKAGE_UNREADABLE`,
 * `KEY_CHANGED`, `REPOSITORY_LOCKED`, `REPOSITORY_DAMAGED`
 */
export async function publish(options: PublishOptions): Promise<PublishResult> {
  const { baseUrl } = requireChannel(options.config, options.channel, options.target);
  const files = options.files ?? openRepositoryFiles(options.root);
  const incoming: IncomingPackage[] = [];
  for (const source of options.packages) incoming.push(await takeIn(source, options.verifier));
  if (options.dryRun === true) return decide(files, options, incoming).then(({ plan, snapshot }) => describe(plan, snapshot));
  return withRepositoryLock(options.root, async () => {
    await settleIntent(files);
    const { plan, snapshot, current } = await decide(files, options, incoming);
    if (plan.added.length === 0) {
      if (snapshot !== undefined) await refreshChannelView(files, { ...options, snapshot }, { baseUrl, releasePackage: releasePackageName(options.config) });
      return describe(plan, snapshot);
    }
    return describe(plan, await applyPublish(files, { ...options, baseUrl, current, added: plan.added, ...(snapshot === undefined ? {} : { parent: snapshot }) }));
  });
}

interface Decision {
  readonly plan: PublishPlan<IncomingPackage>;
  readonly current: readonly ListedPackage[];
  readonly snapshot: RepoSnapshot | undefined;
}

async function decide(files: RepositoryFiles, { channel, target }: PublishOptions, incoming: readonly IncomingPackage[]): Promise<Decision> {
  const pointer = await readPointer(files, channel, target);
  const current = pointer === undefined ? [] : await readSnapshotPackages(files, pointer.snapshot);
  const plan = planPublish(current, incoming);
  if (plan.refusals.length > 0) throw refused(channel, plan);
  return { plan, current, snapshot: pointer?.snapshot };
}

function refused(channel: string, { refusals }: PublishPlan): ReleaseError {
  const count = refusals.length === 1 ? '1 refusal' : `${refusals.length} refusals`;
  return new ReleaseError('PUBLISH_REFUSED', `publish to "${channel}": ${count}; nothing was changed`, {
    exitStatus: 3,
    problems: refusals,
    hint: 'Bring each file to what is said to pass, and publish again.',
  });
}

function describe(plan: PublishPlan, snapshot: RepoSnapshot | undefined): PublishResult {
  const list = (which: PublishPlan['added']) => which.flatMap(({ metadata }) => (metadata === undefined ? [] : [formatNevra(metadata)]));
  return { changed: plan.added.length > 0, ...(snapshot === undefined ? {} : { snapshot }), added: list(plan.added), present: list(plan.present) };
}
