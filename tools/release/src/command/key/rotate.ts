import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Command } from 'commander';
import { canonicalJson, ReleaseError } from '@bigpanda/release-model';
import { keyFilePath, prepareRotation, readKeyring, rotateKey, type KeyDescription, type Keyring } from '@bigpanda/signer';
import type { Context } from '../../context.ts';
import { keysFolder } from '../../pipeline/open-signing.ts';
import { findKeyOwner, type KeyOwner } from './choice.ts';
import { presentKey, presentKeyring, renderKey, renderKeyring, renderWish } from './presentation.ts';
import { addPassphrase, addWishOptions, presentWish, readWish, type WishOptions } from './wish.ts';

interface RotateOptions extends WishOptions {
  readonly prepare?: true;
}

export function addKeyRotateCommand(key: Command, context: Context): void {
  addWishOptions(key.command('rotate').description('Make the prepared key, or a new one, the one that signs; clients keep the old one for what it signed'))
    .option('--prepare', 'only make the next key, so that clients have it before anything is signed with it')
    .action(async (options: RotateOptions) => {
      const owner = await findKeyOwner(context, options.name);
      const keyring = await readKeyring(owner.choice);
      const wish = await readWish(context, options, keyring.current);
      const file = keyFilePath(wish);
      if (options.dryRun === true) {
        context.write(describeDryRun(options, keyring, { wished: renderWish(wish, file), presented: presentWish(wish) }));
        return;
      }
      const turned = await turn(context, options, keyring);
      const published = await publishCertificate(owner, options.prepare === true ? turned.next : keyring.current);
      if (options.json === true) context.write(canonicalJson({ file, ...presentKeyring(turned), published: published ?? null }));
      else context.write(`${describeTurn(options, file)}\n${renderKeyring(turned)}${published === undefined ? '' : describePublished(options, published)}`);
    });
}

async function turn(context: Context, options: RotateOptions, { current, next, isProtected }: Keyring): Promise<Keyring> {
  const wish = await readWish(context, options, current);
  if (next !== undefined) return options.prepare === true ? prepareRotation(wish) : rotateKey(wish);
  const protectedWish = await addPassphrase(wish, context, options);
  if (isProtected && protectedWish.passphrase === undefined) throw unprotected();
  return options.prepare === true ? prepareRotation(protectedWish) : rotateKey(protectedWish);
}

/** Puts a certificate where the release package of the workspace takes it from. */
async function publishCertificate({ workspaceRoot, choice }: KeyOwner, key: KeyDescription | undefined): Promise<string | undefined> {
  if (workspaceRoot === undefined || key === undefined) return undefined;
  const path = `${keysFolder}/${choice.name}-${key.fingerprint.slice(-8)}.asc`;
  await mkdir(join(workspaceRoot, keysFolder), { recursive: true });
  await writeFile(join(workspaceRoot, path), key.publicKeyArmored);
  return path;
}

function describeDryRun({ prepare, json }: RotateOptions, { current, next }: Keyring, { wished, presented }: { readonly wished: string; readonly presented: object }): string {
  const taken = next === undefined ? presented : { takes: presentKey(next) };
  if (json === true) return canonicalJson({ ...taken, ...(prepare === true ? {} : { retires: presentKey(current) }) });
  const key = next === undefined ? wished : `Would take the prepared key:\n${renderKey(next)}`;
  return prepare === true ? key : `${key}It would take the place of:\n${renderKey(current)}`;
}

function describeTurn({ prepare }: RotateOptions, file: string): string {
  return prepare === true ? `The next key waits beside "${file}"; the present one goes on signing.` : `Another key signs now, from "${file}"; the old private key is kept beside it.`;
}

function describePublished({ prepare }: RotateOptions, path: string): string {
  const after = prepare === true
    ? 'Commit it and publish: clients get both keys with the next release package. Rotate when they have it.'
    : 'Commit it and publish: what the old key signed stays good for clients.';
  return `Wrote the public key to "${path}".\n${after}\n`;
}

function unprotected(): ReleaseError {
  return new ReleaseError('KEY_PASSPHRASE_MISSING', 'rotate the signing key: the old key is protected by a passphrase, the new one would not be', {
    exitStatus: 3,
    hint: 'Give --passphrase-file or --ask-passphrase.',
  });
}
