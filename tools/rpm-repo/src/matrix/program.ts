import { execFile } from 'node:child_process';

export interface ProgramOutcome {
  /** -1 for one that could not be started or was ended. */
  readonly status: number;
  /** Both streams, one after the other. */
  readonly output: string;
}

export interface ProgramOptions {
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly signal?: AbortSignal;
}

const limitMilliseconds = 300_000;
const outputLimitBytes = 16 << 20;

/** Runs a program to its end; a failure is an outcome, not an error. @throws the reason of the signal */
export async function runProgram(program: string, args: readonly string[], { env = process.env, signal }: ProgramOptions = {}): Promise<ProgramOutcome> {
  signal?.throwIfAborted();
  const { promise, resolve } = Promise.withResolvers<ProgramOutcome>();
  const child = execFile(program, args, { env, timeout: limitMilliseconds, maxBuffer: outputLimitBytes, ...(signal === undefined ? {} : { signal }) }, (error, stdout, stderr) => {
    resolve({ status: error === null ? 0 : child.exitCode ?? -1, output: `${stdout}${stderr}${error === null || child.exitCode !== null ? '' : `${error.message}\n`}` });
  });
  const outcome = await promise;
  signal?.throwIfAborted();
  return outcome;
}
