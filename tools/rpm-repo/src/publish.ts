import { hash } from 'node:crypto';
import { ReleaseError } from '@bigpanda/release-model';
import type { Verifier } from '@bigpanda/signer';
import { yankNoticeId } from './advisory-package.ts';
import type { NewBlob } from './apply-change.ts';
import { changeChannel, openContent, publishContent, type ChangeOptions, type ChangeResult, type OpenChannel } from './channel-change.ts';
import { readPointer } from './channel-pointer.ts';
import { refreshChannelView, releasePackageName } from './channel-view.ts';
import { saveIndex } from './index-cache.ts';
import { toLazyEntry } from './package-entry.ts';
import { companionPath, layout, poolPath, type StoredPackage } from './layout.ts';
import { takeIn, type IncomingPackage, type PackageSource } from './package-intake.ts';
import { findRefusals, type Allowance } from './package-rules.ts';
import { formatNevra, planPublish, type PublishPlan } from './publish-plan.ts';
import { readBlob } from './pool-blob.ts';
import { replaceFile } from './replace-file.ts';
import type { RepositoryFiles } from './repository-files.ts';
import { changeContent, findEntries, type SnapshotContent } from './snapshot-content.ts';

export interface PublishOptions extends ChangeOptions {
  readonly packages: readonly PackageSource[];
  /** Knows the keys that packages may be signed by. */
  readonly verifier: Verifier;
  /** Folder of the workspace, from which `baseMetadata` of the target is named; the working folder when absent. */
  readonly workspaceRoot?: string;
  /** Rules that are waived; none when absent. */
  readonly allow?: readonly Allowance[];
  /** Channel whose packages the new snapshot has beside those that come in, whatever its own channel gave out before; its own when absent. */
  readonly onto?: string;
}

export interface PublishResult extends ChangeResult {
  /** NEVRAs that came in. */
  readonly added: readonly string[];
  /** NEVRAs that were there already. */
  readonly present: readonly string[];
  /** NEVRAs among those whose bytes were lost from the pool, or were others there, and are back. */
  readonly broughtBack: readonly string[];
}

/** Packages of a publish whose metadata are kept; those of more need too much memory, and are read again. */
const keptMetadata = 500;

/**
 * Adds packages to a channel: a new immutable snapshot of what it has and what is new, then the pointer moves.
 * Nothing changes when nothing is new, but for the mirrorlist when the base URL was changed, and for bytes that the pool lost, which are put back. Cut off anywhere, clients see the old snapshot or the new one, and the next publish cleans up.
 * @throws ReleaseError `PUBLISH_REFUSED` (exit status 3) with all refusals, `BASE_METADATA_UNREADABLE` (exit status 2), `PACKAGE_UNREADABLE`, `PACKAGE_CHANGED`, `KEY_CHANGED`, and what `changeChannel` throws
 */
export async function publish(options: PublishOptions): Promise<PublishResult> {
  const incoming: IncomingPackage[] = [];
  for (const source of options.packages) incoming.push(await takeIn(source, { verifier: options.verifier, isKept: incoming.length < keptMetadata }));
  return changeChannel(options, async (channel) => {
    const base = await chooseBase(channel, options.onto);
    const content = await openContent(base);
    const plan = await decide(channel.files, { content, options, incoming });
    const lost = await findLost(channel.files, plan.present);
    if (options.dryRun !== true) await bringBack(channel.files, lost);
    const described = { ...describe(plan), broughtBack: listNevras(lost) };
    if (plan.added.length === 0) return { ...(await leaveAsIs(base)), ...described };
    const add = plan.added.flatMap(({ metadata, readMetadata }) => (metadata === undefined ? [] : [toLazyEntry(metadata, readMetadata)]));
    const releases = [...new Set(add.map(({ listed }) => `${listed.name}-${listed.version}`))];
    const blobs = options.dryRun === true ? [] : await findNewBlobs(channel.files, plan.added);
    const next = changeContent(withoutYanks(content, plan.added), { add });
    const result = await publishContent(base, { action: 'add', content: next, blobs, releases });
    if (options.cacheFolder !== undefined && options.dryRun !== true && result.snapshot !== undefined) saveIndex(options.cacheFolder, result.snapshot.digest, next);
    return { ...result, ...described };
  });
}

/** The channel that new content begins from. */
async function chooseBase(channel: OpenChannel, onto: string | undefined): Promise<OpenChannel> {
  if (onto === undefined) return channel;
  return { ...channel, pointer: await readPointer(channel.files, onto, channel.options.target) };
}

interface Decision {
  readonly content: SnapshotContent;
  readonly options: PublishOptions;
  readonly incoming: readonly IncomingPackage[];
}

async function decide(files: RepositoryFiles, { content, options, incoming }: Decision): Promise<PublishPlan<IncomingPackage>> {
  const { channel, config, target, workspaceRoot = '', allow = [] } = options;
  const names = new Set(incoming.flatMap(({ metadata }) => (metadata === undefined ? [] : [metadata.name])));
  const current = [...names].flatMap((name) => findEntries(content, name).map(({ listed }) => listed));
  const plan = planPublish(current, incoming);
  const refusals = [...plan.refusals, ...(await findRefusals(plan.added, { config, target, content, files, workspaceRoot, allow }))];
  if (refusals.length > 0) throw refused(channel, refusals);
  return plan;
}

async function leaveAsIs({ files, options, baseUrl, pointer }: OpenChannel): Promise<ChangeResult> {
  if (pointer === undefined) return { changed: false };
  if (options.dryRun !== true) await refreshChannelView(files, pointer, { baseUrl, releasePackage: releasePackageName(options.config) });
  return { changed: false, snapshot: pointer.snapshot };
}

async function findNewBlobs(files: RepositoryFiles, added: readonly IncomingPackage[]): Promise<readonly NewBlob[]> {
  const blobs: NewBlob[] = [];
  for (const each of added) {
    if (each.metadata !== undefined && (await readBlob(files, each.metadata)) === undefined) blobs.push({ path: poolPath(each.metadata), read: each.read });
    for (const companion of listCompanionBlobs(each)) if ((await files.size(companion.path)) === undefined) blobs.push(companion);
  }
  return blobs;
}

/** Packages that the channel lists and whose bytes, or those of what vouches for them, are not in the pool. */
async function findLost(files: RepositoryFiles, present: readonly IncomingPackage[]): Promise<readonly IncomingPackage[]> {
  const lost: IncomingPackage[] = [];
  for (const each of present) if (each.metadata !== undefined && (await isLost(files, each, each.metadata))) lost.push(each);
  return lost;
}

async function isLost(files: RepositoryFiles, each: IncomingPackage, metadata: StoredPackage): Promise<boolean> {
  if (hash('sha256', await files.read(poolPath(metadata)) ?? '') !== metadata.sha256) return true;
  const wanted = each.companions.filter(({ kind }) => kind !== 'lint');
  const stored = await Promise.all(wanted.map(({ kind }) => files.read(companionPath(metadata, kind))));
  return stored.some((bytes, index) => bytes === undefined || Buffer.compare(bytes, wanted[index]?.bytes ?? bytes) !== 0);
}

async function bringBack(files: RepositoryFiles, lost: readonly IncomingPackage[]): Promise<void> {
  for (const { path, read } of lost.flatMap(listBlobs)) await replaceFile(files, path, await read());
  if (lost.length > 0) await files.remove(layout.staging);
}

/** The content without the notices that these packages were taken back: they are given out again. */
function withoutYanks(content: SnapshotContent, added: PublishPlan['added']): SnapshotContent {
  const ended = listNevras(added).map(yankNoticeId);
  return { ...content, advisories: content.advisories.filter(({ id }) => !ended.includes(id)) };
}

/** A package and what tells of it. */
function listBlobs(incoming: IncomingPackage): readonly NewBlob[] {
  const { metadata, read } = incoming;
  return metadata === undefined ? [] : [{ path: poolPath(metadata), read }, ...listCompanionBlobs(incoming)];
}

function listCompanionBlobs({ metadata, companions }: IncomingPackage): readonly NewBlob[] {
  return metadata === undefined ? [] : companions.map((one) => ({ path: companionPath(metadata, one.kind), read: () => one.bytes }));
}

function refused(channel: string, refusals: PublishPlan['refusals']): ReleaseError {
  const count = refusals.length === 1 ? '1 refusal' : `${refusals.length} refusals`;
  return new ReleaseError('PUBLISH_REFUSED', `publish to "${channel}": ${count}; nothing was changed`, {
    exitStatus: 3,
    problems: refusals,
    hint: 'Bring each file to what is said to pass, and publish again.',
  });
}

function describe({ added, present }: PublishPlan): Pick<PublishResult, 'added' | 'present'> {
  return { added: listNevras(added), present: listNevras(present) };
}

function listNevras(packages: PublishPlan['added']): readonly string[] {
  return packages.flatMap(({ metadata }) => (metadata === undefined ? [] : [formatNevra(metadata)]));
}
