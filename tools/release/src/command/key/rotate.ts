import type { Command } from 'commander';
import { canonicalJson, ReleaseError } from '@bigpanda/release-model';
import { keyFilePath, readKeyring, rotateKey } from '@bigpanda/signer';
import type { Context } from '../../context.ts';
import { findKeyOwner } from './choice.ts';
import { presentKey, presentKeyring, renderKey, renderKeyring, renderWish } from './presentation.ts';
import { addPassphrase, addWishOptions, presentWish, readWish, type WishOptions } from './wish.ts';

export function addKeyRotateCommand(key: Command, context: Context): void {
  addWishOptions(key.command('rotate').description('Make a new key the one that signs; clients keep the old one for what it signed'))
    .action(async (options: WishOptions) => {
      const { choice } = await findKeyOwner(context, options.name);
      const file = keyFilePath(choice);
      const { current, isProtected } = await readKeyring(choice);
      const wish = await readWish(context, options, current);
      if (options.dryRun === true) {
        context.write(options.json === true ? canonicalJson({ ...presentWish(wish), retires: presentKey(current) }) : `${renderWish(wish, file)}It would take the place of:\n${renderKey(current)}`);
        return;
      }
      const protectedWish = await addPassphrase(wish, context, options);
      if (isProtected && protectedWish.passphrase === undefined) throw unprotected();
      const keyring = await rotateKey(protectedWish);
      if (options.json === true) context.write(canonicalJson({ file, ...presentKeyring(keyring) }));
      else context.write(`Made a new signing key in "${file}"; the old private key is kept beside it.\n${renderKeyring(keyring)}`);
    });
}

function unprotected(): ReleaseError {
  return new ReleaseError('KEY_PASSPHRASE_MISSING', 'rotate the signing key: the old key is protected by a passphrase, the new one would not be', {
    exitStatus: 3,
    hint: 'Give --passphrase-file or --ask-passphrase.',
  });
}
