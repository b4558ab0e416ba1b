import { basename, dirname, join } from 'node:path';
import { ReleaseError } from '@bigpanda/release-model';
import type { Environment } from '../environment.ts';

/** Which key is meant. */
export interface KeyChoice {
  readonly environment: Environment;
  /** Name of the repository, such as `bigpanda`: the key file is called after it. */
  readonly name: string;
  /** Path of the key file where a configuration names one; `BIGPANDA_KEY_FILE` overrides it. */
  readonly keyFile?: string | undefined;
}

/**
 * Path of the key file: `BIGPANDA_KEY_FILE`, else the configured one, else `${XDG_STATE_HOME:-~/.local/state}/bigpanda/keys/<name>.asc`.
 * @throws ReleaseError `KEY_PLACE_UNKNOWN` when the environment names no home
 */
export function keyFilePath(choice: KeyChoice): string {
  const { BIGPANDA_KEY_FILE: file, XDG_STATE_HOME: state, HOME: home } = choice.environment;
  if (file) return file;
  if (choice.keyFile !== undefined) return choice.keyFile;
  // A relative XDG_STATE_HOME has to be ignored (XDG Base Directory Specification).
  if (state?.startsWith('/')) return join(state, 'bigpanda/keys', `${choice.name}.asc`);
  if (home) return join(home, '.local/state/bigpanda/keys', `${choice.name}.asc`);
  throw new ReleaseError('KEY_PLACE_UNKNOWN', 'find the signing key: neither "BIGPANDA_KEY_FILE" nor "XDG_STATE_HOME" nor "HOME" is set', {
    exitStatus: 2,
    hint: 'Set BIGPANDA_KEY_FILE to the path of the key file.',
  });
}

/** Path of the list of previous public keys, beside the key file: `<name>.previous.json`. */
export function keyringPath(keyFile: string): string {
  return join(dirname(keyFile), `${stem(keyFile)}.previous.json`);
}

/** Path of the key that is to sign after the next rotation, beside the key file: `<name>.next.asc`. */
export function nextPath(keyFile: string): string {
  return join(dirname(keyFile), `${stem(keyFile)}.next.asc`);
}

/** Where a key file goes when another takes its place: `<name>.<end of its fingerprint>.retired.asc`. */
export function retiredPath(keyFile: string, fingerprint: string): string {
  return join(dirname(keyFile), `${stem(keyFile)}.${fingerprint.slice(-16)}.retired.asc`);
}

/** Path of the file that stands while a rotation is under way. */
export function lockPath(keyFile: string): string {
  return join(dirname(keyFile), `.${stem(keyFile)}.lock`);
}

function stem(keyFile: string): string {
  return basename(keyFile).replace(/\.(asc|gpg|key)$/, '');
}
