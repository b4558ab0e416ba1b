import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { ReleaseError } from '@bigpanda/release-model';
import { withFileLock } from '@bigpanda/rpm-repo';
import type { Context } from '../context.ts';
import { readTopLevel } from '../configuration.ts';
import { runGit } from '../git/run-git.ts';
import { openJournal, type Journal } from './journal.ts';
import { orderId, type ReleaseOrder } from './release-order.ts';
import { readProgress, type ReleaseProgress } from './release-progress.ts';
import { openScene, releaseFolder, type SceneOptions } from './release-scene.ts';
import { abortRelease, finishRelease, type OpenRelease } from './run-release.ts';

const lockedThing = { code: 'RELEASE_LOCKED', action: 'release' } as const;

/** A clone that releases are made in. */
export interface ReleaseDesk extends SceneOptions {
  readonly journal: Journal;
}

/** The clone around a folder, with its journal. */
export async function openDesk(context: Context): Promise<ReleaseDesk> {
  const root = await readTopLevel(context.workingFolder);
  const gitFolder = await runGit({ root, env: context.env }, ['rev-parse', '--absolute-git-dir']);
  return { root, gitFolder, context, journal: openJournal(releaseFolder(gitFolder)) };
}

/**
 * Runs `work` as the only one that releases from a clone.
 * @throws ReleaseError `RELEASE_LOCKED` while another process does
 */
export function withDesk<Result>({ gitFolder }: Pick<ReleaseDesk, 'gitFolder'>, work: () => Promise<Result>): Promise<Result> {
  return withFileLock(join(releaseFolder(gitFolder), 'lock'), work, { thing: lockedThing });
}

/** The release that is under way in a clone; absent where there is none. */
export function readUnderWay({ journal }: Pick<ReleaseDesk, 'journal'>): ReleaseProgress | undefined {
  return readProgress(journal.read());
}

/** The release that is under way in a clone. @throws ReleaseError `RELEASE_NONE` */
export function requireUnderWay(desk: Pick<ReleaseDesk, 'journal'>): ReleaseProgress {
  const underWay = readUnderWay(desk);
  if (underWay !== undefined) return underWay;
  throw new ReleaseError('RELEASE_NONE', 'go on with a release, or take it back: none is under way in this clone', { exitStatus: 2, hint: 'Begin one: bigpanda plan, then bigpanda release DIGEST' });
}

/** @throws ReleaseError `RELEASE_UNDER_WAY` (exit status 3) where a release of this clone is not finished */
export function requireNoRelease(desk: Pick<ReleaseDesk, 'journal'>): void {
  const underWay = readUnderWay(desk);
  if (underWay === undefined) return;
  throw new ReleaseError('RELEASE_UNDER_WAY', `release: release ${orderId(underWay.order)} is not finished`, { exitStatus: 3, hint: 'Look at it with "bigpanda status", then finish it with "bigpanda resume", or take it back with "bigpanda abort".' });
}

/** Makes a release from its beginning to its end; only for the holder of the desk. @throws ReleaseError `RELEASE_UNDER_WAY`, and as {@link finishRelease} */
export async function makeRelease(desk: ReleaseDesk, order: ReleaseOrder): Promise<OpenRelease> {
  requireNoRelease(desk);
  // What earlier releases may have left.
  await rm(join(desk.root, 'build/release'), { recursive: true, force: true });
  desk.journal.append({ entry: 'order', order });
  const open = { scene: openScene(order, desk), journal: desk.journal };
  await finishRelease(open);
  return open;
}

/** Takes the release that is under way to its end. @throws ReleaseError `RELEASE_NONE`, and as {@link finishRelease} */
export async function resumeRelease(desk: ReleaseDesk): Promise<OpenRelease> {
  const open = reopen(desk);
  await finishRelease(open);
  return open;
}

/** Takes the release that is under way back. @throws ReleaseError `RELEASE_NONE`, and as {@link abortRelease} */
export async function takeReleaseBack(desk: ReleaseDesk): Promise<OpenRelease> {
  const open = reopen(desk);
  await abortRelease(open);
  return open;
}

function reopen(desk: ReleaseDesk): OpenRelease {
  return { scene: openScene(requireUnderWay(desk).order, desk), journal: desk.journal };
}
