import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Command } from 'commander';
import { bumps, canonicalJson, ReleaseError, type Bump } from '@bigpanda/release-model';
import { formatIntent, nameIntent, openRepository } from '@bigpanda/tagger';
import type { Context } from '../context.ts';
import { requireComponent } from './why.ts';

interface IntentOptions {
  readonly message?: string;
  readonly dryRun?: true;
  readonly json?: true;
}

export function defineIntentCommand(command: Command, context: Context): void {
  command
    .argument('[name=level...]', `components and levels (${bumps.join(', ')}), such as panda-server=minor; none asks for nothing and holds nothing back`)
    .option('-m, --message <text>', 'what a user of the component will read')
    .option('--dry-run', 'show the file and write nothing')
    .option('--json', 'print the result as JSON')
    .action(async (pairs: readonly string[], options: IntentOptions) => {
      const { message } = options;
      if (pairs.length === 0 || message === undefined) throw new ReleaseError('INTENT_INCOMPLETE', 'write an intent: it needs components with levels, and a message', { exitStatus: 2, hint: 'For example: bigpanda intent panda-server=minor -m "Pilots can ask for several jobs"' });
      const repository = await openRepository(context.workingFolder);
      const levels = new Map(pairs.map(parsePair));
      for (const name of levels.keys()) requireComponent(repository, name);
      const text = formatIntent(levels, message);
      const path = `${repository.rules.intents}/${nameIntent(text, message)}`;
      const file = join(repository.position.root, path);
      if (options.dryRun !== true) {
        await mkdir(dirname(file), { recursive: true });
        await writeFile(file, text);
      }
      const told = options.dryRun === true ? `Would write ${path}:\n\n${text}` : `Wrote ${path}. Commit it with the change: git add ${path}\n`;
      context.write(options.json === true ? canonicalJson({ file: path, text }) : told);
    });
}

function parsePair(pair: string): [string, Bump] {
  const [name = '', word] = pair.split('=');
  const level = bumps.find((bump) => bump === word);
  if (level !== undefined) return [name, level];
  throw new ReleaseError('INTENT_INVALID', `write an intent: "${pair}" is not NAME=LEVEL with a level of ${bumps.join(', ')}`, { exitStatus: 2, hint: 'For example: bigpanda intent panda-server=minor -m "Pilots can ask for several jobs"' });
}
