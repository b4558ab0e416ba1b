import type { Command } from 'commander';
import { canonicalJson } from '@bigpanda/release-model';
import { snapshotId, type ChangeOptions, type ChangeResult } from '@bigpanda/rpm-repo';
import type { PublicKeys } from '@bigpanda/signer';
import { cacheFolder } from '../../cache-folder.ts';
import { openCheckout } from '../../configuration.ts';
import type { Context } from '../../context.ts';
import { chooseTargets } from '../../pipeline/choose-components.ts';
import { openSigning, openSigningDry } from '../../pipeline/open-signing.ts';
import { repositoryFolder } from '../../repository-folder.ts';

/** What every verb that changes a channel takes. */
export interface ChannelFlags {
  readonly channel: string;
  readonly target?: string;
  readonly repo?: string;
  readonly reason: string;
  readonly dryRun?: true;
  readonly json?: true;
}

/** Adds the flags that every verb that changes a channel takes; the reason has to be given where there is none that fits always. */
export function addChannelFlags(command: Command, reason?: string): Command {
  if (reason === undefined) command.requiredOption('--reason <text>', 'why, for the publish record and for hosts that are told');
  else command.option('--reason <text>', 'why, for the publish record', reason);
  return command
    .option('--target <target>', 'target, such as el9 (default: the first of the configuration)')
    .option('--repo <dir>', 'folder of the repository (default: build/repo)')
    .option('--dry-run', 'check everything and write nothing')
    .option('--json', 'print the result as JSON');
}

/** What a change of a channel is given, with every key that clients get. */
export type OpenedChange = ChangeOptions & { readonly keys: PublicKeys; readonly workspaceRoot: string };

/** The world of one change of a channel. */
export async function openChange(context: Context, flags: ChannelFlags): Promise<OpenedChange> {
  const workspace = await openCheckout(context);
  const [target] = chooseTargets(workspace, flags.target);
  const { signers: { signer }, keys } = await (flags.dryRun === true ? openSigningDry : openSigning)(workspace, context);
  return {
    workspaceRoot: workspace.root,
    root: repositoryFolder(workspace, context, flags.repo),
    channel: flags.channel,
    target: target?.name ?? '',
    signer,
    keys,
    config: workspace.config,
    record: {
      publishedAt: context.now().toISOString(),
      publishedBy: context.user,
      reason: flags.reason,
      commit: workspace.commit,
    },
    cacheFolder: cacheFolder(context, 'snapshots'),
    dryRun: flags.dryRun === true,
  };
}

/** Prints what a change did: the result as JSON, or a line and what belongs to it. */
export function showChange(context: Context, flags: ChannelFlags, { result, done, nothing, lines = [] }: ShownChange): void {
  if (flags.json === true) context.write(canonicalJson(result));
  else if (!result.changed) context.write(`Nothing changed: ${nothing}.\n`);
  else {
    const snapshot = result.snapshot === undefined ? '' : `, snapshot ${snapshotId(result.snapshot)}`;
    const head = flags.dryRun === true ? `Would change "${flags.channel}" to ${result.next === undefined ? 'a new snapshot' : `snapshot ${snapshotId(result.next)}`}: ${done}` : `Changed "${flags.channel}"${snapshot}: ${done}`;
    context.write([head, ...lines.map((line) => `  ${line}`), ''].join('\n'));
  }
}

export interface ShownChange {
  readonly result: ChangeResult;
  /** What was done, for people. */
  readonly done: string;
  /** Why nothing was. */
  readonly nothing: string;
  readonly lines?: readonly string[];
}
