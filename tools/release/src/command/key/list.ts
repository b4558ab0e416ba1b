import type { Command } from 'commander';
import { canonicalJson } from '@bigpanda/release-model';
import { keyFilePath, readKeyring } from '@bigpanda/signer';
import type { Context } from '../../context.ts';
import { findKeyOwner } from './choice.ts';
import { presentKeyring, renderKeyring } from './presentation.ts';

export function addKeyListCommand(key: Command, context: Context): void {
  key
    .command('list')
    .description('List the key that signs and those that signed before it')
    .option('--name <name>', 'name of the key (default: that of the repository)')
    .option('--json', 'print the result as JSON')
    .action(async (options: { readonly name?: string; readonly json?: true }) => {
      const { choice } = await findKeyOwner(context, options.name);
      const keyring = await readKeyring(choice);
      context.write(options.json === true ? canonicalJson({ file: keyFilePath(choice), ...presentKeyring(keyring) }) : renderKeyring(keyring));
    });
}
