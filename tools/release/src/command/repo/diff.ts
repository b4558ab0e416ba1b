import type { Command } from 'commander';
import { canonicalJson } from '@bigpanda/release-model';
import { compareSnapshots, requireRepository } from '@bigpanda/rpm-repo';
import { openConfiguration } from '../../configuration.ts';
import type { Context } from '../../context.ts';
import { chooseTargets } from '../../pipeline/choose-components.ts';
import { repositoryFolder } from '../../repository-folder.ts';
import { renderDifference } from '../../view/difference.ts';

interface DiffOptions {
  readonly target?: string;
  readonly repo?: string;
  readonly json?: true;
}

export function defineDiffCommand(command: Command, context: Context): void {
  command
    .argument('<from>', 'channel, or serial or folder name of a snapshot')
    .argument('<to>', 'the same')
    .option('--target <target>', 'target, such as el9 (default: the first of the configuration)')
    .option('--repo <dir>', 'folder of the repository (default: build/repo)')
    .option('--json', 'print the result as JSON')
    .action(async (from: string, to: string, options: DiffOptions) => {
      const workspace = await openConfiguration(context);
      const [target] = chooseTargets(workspace, options.target);
      const root = repositoryFolder(workspace, context, options.repo);
      requireRepository(root);
      const difference = await compareSnapshots(root, { config: workspace.config, target: target?.name ?? '', from, to });
      context.write(options.json === true ? canonicalJson(difference) : renderDifference(difference));
    });
}
