import { execFile } from 'node:child_process';
import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, join } from 'node:path';

const outputLimitBytes = 64 * 1024 * 1024;

/** What a program said; `status` is undefined when it could not be started or was killed. */
export interface ProgramResult {
  readonly status: number | undefined;
  readonly stdout: string;
}

/** Absolute path of the first program of that name on a search path. */
export function findProgram(name: string, programPath: string): string | undefined {
  return programPath.split(delimiter).filter((folder) => folder !== '').map((folder) => join(folder, name)).find(isProgram);
}

/** Runs a program with an argument list and, when given, a text for its standard input. */
export function runProgram(program: string, args: readonly string[], options: { readonly cwd: string; readonly input?: string }): Promise<ProgramResult> {
  return new Promise((resolve) => {
    const child = execFile(program, [...args], { cwd: options.cwd, maxBuffer: outputLimitBytes, encoding: 'utf8' }, (error, stdout) => {
      const status = error === null ? 0 : typeof error.code === 'number' ? error.code : undefined;
      resolve({ status, stdout });
    });
    // It may end without reading; its status tells.
    child.stdin?.on('error', () => undefined);
    child.stdin?.end(options.input ?? '');
  });
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}
