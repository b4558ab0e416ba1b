import { readFile } from 'node:fs/promises';
import { canonicalJson, ReleaseError } from '@bigpanda/release-model';
import { armorSignature } from '@bigpanda/signer';
import { runGit, tryGit } from '../../git/run-git.ts';
import { writeCommit, writeTree } from '../../git/tree-commit.ts';
import { digestText, formatRecord, ledgerLayout, type LedgerComponent, type LedgerRecord } from '../../ledger/ledger-record.ts';
import { ledgerReadme } from '../../ledger/ledger-readme.ts';
import { requireTarballs } from '../npm-files.ts';
import { listCompanions, requirePacked } from '../packed-files.ts';
import { orderSeconds } from '../release-order.ts';
import type { ComponentNotes, ReleaseScene } from '../release-scene.ts';
import type { ReleaseStep } from '../release-step.ts';
import { manifestFile } from './build.ts';
import { countLint } from './lint.ts';
import { readRehearsals } from './rehearse.ts';
import { findStaged } from './stage.ts';
import { readOwnTags } from './tag.ts';

/** Adds the record to the ledger: on its branch, without touching the working tree. */
export const recordStep: ReleaseStep = {
  name: 'record',
  title: 'Write the ledger',
  look: async (scene) => {
    const tip = await readLocalTip(scene);
    // Made anew only where a record is there: before, what it tells of may not be.
    return tip !== undefined && tip !== scene.order.localLedger && tip === await makeLedgerCommit(scene) ? tip : undefined;
  },
  act: async (scene) => {
    const [tip, commit] = [await readLocalTip(scene), await makeLedgerCommit(scene)];
    if (tip !== scene.order.localLedger && tip !== commit) throw ledgerMoved(tip);
    await runGit(scene.git, ['update-ref', '-m', `bigpanda release ${scene.id}`, ledgerLayout.ref, commit, tip ?? '']);
  },
  undo: async (scene) => {
    const { git, order } = scene;
    const tip = await readLocalTip(scene);
    if (tip === undefined || tip === order.localLedger) return;
    const [subject] = (await runGit(git, ['show', '-s', '--no-show-signature', '--format=%s', tip])).split('\n');
    if (subject !== describeRecord(scene)) throw ledgerMoved(tip);
    if (order.localLedger === undefined) await runGit(git, ['update-ref', '-d', ledgerLayout.ref, tip]);
    else await runGit(git, ['update-ref', '-m', `bigpanda abort ${scene.id}`, ledgerLayout.ref, order.localLedger, tip]);
  },
};

const madeHere = new WeakMap<ReleaseScene, string>();

/** The commit of the ledger with this release's record, in git's store: made once by a process, and the same whoever makes it. */
export async function makeLedgerCommit(scene: ReleaseScene): Promise<string> {
  const commit = madeHere.get(scene) ?? await writeLedgerCommit(scene);
  madeHere.set(scene, commit);
  return commit;
}

async function writeLedgerCommit(scene: ReleaseScene): Promise<string> {
  const { git, order, ownFolder, signature } = scene;
  const record = await describeRelease(scene);
  const [file, text] = [ledgerLayout.record(record.number), formatRecord(record)];
  const { signers: { signer } } = await scene.signing();
  const manifests = await Promise.all(record.components.map(async ({ name, manifest }) => [manifest.file, await readFile(manifestFile(scene, name), 'utf8')] as const));
  const files = new Map([
    ...(order.ledger === undefined ? [['README.md', ledgerReadme] as const] : []),
    [file, text], [`${file}.asc`, armorSignature(await signer.sign(Buffer.from(text), orderSeconds(order)))],
    // A rebuild leaves the manifest of the release as it is, which plans are compared with.
    ...(order.kind === 'rebuild' ? [] : manifests),
  ]);
  const tree = await writeTree(git, ownFolder, { base: order.ledger, files });
  return writeCommit(git, { tree, parents: order.ledger === undefined ? [] : [order.ledger], message: `${describeRecord(scene)}\n`, signature });
}

function describeRecord({ id, order }: ReleaseScene): string {
  return `${order.kind} ${id}`;
}

async function describeRelease(scene: ReleaseScene): Promise<LedgerRecord> {
  const { git, order, id } = scene;
  const before = (await scene.ledger()).at(-1);
  const [commit, rehearsals, staged] = [await scene.commit(), await readRehearsals(scene), await findStaged(scene)];
  return {
    schema: 1, number: (before?.record.number ?? 0) + 1, ...(before === undefined ? {} : { previous: digestText(before.text) }),
    id, kind: order.kind, releasedAt: order.begunAt, approvedBy: order.approvedBy, runBy: order.runBy, reason: order.reason,
    branch: order.branch, channel: order.channel, planDigest: order.planDigest, plan: order.plan,
    commits: { planned: order.head, released: commit, tree: await runGit(git, ['rev-parse', `${commit}^{tree}`]) },
    components: await describeComponents(scene, commit),
    lint: await countLint(scene),
    rehearsals: Object.fromEntries(order.targets.map((target) => {
      const result = rehearsals.get(target);
      return [target, result === undefined ? { verdict: 'waived' as const } : { verdict: result.verdict, sha256: digestText(canonicalJson(result)) }];
    })),
    snapshots: Object.fromEntries(staged),
  };
}

async function describeComponents(scene: ReleaseScene, commit: string): Promise<LedgerComponent[]> {
  const [packed, tarballs, tags] = [await requirePacked(scene), await requireTarballs(scene), await readOwnTags(scene)];
  return Promise.all((await scene.notes()).map(async ({ component, markdown, issues, changelog }: ComponentNotes): Promise<LedgerComponent> => {
    const { name, root, nextVersion, version, lastVersion, releaseTag } = component;
    const own = packed.filter((each) => each.component === name);
    const tarball = tarballs.find((each) => each.component === name);
    return {
      name, root, version: nextVersion, rpmVersion: version, ...(lastVersion === undefined ? {} : { lastVersion }),
      releaseTag, tagObject: tags.get(releaseTag)?.object ?? '',
      source: await runGit(scene.git, ['rev-parse', `${commit}:${root}`]),
      issues: [...issues], notes: markdown, changelog: { ...changelog },
      manifest: { file: ledgerLayout.manifest(name, nextVersion), sha256: digestText(await readFile(manifestFile(scene, name), 'utf8')) },
      packages: await Promise.all(own.map(async ({ component: _, ...each }) => ({ ...each, companions: [...await listCompanions(scene, each.file)] }))),
      ...(tarball === undefined ? {} : { npm: { name: tarball.name, file: tarball.file, integrity: tarball.integrity, sizeBytes: tarball.sizeBytes } }),
    };
  }));
}

async function readLocalTip({ git }: ReleaseScene): Promise<string | undefined> {
  const { status, stdout } = await tryGit(git, ['rev-parse', '--verify', '--quiet', ledgerLayout.ref]);
  return status === 0 ? stdout.trim() : undefined;
}

function ledgerMoved(tip: string | undefined): ReleaseError {
  return new ReleaseError('LEDGER_MOVED', `write the ledger: the branch "${ledgerLayout.branch}" is at ${tip?.slice(0, 10) ?? 'no commit'} and was elsewhere when the release began`, { exitStatus: 3, hint: 'Begin anew: bigpanda abort, then bigpanda release' });
}
