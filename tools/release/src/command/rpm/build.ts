import { resolve } from 'node:path';
import type { Command } from 'commander';
import { canonicalJson, type RpmPackage } from '@bigpanda/release-model';
import { cacheFolder } from '../../cache-folder.ts';
import type { Context } from '../../context.ts';
import { chooseComponents, chooseTargets } from '../../pipeline/choose-components.ts';
import { choosePackager } from '../../pipeline/choose-packager.ts';
import { expectPackages, nevraOf } from '../../pipeline/expected-packages.ts';
import { openSigning } from '../../pipeline/open-signing.ts';
import { packComponents } from '../../pipeline/pack-components.ts';
import { requireChannel } from '../../pipeline/publish-snapshot.ts';
import { removeReplaced } from '../../pipeline/replace-packages.ts';
import { runNx } from '../../pipeline/run-nx.ts';
import { showProgress } from '../../view/progress.ts';
import { formatSize, renderTable } from '../../view/table.ts';
import { planWorkspace } from '../../workspace.ts';

interface BuildOptions {
  readonly out?: string;
  readonly target?: string;
  readonly packager?: string;
  readonly channel: string;
  readonly dryRun?: true;
  readonly json?: true;
}

export function addBuildCommand(rpm: Command, context: Context): void {
  rpm
    .command('build')
    .description('Build, pack and sign the RPMs of all components, or of those that are named')
    .argument('[name...]', 'RPM names of components')
    .option('--out <dir>', 'folder for the RPM files (default: build/rpms)')
    .option('--target <target>', 'only this target, such as el9')
    .option('--packager <name>', 'native, or rpmbuild of the system (default: as in repo-config)')
    .option('--channel <channel>', 'channel that bigpanda-release points to', 'testing')
    .option('--dry-run', 'show what would be made and write nothing')
    .option('--json', 'print the result as JSON')
    .action(async (names: readonly string[], options: BuildOptions) => {
      const workspace = await planWorkspace(context.workingFolder);
      const planned = chooseComponents(workspace, names);
      const targets = chooseTargets(workspace, options.target);
      const packager = choosePackager(workspace, context, options.packager);
      requireChannel({ workspace, targets, channel: options.channel });
      if (options.dryRun === true) {
        const expected = targets.flatMap((target) => expectPackages(workspace, target)).filter((one) => planned.includes(one.component));
        context.write(options.json === true ? canonicalJson({ packages: expected.map(nevraOf) }) : `Would make:\n${expected.map((one) => `  ${nevraOf(one)}.rpm\n`).join('')}`);
        return;
      }
      const folder = resolve(options.out === undefined ? workspace.root : context.workingFolder, options.out ?? 'build/rpms');
      const packages: RpmPackage[] = [];
      const signing = await openSigning(workspace, context);
      await showProgress(context, [
        { title: 'Build', run: (say) => runNx({ workspaceRoot: workspace.root, targets: ['build'], projects: planned.map(({ name }) => name), env: context.env, signal: context.signal, onLine: say }) },
        { title: 'Pack and sign', run: async () => {
          for (const target of targets) packages.push(...await packComponents({ workspace, planned, packager, target, channel: options.channel, signing, folder, cacheFolder: cacheFolder(context, 'frames'), signal: context.signal }));
          await removeReplaced(folder, packages);
        } },
      ]);
      context.write(options.json === true ? canonicalJson({ packages }) : `${renderTable(packages.map((one) => [one.file, formatSize(one.sizeBytes), `sha256:${one.sha256}`]))}\n`);
    });
}
