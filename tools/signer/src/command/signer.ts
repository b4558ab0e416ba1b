import { readFile } from 'node:fs/promises';
import { ReleaseError } from '@bigpanda/release-model';
import { readForeignCertificate, type ForeignCertificate } from '../certificate/foreign-certificate.ts';
import { requireAlive } from '../certificate/key-life.ts';
import type { Environment } from '../environment.ts';
import { acceptSignature } from '../foreign-signature.ts';
import { runProgram } from '../program-run.ts';
import type { Signer } from '../signer.ts';
import type { CommandConfiguration } from './configuration.ts';

const defaultTimeoutSeconds = 120;

/**
 * A signer that asks a program of the site; what it prints is checked before it is used.
 * @throws ReleaseError `SIGN_COMMAND_EMPTY`, `PUBLIC_KEY_MISSING`, `PUBLIC_KEY_INVALID`; when signing `SIGN_COMMAND_MISSING`, `SIGN_COMMAND_FAILED`, `SIGNATURE_MISSING`, `SIGNATURE_UNFIT`, `KEY_EXPIRED`
 */
export async function createCommandSigner(configuration: CommandConfiguration, environment: Environment): Promise<Signer> {
  const [program] = configuration.command;
  if (program === undefined) throw new ReleaseError('SIGN_COMMAND_EMPTY', 'open the signer: the command has no program', { exitStatus: 2, hint: 'Give the program and its arguments as a list.' });
  const certificate = await readForeignCertificate(await readCertificateFile(configuration.publicKeyFile), configuration.publicKeyFile);
  const { key, publicKeyArmored } = certificate;
  return {
    kind: 'command',
    algorithm: key.algorithm,
    fingerprint: key.fingerprint,
    createdSeconds: key.createdSeconds,
    publicKeyArmored,
    sign: (data, timeSeconds) => signData(data, { program, configuration, environment, certificate, timeSeconds: Math.max(timeSeconds, key.createdSeconds) }),
  };
}

async function readCertificateFile(file: string): Promise<string> {
  return readFile(file, 'utf8').catch((cause: unknown) => {
    throw new ReleaseError('PUBLIC_KEY_MISSING', `open the signer: the certificate "${file}" cannot be read`, { exitStatus: 2, cause, hint: 'Set "publicKeyFile" to the path of the armored certificate.' });
  });
}

interface CommandJob {
  readonly program: string;
  readonly configuration: CommandConfiguration;
  readonly environment: Environment;
  readonly certificate: ForeignCertificate;
  readonly timeSeconds: number;
}

async function signData(data: Uint8Array, { program, configuration, environment, certificate: { key }, timeSeconds }: CommandJob): Promise<Uint8Array> {
  requireAlive(key, timeSeconds);
  const run = await runProgram(program, {
    parameters: configuration.command.slice(1),
    environment: { ...environment, BIGPANDA_SIGNATURE_TIME: String(timeSeconds) },
    input: data,
    timeoutSeconds: configuration.timeoutSeconds ?? defaultTimeoutSeconds,
  });
  if (run === undefined) throw new ReleaseError('SIGN_COMMAND_MISSING', `sign: the program "${program}" does not exist or may not be run`, { exitStatus: 2, hint: 'Correct the program of "signing.command".' });
  if (run.status === 0) return acceptSignature(run.output, { program, key, data });
  throw new ReleaseError('SIGN_COMMAND_FAILED', `sign: "${program}" ${run.status === undefined ? 'was ended by a signal, its time limit or too much output' : `ended with status ${run.status}`}${run.errors === '' ? '' : `: ${run.errors}`}`, {
    hint: 'Run the program by hand with some data on its standard input.',
  });
}
