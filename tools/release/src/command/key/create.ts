import type { Command } from 'commander';
import { canonicalJson } from '@bigpanda/release-model';
import { createKey, keyFilePath, requireNoKey } from '@bigpanda/signer';
import type { Context } from '../../context.ts';
import { presentKey, renderKey, renderWish } from './presentation.ts';
import { addPassphrase, addWishOptions, presentWish, readWish, type WishOptions } from './wish.ts';

export function addKeyCreateCommand(key: Command, context: Context): void {
  addWishOptions(key.command('create').description('Make the key that signs, where there is none'))
    .action(async (options: WishOptions) => {
      const wish = await readWish(context, options);
      const file = keyFilePath(wish);
      await requireNoKey(wish);
      if (options.dryRun === true) {
        context.write(options.json === true ? canonicalJson(presentWish(wish)) : renderWish(wish, file));
        return;
      }
      const protectedWish = await addPassphrase(wish, context, options);
      const made = await createKey(protectedWish);
      const isProtected = protectedWish.passphrase !== undefined;
      if (options.json === true) context.write(canonicalJson({ file, isProtected, key: presentKey(made) }));
      else context.write(`Made the signing key in "${file}", ${isProtected ? 'protected by a passphrase' : 'not protected by a passphrase'}:\n${renderKey(made)}`);
    });
}
