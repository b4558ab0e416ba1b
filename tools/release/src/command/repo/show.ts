import type { Command } from 'commander';
import { canonicalJson } from '@bigpanda/release-model';
import { requireRepository, showSnapshot, snapshotId } from '@bigpanda/rpm-repo';
import { openConfiguration } from '../../configuration.ts';
import type { Context } from '../../context.ts';
import { chooseTargets } from '../../pipeline/choose-components.ts';
import { repositoryFolder } from '../../repository-folder.ts';
import { describeAction } from '../../view/change-record.ts';
import { listPackageRows } from '../../view/package-rows.ts';
import { renderTable } from '../../view/table.ts';

interface ShowOptions {
  readonly target?: string;
  readonly repo?: string;
  readonly json?: true;
}

export function defineShowCommand(command: Command, context: Context): void {
  command
    .argument('<snapshot>', 'serial or folder name, as the log lists them')
    .option('--target <target>', 'target, such as el9 (default: the first of the configuration)')
    .option('--repo <dir>', 'folder of the repository (default: build/repo)')
    .option('--json', 'print the result as JSON')
    .action(async (name: string, options: ShowOptions) => {
      const workspace = await openConfiguration(context);
      const [target] = chooseTargets(workspace, options.target);
      const root = repositoryFolder(workspace, context, options.repo);
      requireRepository(root);
      const { record, packages, advisories } = await showSnapshot(root, target?.name ?? '', name);
      if (options.json === true) return context.write(canonicalJson({ record, packages, advisories }));
      const facts = [['Snapshot', snapshotId(record.snapshot)], ['Action', describeAction(record, [])], ['Channel', record.channel], ['Published', `${record.publishedAt} by ${record.publishedBy}`], ['Commit', record.commit], ['Reason', record.reason]];
      const rows = listPackageRows(packages);
      const notices = advisories.map((one) => [`  ${one.id}`, one.type, one.severity, one.title]);
      context.write([renderTable(facts), 'Packages', renderTable(rows), ...(notices.length === 0 ? [] : ['Notices', renderTable(notices)]), ''].join('\n'));
    });
}
