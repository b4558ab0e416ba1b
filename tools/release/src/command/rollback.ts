import type { Command } from 'commander';
import { canonicalJson, ReleaseError } from '@bigpanda/release-model';
import { rollbackPackages, type RollbackPackagesResult } from '@bigpanda/rpm-repo';
import type { Context } from '../context.ts';
import { listReleases } from '../ledger/find-release.ts';
import { openLedgerOf } from '../ledger/open-ledger.ts';
import { chooseTargets } from '../pipeline/choose-components.ts';
import { openWorkspace, type Workspace } from '../workspace.ts';
import { runRelease } from './release.ts';
import { openChange } from './repo/change-options.ts';

interface RollbackFlags {
  readonly reason: string;
  readonly forward?: true;
  readonly to?: string;
  readonly remote: string;
  readonly channel?: string;
  readonly target?: string;
  readonly repo?: string;
  readonly dryRun?: true;
  readonly json?: true;
}

export function defineRollbackCommand(command: Command, context: Context): void {
  command
    .argument('<name>', 'RPM name of a component')
    .requiredOption('--reason <text>', 'why, for the publish record')
    .option('--forward', 'release the earlier payload under a higher version instead, so that hosts follow by dnf upgrade')
    .option('--to <version>', 'with --forward: the release whose payload it is (default: the one before the last)')
    .option('--remote <name>', 'with --forward: remote that is pushed to', 'origin')
    .option('--channel <channel>', 'channel that gives the old package out again (default: that of the last release)')
    .option('--target <target>', 'only this target, such as el9 (default: all)')
    .option('--repo <dir>', 'folder of the repository (default: build/repo)')
    .option('--dry-run', 'check everything and write nothing')
    .option('--json', 'print the result as JSON')
    .action(async (name: string, flags: RollbackFlags) => {
      if (flags.forward === true) return releaseForward(name, flags, context);
      const workspace = await openWorkspace(context.workingFolder);
      await requireRpms(context, workspace, name);
      const names = listFamily(workspace, name);
      const channel = flags.channel ?? await findChannel(context, name);
      const results: RollbackPackagesResult[] = [];
      for (const target of chooseTargets(workspace, flags.target)) results.push(await rollbackPackages({ ...await openChange(context, { ...flags, channel, target: target.name }), names }));
      context.write(flags.json === true ? canonicalJson({ channel, targets: results }) : renderRollback(results, { channel, isDry: flags.dryRun === true, name }));
    });
}

async function releaseForward(name: string, { to: version, remote, reason, channel, repo, ...flags }: RollbackFlags, context: Context): Promise<void> {
  await runRelease({ remote, reason, channel, to: repo, rehearsal: true, forward: { name, version } }, { dryRun: flags.dryRun === true, json: flags.json === true, context });
}

/** What goes to npm alone is on no host, and npm takes nothing back. @throws ReleaseError `ROLLBACK_NPM` (exit status 3) */
async function requireRpms(context: Context, { components }: Workspace, name: string): Promise<void> {
  if (components.some((component) => component.name === name)) return;
  const ledger = await openLedgerOf(context).catch(() => undefined);
  const [last] = listReleases(ledger?.records ?? []).filter(({ component }) => component.name === name);
  if (last?.component.npm === undefined) return;
  const { npm, version, lastVersion } = last.component;
  const hint = lastVersion === undefined ? 'Release a higher version.' : `Let npm give out the version before (npm dist-tag add ${npm.name}@${lastVersion} latest), or release the earlier payload under a higher version: bigpanda rollback ${name} --forward --reason TEXT`;
  throw new ReleaseError('ROLLBACK_NPM', `roll back "${name}": it makes no RPM, and npm takes ${version} back from nobody`, { exitStatus: 3, hint });
}

/** The packages that a component's rpm.json describes, the main one first. */
function listFamily({ components }: Workspace, name: string): readonly string[] {
  const found = components.find((component) => component.name === name);
  if (found === undefined) throw new ReleaseError('COMPONENT_UNKNOWN', `roll back: no component is called "${name}"; there are ${components.map((component) => component.name).join(', ')}`, { exitStatus: 2, hint: 'Name a component as its rpm.json does.' });
  return [name, ...found.description.subpackages.map((sub) => sub.name)];
}

async function findChannel(context: Context, name: string): Promise<string> {
  const last = listReleases((await openLedgerOf(context)).records).find(({ component }) => component.name === name);
  if (last !== undefined) return last.record.channel;
  throw new ReleaseError('RELEASE_UNKNOWN', `roll back "${name}": the ledger has no release of it`, { exitStatus: 2, hint: 'Name the channel: --channel stable' });
}

function renderRollback(results: readonly RollbackPackagesResult[], { channel, isDry, name }: { readonly channel: string; readonly isDry: boolean; readonly name: string }): string {
  return [
    `${isDry ? 'Would let' : 'Let'} "${channel}" give out the earlier ${name} again:`,
    ...results.flatMap(({ removed, restored }) => [...removed.map((nevra) => `  - ${nevra}`), ...restored.map((nevra) => `  + ${nevra}`)]),
    'Hosts follow with:',
    `  ${results[0]?.hostCommand ?? ''}`,
    'The tag and the ledger keep the release. Mend it and release a higher version; until then the plan goes on from the version that was taken back.',
    '',
  ].join('\n');
}
