import { Option, type Command } from 'commander';
import { canonicalJson, ReleaseError } from '@bigpanda/release-model';
import { comparePackages, type PackageDifference } from '@bigpanda/rpm-format';
import type { Context } from '../../context.ts';
import { explainFormat, readHead } from '../../rpm-file/head.ts';
import { printable } from '../../view/printable.ts';
import { renderDifference, renderDifferenceMarkdown } from '../../view/rpm/difference.ts';
import { presentDifference } from '../../view/rpm/difference-json.ts';

interface DiffOptions {
  readonly format: 'text' | 'md' | 'json';
  readonly json?: true;
  readonly exitCode?: true;
}

export function addDiffCommand(rpm: Command, context: Context): void {
  rpm
    .command('diff')
    .description('Say what changes on a host that goes from one RPM file to another: configuration, privileges, units, dependencies, scriptlets, files')
    .argument('<before>', 'RPM file that hosts have')
    .argument('<after>', 'RPM file that they get')
    .addOption(new Option('--format <format>', 'how to print it').choices(['text', 'md', 'json']).default('text'))
    .option('--json', 'the same as --format json')
    .option('--exit-code', 'end with status 3 when anything but the version differs (else 0 whether or not it does)')
    .action(async (before: string, after: string, options: DiffOptions) => {
      const difference = await compareFiles(context.workingFolder, before, after);
      context.write(render(difference, options.json === true ? 'json' : options.format));
      if (options.exitCode === true && differs(difference)) throw new ReleaseError('RPMS_DIFFER', `compare "${before}" with "${after}": they differ`, { exitStatus: 3, hint: 'Read above what does.' });
    });
}

async function compareFiles(workingFolder: string, before: string, after: string): Promise<PackageDifference> {
  const [old, fresh] = [await readHead(workingFolder, before), await readHead(workingFolder, after)];
  try {
    return comparePackages(old, fresh);
  } catch (error) {
    throw explainFormat(error, `${before}" or "${after}`);
  }
}

function render(difference: PackageDifference, format: DiffOptions['format']): string {
  if (format === 'json') return canonicalJson(presentDifference(difference));
  return printable(format === 'md' ? renderDifferenceMarkdown(difference) : renderDifference(difference));
}

/** Whether a host is another afterwards in more than the version that it shows. */
function differs({ fields, obstacles, privileges, config, units, dependencies, scripts, files }: PackageDifference): boolean {
  const counts = [fields, obstacles, privileges, config, units.filter(({ change }) => change !== 'same'), scripts, files.added, files.removed, files.changed].map(({ length }) => length);
  return counts.some((count) => count > 0) || Object.keys(dependencies).length > 0;
}
