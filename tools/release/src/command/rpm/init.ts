import { access, writeFile } from 'node:fs/promises';
import { dirname, join, relative, resolve } from 'node:path';
import type { Command } from 'commander';
import { canonicalJson, parseRpmDescription, ReleaseError } from '@bigpanda/release-model';
import type { Context } from '../../context.ts';
import { readFolderFacts } from '../../init/folder-facts.ts';
import type { Guess } from '../../init/guess.ts';
import { guessDescription } from '../../init/guess-description.ts';
import { printable } from '../../view/printable.ts';
import { readTopLevel } from '../../configuration.ts';

interface InitOptions {
  readonly dryRun?: true;
  readonly json?: true;
}

/** Where editors find what is allowed, in a workspace of ours. */
const schemaFile = 'repo-config/rpm.schema.json';
const terminalWidth = 80;

export function addInitCommand(rpm: Command, context: Context): void {
  rpm
    .command('init')
    .description('Write an rpm.json for a folder with a Node project, a Python project or a tree of files, by looking at it; asks nothing')
    .argument('[dir...]', 'folders of components (default: this one)')
    .option('--dry-run', 'print the rpm.json and write nothing')
    .option('--json', 'print the result as JSON, with what each part was guessed from')
    .action(async (dirs: readonly string[], options: InitOptions) => {
      const written: object[] = [];
      for (const dir of dirs.length === 0 ? ['.'] : dirs) {
        const file = join(resolve(context.workingFolder, dir), 'rpm.json');
        const { description, guesses, kind } = guessDescription(await readFolderFacts(dirname(file)));
        const schema = await findSchema(dirname(file));
        const text = `${JSON.stringify({ ...(schema === undefined ? {} : { $schema: schema }), ...description }, undefined, 2)}\n`;
        parseRpmDescription(text, file);
        if (options.dryRun !== true) await writeNew(file, text);
        context.writeError(printable(guesses.map(renderGuess).join('')));
        written.push({ file, kind, description, guesses });
        if (options.json !== true) context.write(options.dryRun === true ? text : `Wrote ${JSON.stringify(file)}. Read it, commit it, and pack it: bigpanda rpm build ${String(description['name'])}\n`);
      }
      if (options.json === true) context.write(canonicalJson(written.length === 1 ? written[0] : { written }));
    });
}

/** On one line where it fits on a usual terminal. */
function renderGuess({ about, value, because }: Guess): string {
  const head = `${about.padEnd(10)} ${value}`;
  return head.length + because.length + 3 <= terminalWidth ? `${head} (${because})\n` : `${head}\n${' '.repeat(11)}(${because})\n`;
}

async function writeNew(file: string, text: string): Promise<void> {
  await writeFile(file, text, { flag: 'wx' }).catch((cause: unknown) => {
    if (!(cause instanceof Error && 'code' in cause && cause.code === 'EEXIST')) throw cause;
    throw new ReleaseError('RPM_JSON_EXISTS', `write "${file}": it is there already`, { exitStatus: 2, cause, hint: 'Compare with what --dry-run prints, or remove it first.' });
  });
}

async function findSchema(folder: string): Promise<string | undefined> {
  try {
    const root = await readTopLevel(folder);
    await access(join(root, schemaFile));
    return relative(folder, join(root, schemaFile));
  } catch {
    return undefined;
  }
}
