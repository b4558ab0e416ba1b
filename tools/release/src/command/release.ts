import { InvalidArgumentError, type Command } from 'commander';
import { canonicalJson } from '@bigpanda/release-model';
import { snapshotId } from '@bigpanda/rpm-repo';
import type { Context } from '../context.ts';
import { planOrder, type ReleaseWish } from '../transaction/begin-release.ts';
import { makeRelease, openDesk, requireNoRelease, withDesk } from '../transaction/open-release.ts';
import type { OpenRelease } from '../transaction/run-release.ts';
import { findPromoted } from '../transaction/step/promote.ts';
import { renderOrder, renderReleased } from '../view/release.ts';

interface ReleaseFlags extends Omit<ReleaseWish, 'agreed' | 'to' | 'repo' | 'dryRun'> {
  readonly repo?: string;
  readonly dryRun?: true;
  readonly json?: true;
}

export function defineReleaseCommand(command: Command, context: Context): void {
  command
    .argument('[plan-digest]', 'digest of the plan that was agreed to, as bigpanda plan shows it: exactly that plan is released, or nothing', requireDigest)
    .option('--rebuild <name>', 'build the last release of a component once more: same version, next release number')
    .option('--remote <name>', 'remote that commit, tags and ledger are pushed to', 'origin')
    .option('--channel <channel>', 'channel that gives the release out (default: that of the branch)')
    .option('--repo <dir>', 'folder of the repository (default: build/repo)')
    .option('--evidence <dir>', 'plan with what components install now, as bigpanda evidence wrote it')
    .option('--no-rehearsal', 'do not try upgrades on throw-away hosts, which the ledger says')
    .option('--approved-by <name>', 'who agreed to the plan, for the ledger (default: who runs it)')
    .option('--reason <text>', 'why, for the records')
    .option('--dry-run', 'check everything and write nothing')
    .option('--json', 'print the result as JSON')
    .action(async (agreed: string | undefined, { repo, ...flags }: ReleaseFlags) => {
      await runRelease({ ...flags, agreed, to: repo }, { dryRun: flags.dryRun === true, json: flags.json === true, context });
    });
}

/** Makes the release that a person wishes, or shows what it would be, and prints what was done. */
export async function runRelease(wish: ReleaseWish, { dryRun, json, context }: { readonly dryRun: boolean; readonly json: boolean; readonly context: Context }): Promise<void> {
  const desk = await openDesk(context);
  requireNoRelease(desk);
  if (dryRun) {
    const order = await planOrder({ ...wish, dryRun }, context);
    context.write(order === undefined ? describeNothing(json) : json ? canonicalJson({ order }) : renderOrder(order, context.columns));
    return;
  }
  // Planned by the only one that releases from this clone: nobody makes the same plan meanwhile.
  const done = await withDesk(desk, async () => {
    requireNoRelease(desk);
    const order = await planOrder(wish, context);
    return order === undefined ? undefined : makeRelease(desk, order);
  });
  if (done === undefined) context.write(describeNothing(json));
  else await showReleased(done, context, json);
}

function describeNothing(json: boolean): string {
  return json ? canonicalJson({ released: [] }) : 'Nothing to release: the plan is empty.\n';
}

/** Prints what a release did. */
export async function showReleased({ scene }: OpenRelease, context: Context, isJson: boolean): Promise<void> {
  const { order, id } = scene;
  const found = await Promise.all(order.targets.map(async (target) => [target, await findPromoted(scene, target)] as const));
  const snapshots = Object.fromEntries(found.flatMap(([target, snapshot]) => (snapshot === undefined ? [] : [[target, snapshotId(snapshot)]])));
  const commit = await scene.commit();
  context.write(isJson ? canonicalJson({ id, commit, channel: order.channel, snapshots, released: scene.released.map(({ name, nextVersion, releaseTag }) => ({ name, version: nextVersion, releaseTag })), ...(order.npm === undefined ? {} : { npm: { ...order.npm, published: scene.published.map(({ npm }) => npm) } }) }) : renderReleased(order, { commit, snapshots, columns: context.columns }));
}

function requireDigest(text: string): string {
  if (/^[0-9a-f]{8,64}$/.test(text)) return text;
  throw new InvalidArgumentError('It is 8 to 64 hex digits, the last word that bigpanda plan prints.');
}
