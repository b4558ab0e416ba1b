import type { Command } from 'commander';
import { canonicalJson } from '@bigpanda/release-model';
import type { Context } from '../context.ts';
import { chooseComponents, chooseTargets } from '../pipeline/choose-components.ts';
import { nevraOf } from '../pipeline/expected-packages.ts';
import { findMissing, publishSnapshot, requireChannel } from '../pipeline/publish-snapshot.ts';
import { repositoryFolder } from '../repository-folder.ts';
import { renderSummary } from '../view/summary.ts';
import { planWorkspace } from '../workspace.ts';

interface SnapshotOptions {
  readonly channel: string;
  readonly repo?: string;
  readonly dryRun?: true;
  readonly json?: true;
}

export function defineSnapshotCommand(command: Command, context: Context): void {
  command
    .argument('[name...]', 'RPM names of components; all without names')
    .option('--channel <channel>', 'channel to publish to', 'testing')
    .option('--repo <dir>', 'folder of the repository (default: build/repo)')
    .option('--dry-run', 'show what would be published and write nothing')
    .option('--json', 'print the result as JSON')
    .action(async (names: readonly string[], options: SnapshotOptions) => {
      const workspace = await planWorkspace(context.workingFolder);
      const planned = chooseComponents(workspace, names);
      const root = repositoryFolder(workspace, context, options.repo);
      const job = { workspace, planned, root, channel: options.channel, targets: chooseTargets(workspace) };
      requireChannel(job);
      if (options.dryRun === true) {
        const missing = (await findMissing(job)).map(nevraOf);
        if (options.json === true) context.write(canonicalJson({ publish: missing }));
        else context.write(missing.length === 0 ? `Nothing to publish to "${options.channel}".\n` : `Would publish to "${options.channel}":\n${missing.map((nevra) => `  ${nevra}\n`).join('')}`);
        return;
      }
      const summaries = await publishSnapshot(job, context);
      if (options.json === true) context.write(canonicalJson({ targets: summaries }));
      else for (const summary of summaries) context.write(renderSummary({ ...summary, repoOption: options.repo === undefined ? '' : ` --repo ${options.repo}` }, context.colours));
    });
}
