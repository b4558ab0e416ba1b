import { readdir, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Command } from 'commander';
import { canonicalJson, ReleaseError } from '@bigpanda/release-model';
import { publish, snapshotId } from '@bigpanda/rpm-repo';
import { createVerifier } from '@bigpanda/signer';
import { readGit } from '@bigpanda/tagger';
import type { Context } from '../../context.ts';
import { chooseTargets } from '../../pipeline/choose-components.ts';
import { openSigner } from '../../pipeline/open-signer.ts';
import { repositoryFolder } from '../../repository-folder.ts';
import { openWorkspace } from '../../workspace.ts';

interface AddOptions {
  readonly channel: string;
  readonly target?: string;
  readonly repo?: string;
  readonly reason: string;
  readonly dryRun?: true;
  readonly json?: true;
}

export function addAddCommand(repo: Command, context: Context): void {
  repo
    .command('add')
    .description('Check RPM files and publish them as one new snapshot of a channel')
    .argument('<path...>', 'RPM files, or folders of them')
    .option('--channel <channel>', 'channel to publish to', 'testing')
    .option('--target <target>', 'target to publish for (default: the first of the configuration)')
    .option('--repo <dir>', 'folder of the repository (default: build/repo)')
    .option('--reason <text>', 'why, for the publish record', 'bigpanda repo add')
    .option('--dry-run', 'check everything and write nothing')
    .option('--json', 'print the result as JSON')
    .action(async (paths: readonly string[], options: AddOptions) => {
      const workspace = await openWorkspace(context.workingFolder);
      const [target] = chooseTargets(workspace, options.target);
      if (target === undefined) return;
      const signer = await openSigner(workspace, context);
      const result = await publish({
        root: repositoryFolder(workspace, context, options.repo),
        channel: options.channel,
        target: target.name,
        packages: await findRpmFiles(context.workingFolder, paths),
        signer,
        verifier: await createVerifier([signer.publicKeyArmored]),
        config: workspace.config,
        record: {
          publishedAt: context.now().toISOString(),
          publishedBy: context.user,
          reason: options.reason,
          commit: (await readGit(workspace.root, ['rev-parse', 'HEAD'])).trim(),
        },
        dryRun: options.dryRun === true,
      });
      if (options.json === true) context.write(canonicalJson(result));
      else context.write(describe(result.added, { present: result.present.length, dryRun: options.dryRun === true, snapshot: result.snapshot === undefined ? '' : snapshotId(result.snapshot), channel: options.channel }));
    });
}

interface Outcome {
  readonly present: number;
  readonly dryRun: boolean;
  readonly snapshot: string;
  readonly channel: string;
}

function describe(added: readonly string[], { present, dryRun, snapshot, channel }: Outcome): string {
  if (added.length === 0) return `Nothing changed: "${channel}" has ${present === 1 ? 'the package' : `all ${present} packages`} already.\n`;
  const head = dryRun ? `Would publish to "${channel}":` : `Published to "${channel}" as snapshot ${snapshot}:`;
  return [head, ...added.map((nevra) => `  ${nevra}`), ''].join('\n');
}

async function findRpmFiles(workingFolder: string, paths: readonly string[]): Promise<string[]> {
  const found = await Promise.all(paths.map(async (path) => {
    const absolute = resolve(workingFolder, path);
    if (!(await stat(absolute)).isDirectory()) return [absolute];
    const names = (await readdir(absolute)).filter((name) => name.endsWith('.rpm') && !name.startsWith('.')).sort();
    return names.map((name) => join(absolute, name));
  }));
  const files = found.flat();
  if (files.length > 0) return files;
  throw new ReleaseError('RPM_FILES_MISSING', `add packages: no RPM file in ${paths.map((path) => `"${path}"`).join(', ')}`, { exitStatus: 2, hint: 'Make some with: bigpanda rpm' });
}
