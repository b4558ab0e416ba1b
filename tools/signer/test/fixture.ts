import { spawnSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A new folder that disappears with the scope. */
export async function makeFolder(): Promise<{ readonly path: string; [Symbol.asyncDispose](): Promise<void> }> {
  const path = await mkdtemp(join(tmpdir(), 'signer-test-'));
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }) };
}

export interface Run {
  readonly status: number | null;
  readonly output: string;
}

/** Runs a program to its end, output and errors together. */
export function run(program: string, parameters: readonly string[], environment: Readonly<Record<string, string>> = {}): Run {
  const result = spawnSync(program, parameters, { encoding: 'utf8', env: { ...process.env, LC_ALL: 'C', ...environment } });
  return { status: result.status, output: `${result.stdout}${result.stderr}` };
}
