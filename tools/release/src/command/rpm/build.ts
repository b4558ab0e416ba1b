import { resolve } from 'node:path';
import type { Command } from 'commander';
import { canonicalJson, type RpmPackage, type Target } from '@bigpanda/release-model';
import { cacheFolder } from '../../cache-folder.ts';
import type { Context } from '../../context.ts';
import { buildComponents } from '../../pipeline/build-components.ts';
import { chooseComponents, chooseTargets } from '../../pipeline/choose-components.ts';
import { choosePackager } from '../../pipeline/choose-packager.ts';
import { expectPackages, nevraOf } from '../../pipeline/expected-packages.ts';
import { makeIgnored } from '../../pipeline/ignored-folder.ts';
import { openSigning } from '../../pipeline/open-signing.ts';
import { explainComponents, packComponents } from '../../pipeline/pack-components.ts';
import { removeReplaced } from '../../pipeline/replace-packages.ts';
import { renderFoundDependencies } from '../../view/found-dependencies.ts';
import { showProgress, type Step } from '../../view/progress.ts';
import { formatSize, renderTable } from '../../view/table.ts';
import { planWorkspace } from '../../workspace.ts';

interface BuildOptions {
  readonly out?: string;
  readonly target?: string;
  readonly packager?: string;
  readonly explain?: true;
  readonly dryRun?: true;
  readonly json?: true;
}

export function addBuildCommand(rpm: Command, context: Context): void {
  rpm
    .command('build')
    .description('Build, pack and sign the RPMs of all components, or of those that are named; in any git repository with an rpm.json')
    .argument('[name...]', 'RPM names of components')
    .option('--out <dir>', 'folder for the RPM files (default: build/rpms)')
    .option('--target <target>', 'only this target, such as el9')
    .option('--packager <name>', 'native, or rpmbuild of the system (default: as in repo-config)')
    .option('--explain', 'show which file brings which dependency, and what leaves it out; makes no packages')
    .option('--dry-run', 'show what would be made and write nothing')
    .option('--json', 'print the result as JSON')
    .action(async (names: readonly string[], options: BuildOptions) => {
      const workspace = await planWorkspace(context.workingFolder, { mayBeUnconfigured: true, target: options.target });
      const planned = chooseComponents(workspace, names);
      const targets = chooseTargets(workspace, options.target);
      const packager = choosePackager(workspace, context, options.packager);
      if (options.dryRun === true) {
        const expected = targets.flatMap((target) => expectPackages(workspace, target)).filter((one) => planned.includes(one.component));
        context.write(options.json === true ? canonicalJson({ packages: expected.map(nevraOf) }) : `Would make:\n${expected.map((one) => `  ${nevraOf(one)}.rpm\n`).join('')}`);
        return;
      }
      const run = { workspace, planned, signing: await openSigning(workspace, context), signal: context.signal };
      const build: Step = { title: 'Build', run: (say) => buildComponents({ workspace, planned, context, onLine: say }) };
      if (options.explain === true) {
        await showProgress(context, [build]);
        const explained = await explainTargets(run, targets);
        context.write(options.json === true ? canonicalJson({ explained }) : explained.map(renderFoundDependencies).join('\n'));
        return;
      }
      const folder = resolve(options.out === undefined ? workspace.root : context.workingFolder, options.out ?? 'build/rpms');
      if (!workspace.isConfigured) await makeIgnored(folder);
      const packages: RpmPackage[] = [];
      await showProgress(context, [
        build,
        { title: 'Pack and sign', run: async () => {
          for (const target of targets) packages.push(...await packComponents({ ...run, packager, target, folder, cacheFolder: cacheFolder(context, 'frames') }));
          await removeReplaced(folder, packages);
        } },
      ]);
      context.write(options.json === true ? canonicalJson({ packages }) : `${renderTable(packages.map((one) => [one.file, formatSize(one.sizeBytes), `sha256:${one.sha256}`]))}\n`);
    });
}

async function explainTargets(run: Omit<Parameters<typeof explainComponents>[0], 'target'>, targets: readonly Target[]) {
  return Promise.all(targets.map(async (target) => ({ target: target.name, dependencies: await explainComponents({ ...run, target }) })));
}
