import { ReleaseError } from '@bigpanda/release-model';
import type { Environment } from '../environment.ts';
import { runProgram } from '../program-run.ts';
import type { GpgConfiguration } from './configuration.ts';

const defaultTimeoutSeconds = 120;

/** What a run of gpg needs beside its parameters. */
export interface GpgSetting {
  readonly configuration: GpgConfiguration;
  readonly environment: Environment;
}

/**
 * What gpg prints when it succeeds.
 * @throws ReleaseError `GPG_MISSING`, `GPG_FAILED`
 */
export async function runGpg({ configuration, environment }: GpgSetting, parameters: readonly string[], input: Uint8Array = Buffer.alloc(0)): Promise<Buffer> {
  const { program = 'gpg', homeFolder, timeoutSeconds = defaultTimeoutSeconds } = configuration;
  const home = homeFolder === undefined ? [] : ['--homedir', homeFolder];
  const run = await runProgram(program, { parameters: ['--batch', '--no-tty', ...home, ...parameters], environment: { ...environment, LC_ALL: 'C' }, input, timeoutSeconds });
  if (run === undefined) throw new ReleaseError('GPG_MISSING', `sign with gpg: the program "${program}" does not exist or may not be run`, { exitStatus: 2, hint: 'Install GnuPG, or sign without it: {"kind": "embedded"}.' });
  if (run.status === 0) return run.output;
  throw describeFailure(configuration.key, run.status === undefined ? `gpg gave no answer within ${timeoutSeconds} seconds, or a signal ended it` : run.errors);
}

function describeFailure(key: string, errors: string): ReleaseError {
  const hint = /bad passphrase|no passphrase|no pinentry|inappropriate ioctl|cancelled/i.test(errors)
    ? 'Set BIGPANDA_KEY_PASSPHRASE_FILE to the path of a file with the passphrase, or unlock the key in the agent first.'
    : `Try it by hand: gpg --local-user "${key}" --detach-sign FILE`;
  return new ReleaseError('GPG_FAILED', `sign with gpg and the key "${key}": ${errors === '' ? 'it failed without a word' : errors}`, { hint });
}
