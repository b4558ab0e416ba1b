import type { Command } from 'commander';
import { canonicalJson } from '@bigpanda/release-model';
import { freezeChannel, thawChannel, type ChangeResult } from '@bigpanda/rpm-repo';
import { openConfiguration } from '../configuration.ts';
import type { Context } from '../context.ts';
import { chooseTargets } from '../pipeline/choose-components.ts';
import { openChange } from './repo/change-options.ts';

interface FreezeFlags {
  readonly reason: string;
  readonly target?: string;
  readonly repo?: string;
  readonly dryRun?: true;
  readonly json?: true;
}

export function defineFreezeCommand(command: Command, context: Context): void {
  addFlags(command).action((channel: string, flags: FreezeFlags) => changeAll(channel, flags, { context, change: freezeChannel, done: `froze "${channel}": nothing changes what it gives out until: bigpanda thaw ${channel} --reason TEXT`, nothing: `"${channel}" is frozen already` }));
}

export function defineThawCommand(command: Command, context: Context): void {
  addFlags(command).action((channel: string, flags: FreezeFlags) => changeAll(channel, flags, { context, change: thawChannel, done: `thawed "${channel}"`, nothing: `"${channel}" is not frozen` }));
}

function addFlags(command: Command): Command {
  return command
    .argument('<channel>', 'channel of the repository, such as stable')
    .requiredOption('--reason <text>', 'why, for the publish record and for whoever is refused')
    .option('--target <target>', 'only this target, such as el9 (default: all)')
    .option('--repo <dir>', 'folder of the repository (default: build/repo)')
    .option('--dry-run', 'check everything and write nothing')
    .option('--json', 'print the result as JSON');
}

interface FreezeChange {
  readonly context: Context;
  readonly change: (options: Awaited<ReturnType<typeof openChange>>) => Promise<ChangeResult>;
  readonly done: string;
  readonly nothing: string;
}

async function changeAll(channel: string, flags: FreezeFlags, { context, change, done, nothing }: FreezeChange): Promise<void> {
  const results: ChangeResult[] = [];
  for (const { name } of chooseTargets(await openConfiguration(context), flags.target)) results.push(await change(await openChange(context, { ...flags, channel, target: name })));
  const isChanged = results.some(({ changed }) => changed);
  if (flags.json === true) context.write(canonicalJson({ channel, targets: results }));
  else if (!isChanged) context.write(`Nothing changed: ${nothing}.\n`);
  else context.write(flags.dryRun === true ? `Would do it: ${done}.\n` : `Done: ${done}.\n`);
}
