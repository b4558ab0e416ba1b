import type { Command } from 'commander';
import { canonicalJson, type PublishRecord } from '@bigpanda/release-model';
import { listRecords, requireRepository, snapshotId } from '@bigpanda/rpm-repo';
import { openConfiguration } from '../../configuration.ts';
import type { Context } from '../../context.ts';
import { chooseTargets } from '../../pipeline/choose-components.ts';
import { repositoryFolder } from '../../repository-folder.ts';
import { describeAction } from '../../view/change-record.ts';
import { renderTable } from '../../view/table.ts';

interface LogOptions {
  readonly target?: string;
  readonly repo?: string;
  readonly json?: true;
}

export function defineLogCommand(command: Command, context: Context): void {
  command
    .option('--target <target>', 'only this target, such as el9')
    .option('--repo <dir>', 'folder of the repository (default: build/repo)')
    .option('--json', 'print the result as JSON')
    .action(async (options: LogOptions) => {
      const workspace = await openConfiguration(context);
      const root = repositoryFolder(workspace, context, options.repo);
      requireRepository(root);
      const records = (await Promise.all(chooseTargets(workspace, options.target).map((target) => listRecords(root, target.name)))).flat();
      if (options.json === true) context.write(canonicalJson({ snapshots: records }));
      else if (records.length === 0) context.write('Nothing is published yet. Publish with: bigpanda snapshot\n');
      else context.write(renderLog(records));
    });
}

function renderLog(records: readonly PublishRecord[]): string {
  const rows = records.map((record) => [record.snapshot.target, snapshotId(record.snapshot), describeAction(record, records), record.channel, record.publishedAt, record.publishedBy, record.commit.slice(0, 10), record.reason]);
  return `${renderTable([['target', 'snapshot', 'change', 'channel', 'when', 'who', 'commit', 'why'], ...rows])}\n`;
}
