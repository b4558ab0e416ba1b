import { join } from 'node:path';
import { ReleaseError, type PlannedComponent, type RpmPackage, type Target } from '@bigpanda/release-model';
import { listPackages, publish, readChannel, releaseRpmUrl, snapshotId, verifyRepository } from '@bigpanda/rpm-repo';
import { createVerifier } from '@bigpanda/signer';
import { cacheFolder } from '../cache-folder.ts';
import type { Context } from '../context.ts';
import { showProgress } from '../view/progress.ts';
import type { Summary } from '../view/summary.ts';
import type { PlannedWorkspace } from '../workspace.ts';
import { expectPackages, nevraOf, type ExpectedPackage } from './expected-packages.ts';
import { requireSound } from './lint-packages.ts';
import { listCertificates, openSigning, type Signing } from './open-signing.ts';
import { choosePackager } from './choose-packager.ts';
import { packComponents } from './pack-components.ts';
import { runNx } from './run-nx.ts';
import { count } from '../view/count.ts';

export interface SnapshotJob {
  readonly workspace: PlannedWorkspace;
  /** Components to publish. */
  readonly planned: readonly PlannedComponent[];
  readonly targets: readonly Target[];
  /** Absolute path of the repository. */
  readonly root: string;
  readonly channel: string;
}

/** The packages that the plan leads to and the channel does not have. */
export async function findMissing({ workspace, planned, targets, root, channel }: SnapshotJob): Promise<ExpectedPackage[]> {
  const missing = await Promise.all(targets.map(async (target) => {
    const present = new Set((await listPackages(root, channel, target.name)).map(nevraOf));
    return expectPackages(workspace, target).filter((one) => planned.includes(one.component) && !present.has(nevraOf(one)));
  }));
  return missing.flat();
}

/** Builds, lints, packs, signs and publishes what a channel does not have yet, then verifies the repository. */
export async function publishSnapshot(job: SnapshotJob, context: Context): Promise<Omit<Summary, 'repoOption'>[]> {
  const { workspace, root } = job;
  const missing = await findMissing(job);
  const stale = job.planned.filter((component) => missing.some((one) => one.component === component));
  const signing = await openSigning(workspace, context);
  const packages = new Map<string, RpmPackage[]>();
  const making = [
    { title: `Build and lint ${count(stale.length, 'component')}`, run: (say: (text: string) => void) => runNx({ workspaceRoot: workspace.root, targets: ['build', 'lint'], projects: stale.map(({ name }) => name), env: context.env, signal: context.signal, onLine: say }) },
    { title: `Pack and sign ${count(missing.length, 'package')}`, run: async () => {
      for (const target of job.targets) packages.set(target.name, await packComponents({ workspace, planned: stale, packager: choosePackager(workspace, context), target, signing, folder: join(workspace.root, 'build/rpms'), cacheFolder: cacheFolder(context, 'frames'), signal: context.signal }));
    } },
    { title: `Lint ${count(missing.length, 'package')}`, run: () => requireSound({ root: workspace.root, packages: [...packages.values()].flat() }, context) },
  ];
  await showProgress(context, [
    ...(missing.length === 0 ? [] : making),
    // With nothing new it still clears what a publish that was cut off left behind.
    { title: `Publish to "${job.channel}"`, run: () => publishAll(job, { packages, signing, context }) },
    { title: 'Verify every digest and signature', run: () => requireGood(root, signing) },
  ]);
  return Promise.all(job.targets.map((target) => summarise(job, { target, missing, signing })));
}

/**
 * Checks that a workspace has a channel, before anything is built for it.
 * @throws ReleaseError `CHANNEL_UNKNOWN`, `TARGET_UNKNOWN`
 */
export function requireChannel({ workspace, targets, channel }: Pick<SnapshotJob, 'workspace' | 'targets' | 'channel'>): void {
  for (const target of targets) releaseRpmUrl(workspace.config, channel, target.name);
}

interface Publishing {
  readonly packages: ReadonlyMap<string, readonly RpmPackage[]>;
  readonly signing: Signing;
  readonly context: Context;
}

async function publishAll({ workspace, targets, root, channel }: SnapshotJob, { packages, signing: { signers: { signer }, keys }, context }: Publishing): Promise<void> {
  const { plan, config, root: workspaceRoot } = workspace;
  for (const target of targets) {
    await publish({
      root,
      workspaceRoot,
      channel,
      target: target.name,
      packages: (packages.get(target.name) ?? []).map(({ file }) => file),
      signer,
      keys,
      verifier: await createVerifier(listCertificates(keys)),
      config,
      record: {
        publishedAt: context.now().toISOString(),
        publishedBy: context.user,
        reason: 'bigpanda snapshot',
        commit: plan.dirty ? `${plan.head}-dirty` : plan.head,
      },
    });
  }
}

async function requireGood(root: string, { keys }: Signing): Promise<void> {
  const findings = await verifyRepository(root, { publicKeys: listCertificates(keys) });
  if (findings.length === 0) return;
  throw new ReleaseError('REPOSITORY_DAMAGED', `verify "${root}": ${count(findings.length, 'problem')}\n${findings.map(({ file, message }) => `  ${file}: ${message}`).join('\n')}`, {
    hint: 'If the signing key was changed, put the certificate of the old one into "repo-config/keys"; if build/repo was altered by hand, remove the repository folder and publish again.',
  });
}

interface Outcome {
  readonly target: Target;
  readonly missing: readonly ExpectedPackage[];
  readonly signing: Signing;
}

async function summarise({ workspace, planned, root, channel }: SnapshotJob, { target, missing, signing }: Outcome): Promise<Omit<Summary, 'repoOption'>> {
  const present = await listPackages(root, channel, target.name);
  const pointer = await readChannel(root, channel, target.name);
  const expected = expectPackages(workspace, target).filter((one) => planned.includes(one.component));
  const releaseName = workspace.components.find(({ description }) => description.build.generate === 'release-files')?.name;
  return {
    channel,
    target: target.name,
    snapshot: pointer === undefined ? '' : snapshotId(pointer.snapshot),
    changed: missing.length > 0,
    dirty: workspace.plan.dirty,
    rows: expected.flatMap((one) => {
      const found = present.find((other) => nevraOf(other) === nevraOf(one));
      return found === undefined ? [] : [{ name: one.name, version: one.version, component: one.component, sizeBytes: found.sizeBytes, sha256: found.sha256, isNew: missing.some((other) => nevraOf(other) === nevraOf(one)), ...(one.name === releaseName ? { isRelease: true as const } : {}) }];
    }),
    ...(present.some(({ name }) => name === releaseName) ? { releaseUrl: releaseRpmUrl(workspace.config, channel, target.name) } : {}),
    fingerprint: signing.signers.signer.fingerprint,
    verifiedPackages: present.length,
  };
}
