import { resolve } from 'node:path';
import { Option, type Command } from 'commander';
import { ReleaseError } from '@bigpanda/release-model';
import { keyAlgorithms, keyFilePath, parseLifetime, promptPassphrase, readPassphrase, type KeyAlgorithm, type KeyDescription, type KeyWish } from '@bigpanda/signer';
import type { Context } from '../../context.ts';
import { findKeyOwner } from './choice.ts';

/** Options of the commands that make a key. */
export interface WishOptions {
  readonly name?: string;
  readonly userId?: string;
  readonly algorithm?: KeyAlgorithm;
  readonly expires: string;
  readonly passphraseFile?: string;
  readonly askPassphrase?: true;
  readonly dryRun?: true;
  readonly json?: true;
}

/** Adds the options that say what key is to be made. */
export function addWishOptions(command: Command): Command {
  return command
    .option('--name <name>', 'name of the key (default: that of the repository)')
    .option('--user-id <text>', 'such as "PanDA packages <packages@panda.example>" (default: that of the old key, or the vendor\'s packages)')
    .addOption(new Option('--algorithm <kind>', 'ed25519 only for further signatures (default: rsa4096, or as the old key)').choices([...keyAlgorithms]))
    .option('--expires <time>', '2y, 18m, 90d, 2029-01-31 or never', '2y')
    .option('--passphrase-file <file>', 'protect the key with the first line of this file (default: BIGPANDA_KEY_PASSPHRASE_FILE)')
    .option('--ask-passphrase', 'protect the key with a passphrase that is asked for')
    .option('--dry-run', 'show what would be made and write nothing')
    .option('--json', 'print the result as JSON');
}

/** What key is to be made; asks nothing. What the options leave open is as in the key that it replaces. */
export async function readWish(context: Context, options: WishOptions, replaced?: KeyDescription): Promise<KeyWish> {
  const { choice, userId } = await findKeyOwner(context, options.name);
  const createdSeconds = Math.floor(context.now().getTime() / 1000);
  return {
    ...choice,
    userId: options.userId ?? replaced?.userId ?? userId,
    algorithm: options.algorithm ?? (replaced === undefined || replaced.algorithm === 'rsa' ? 'rsa4096' : 'ed25519'),
    createdSeconds,
    lifetimeSeconds: parseLifetime(options.expires, createdSeconds),
  };
}

/** The wish as `--json` gives it. */
export function presentWish(wish: KeyWish): object {
  return { file: keyFilePath(wish), userId: wish.userId, algorithm: wish.algorithm, lifetimeSeconds: wish.lifetimeSeconds ?? null };
}

/** The wish with the passphrase that the options name, or without one. A typed one is asked for twice. */
export async function addPassphrase(wish: KeyWish, context: Context, options: WishOptions): Promise<KeyWish> {
  if (options.askPassphrase === true) return { ...wish, passphrase: await askTwice() };
  const passphraseFile = options.passphraseFile === undefined ? undefined : resolve(context.workingFolder, options.passphraseFile);
  return { ...wish, passphrase: await readPassphrase({ environment: context.env, passphraseFile }, 'Passphrase of the new key') };
}

async function askTwice(): Promise<string> {
  const passphrase = await promptPassphrase('Passphrase of the new key');
  if (passphrase !== '' && passphrase === await promptPassphrase('The same again')) return passphrase;
  throw new ReleaseError('PASSPHRASE_REFUSED', `make a signing key: ${passphrase === '' ? 'the passphrase is empty' : 'the two passphrases differ'}`, { exitStatus: 2, hint: 'Run it again and type the same passphrase twice.' });
}
