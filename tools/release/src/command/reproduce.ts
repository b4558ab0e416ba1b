import type { Command } from 'commander';
import { canonicalJson, ReleaseError } from '@bigpanda/release-model';
import { readTopLevel } from '../configuration.ts';
import type { Context } from '../context.ts';
import { CloneShelf, useCheckout, type Checkouts } from '../reproduction/clone-shelf.ts';
import { collect } from '../repeated-option.ts';
import { reproducePackage, requireSource, type Reproduction } from '../reproduction/reproduce-package.ts';
import { doEach, throwFailures } from '../rpm-file/each-file.ts';
import { readHead } from '../rpm-file/head.ts';
import { openSurroundings } from '../rpm-file/origin.ts';
import { showProgress } from '../view/progress.ts';
import { renderReproduction } from '../view/reproduction.ts';
import { presentDifference } from '../view/rpm/difference-json.ts';

interface ReproduceOptions {
  readonly repo?: readonly string[];
  readonly key?: readonly string[];
  readonly here?: true;
  readonly json?: true;
}

export function defineReproduceCommand(command: Command, context: Context): void {
  command
    .argument('<file...>', 'RPM files that were made in this repository')
    .option('--repo <place>', 'folder or URL of a repository in which a provenance is looked for where none lies beside the file; may be repeated (default: build/repo)', collect)
    .option('--key <file>', 'armored public keys that packages with keys in them hold, the one that signs first; may be repeated (default: yours)', collect)
    .option('--here', 'build in this checkout, which is clean and of the commit of the files, with its npm packages installed')
    .option('--json', 'print the result as JSON')
    .action(async (files: readonly string[], options: ReproduceOptions) => {
      const root = await readTopLevel(context.workingFolder);
      const { repositories } = await openSurroundings(context, options.repo);
      await using checkouts = options.here === true ? useCheckout(root) : new CloneShelf(root, context);
      const { results, failures } = await doEach(files, (file) => reproduceFile({ file, checkouts, repositories, keyFiles: options.key ?? [] }, context));
      context.write(options.json === true ? canonicalJson({ packages: results.map(present) }) : results.map(renderReproduction).join('\n'));
      const others = results.filter(({ verdict, companions }) => verdict === 'other' || Object.values(companions).includes('other'));
      if (others.length > 0) throwFailures(context, [...failures, differs(others, files.length)]);
      throwFailures(context, failures);
    });
}

interface FileWish {
  readonly file: string;
  readonly checkouts: Checkouts;
  readonly repositories: readonly string[];
  readonly keyFiles: readonly string[];
}

async function reproduceFile({ file, checkouts, repositories, keyFiles }: FileWish, context: Context): Promise<Reproduction> {
  const { commit } = requireSource(await readHead(context.workingFolder, file));
  const made: Reproduction[] = [];
  await showProgress(context, [{ title: `Reproduce ${file}`, run: async (say) => {
    made.push(await reproducePackage({ file, checkout: await checkouts.open(commit, say), repositories, keyFiles }, context, say));
  } }]);
  const [reproduction] = made;
  if (reproduction === undefined) throw new RangeError('a step that ended without a result');
  return reproduction;
}

function present({ difference, ...rest }: Reproduction): object {
  return { ...rest, ...(difference === undefined ? {} : { difference: presentDifference(difference) }) };
}

function differs(others: readonly Reproduction[], count: number): ReleaseError {
  return new ReleaseError('NOT_REPRODUCED', `reproduce packages: ${others.length} of ${count} came out otherwise: ${others.slice(0, 3).map(({ file }) => `"${file}"`).join(', ')}`, {
    exitStatus: 3, hint: 'Read above which tags differ and why; where bigpanda is another than then, run the one of that commit: bigpanda reproduce --here FILE, in a checkout of it after npm ci.',
  });
}
