import { spawn } from 'node:child_process';

export interface ProgramRun {
  /** 0 when it succeeded; absent when a signal or the time limit ended it. */
  readonly status: number | undefined;
  readonly output: Buffer;
  /** The end of what it printed to standard error. */
  readonly errors: string;
}

export interface ProgramInput {
  readonly parameters: readonly string[];
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly input: Uint8Array;
  readonly timeoutSeconds: number;
}

/** More is no signature and no certificate. */
const outputLimitBytes = 4_000_000;
const errorLimitCharacters = 2_000;

/**
 * Runs a program to its end, without a shell; undefined when it does not exist or may not be run.
 * It is killed at the time limit and when it prints too much.
 */
export function runProgram(program: string, { parameters, environment, input, timeoutSeconds }: ProgramInput): Promise<ProgramRun | undefined> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, parameters, { env: environment, stdio: ['pipe', 'pipe', 'pipe'], timeout: timeoutSeconds * 1000, killSignal: 'SIGKILL' });
    const chunks: Buffer[] = [];
    let [size, errors] = [0, ''];
    child.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT' || error.code === 'EACCES') resolve(undefined);
      else reject(error);
    });
    child.stdout.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size > outputLimitBytes) child.kill('SIGKILL');
      else chunks.push(chunk);
    });
    child.stderr.on('data', (chunk: Buffer) => {
      errors = `${errors}${chunk.toString()}`.slice(-errorLimitCharacters);
    });
    // A program that does not read its input closes the pipe; its status tells the rest.
    child.stdin.on('error', () => undefined);
    child.stdin.end(input);
    child.on('close', (status) => {
      resolve({ status: status ?? undefined, output: Buffer.concat(chunks), errors: errors.trim() });
    });
  });
}
