import { resolve } from 'node:path';
import type { Command } from 'commander';
import { canonicalJson, type RpmPackage } from '@bigpanda/release-model';
import type { Context } from '../../context.ts';
import { buildComponents } from '../../pipeline/build-components.ts';
import { chooseComponents, chooseTargets } from '../../pipeline/choose-components.ts';
import { releaseNumber } from '../../pipeline/expected-packages.ts';
import { openSigning } from '../../pipeline/open-signing.ts';
import { packComponentSources } from '../../pipeline/pack-sources.ts';
import { removeReplaced } from '../../pipeline/replace-packages.ts';
import { showProgress } from '../../view/progress.ts';
import { formatSize, renderTable } from '../../view/table.ts';
import { planWorkspace } from '../../workspace.ts';

interface SrpmOptions {
  readonly out?: string;
  readonly target?: string;
  readonly dryRun?: true;
  readonly json?: true;
}

export function addSrpmCommand(rpm: Command, context: Context): void {
  rpm
    .command('srpm')
    .description('Write source RPMs, from which rpmbuild --rebuild makes the RPMs without a network')
    .argument('[name...]', 'RPM names of components; all without names')
    .option('--out <dir>', 'folder for the RPM files (default: build/srpms)')
    .option('--target <target>', 'only this target, such as el9')
    .option('--dry-run', 'show what would be made and write nothing')
    .option('--json', 'print the result as JSON')
    .action(async (names: readonly string[], options: SrpmOptions) => {
      const workspace = await planWorkspace(context.workingFolder);
      const planned = chooseComponents(workspace, names);
      const targets = chooseTargets(workspace, options.target);
      if (options.dryRun === true) {
        const expected = targets.flatMap((target) => planned.map(({ name, version }) => `${name}-${version}-${releaseNumber(target)}.src`));
        context.write(options.json === true ? canonicalJson({ packages: expected }) : `Would make:\n${expected.map((one) => `  ${one}.rpm\n`).join('')}`);
        return;
      }
      const folder = resolve(options.out === undefined ? workspace.root : context.workingFolder, options.out ?? 'build/srpms');
      const packages: RpmPackage[] = [];
      const signing = await openSigning(workspace, context);
      await showProgress(context, [
        { title: 'Build', run: (say) => buildComponents({ workspace, planned, context, onLine: say }) },
        { title: 'Pack and sign the sources', run: async () => {
          for (const target of targets) packages.push(...await packComponentSources({ workspace, planned, target, signing, folder, signal: context.signal }));
          await removeReplaced(folder, packages);
        } },
      ]);
      context.write(options.json === true ? canonicalJson({ packages }) : `${renderTable(packages.map((one) => [one.file, formatSize(one.sizeBytes), `sha256:${one.sha256}`]))}\n`);
    });
}
