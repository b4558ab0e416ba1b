import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Command } from 'commander';
import { importTree } from '@bigpanda/rpm-repo';
import { createVerifier } from '@bigpanda/signer';
import type { Context } from '../../context.ts';
import { listCertificates } from '../../pipeline/open-signing.ts';
import { addChannelFlags, openChange, showChange, type ChannelFlags } from './change-options.ts';
import { collect } from '../../repeated-option.ts';

interface ImportFlags extends ChannelFlags {
  readonly key: readonly string[];
}

export function defineImportCommand(command: Command, context: Context): void {
  addChannelFlags(command, 'bigpanda repo import')
    .argument('<dir>', 'folder that holds repodata')
    .requiredOption('--channel <channel>', 'channel to begin with it')
    .option('--key <file>', 'armored public key that its packages may be signed with, any number of times (our own always may)', collect, [])
    .action(async (tree: string, flags: ImportFlags) => {
      const change = await openChange(context, flags);
      const keys = await Promise.all(flags.key.map((file) => readFile(resolve(context.workingFolder, file), 'utf8')));
      const verifier = await createVerifier([...listCertificates(change.keys), ...keys]);
      const result = await importTree({ ...change, tree: resolve(context.workingFolder, tree), verifier });
      showChange(context, flags, { result, done: `${result.packages} packages taken over`, nothing: 'there was nothing to take over' });
    });
}
