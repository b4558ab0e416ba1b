import { basename, resolve } from 'node:path';
import type { Command } from 'commander';
import { canonicalJson } from '@bigpanda/release-model';
import type { ExtractionPlan, ExtractionStep } from '@bigpanda/rpm-format';
import type { Context } from '../../context.ts';
import { extractPackage, planPackage } from '../../extraction/package-extraction.ts';
import { printable } from '../../view/printable.ts';
import { formatSize, renderTable } from '../../view/table.ts';

interface ExtractOptions {
  readonly to?: string;
  readonly force?: true;
  readonly partial?: true;
  readonly dryRun?: true;
  readonly json?: true;
}

export function addExtractCommand(rpm: Command, context: Context): void {
  rpm
    .command('extract')
    .description('Unpack an RPM file into a folder, never outside of it; the whole package or nothing')
    .argument('<file>', 'RPM file, binary or source')
    .option('--to <dir>', 'folder to fill (default: the name of the file without .rpm)')
    .option('--force', 'fill a folder that holds something: files of the same path are replaced, all others stay')
    .option('--partial', 'leave out what cannot be made safely instead of refusing the package')
    .option('--dry-run', 'show what would be made and write nothing')
    .option('--json', 'print the result as JSON')
    .action(async (file: string, options: ExtractOptions) => {
      const path = resolve(context.workingFolder, file);
      const folder = resolve(context.workingFolder, options.to ?? basename(file).replace(/\.rpm$/, ''));
      const plan = await planPackage({ path, isPartial: options.partial === true });
      if (options.dryRun !== true) await extractPackage({ ...plan, path, folder, mayHoldFiles: options.force === true, signal: context.signal });
      for (const refusal of plan.refusals) context.writeError(printable(`Left out ${JSON.stringify(refusal.path)}: ${refusal.reason}\n`));
      if (options.json === true) context.write(canonicalJson({ folder, ...plan }));
      else context.write(printable(options.dryRun === true ? renderPlan(plan, folder) : summarise(plan, folder)));
    });
}

function renderPlan({ steps }: ExtractionPlan, folder: string): string {
  const rows = steps.toSorted((left, right) => (left.path < right.path ? -1 : 1)).map((step) => [`  ${step.type}`, step.mode.toString(8).padStart(4, '0'), describe(step)]);
  return `Would make in "${folder}":\n${renderTable(rows)}\n`;
}

function describe(step: ExtractionStep): string {
  if (step.type === 'symlink') return `${step.path} -> ${step.target}`;
  return step.type === 'hardlink' ? `${step.path} = ${step.contentPath}` : step.path;
}

function summarise({ steps }: ExtractionPlan, folder: string): string {
  const sizeBytes = steps.reduce((sum, step) => sum + (step.type === 'file' ? step.sizeBytes : 0), 0);
  const count = steps.filter(({ type }) => type !== 'dir').length;
  return `Extracted ${count} ${count === 1 ? 'file' : 'files'}, ${formatSize(sizeBytes)}, to "${folder}".\n`;
}
