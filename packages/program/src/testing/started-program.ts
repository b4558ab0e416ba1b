import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export interface EndedProgram {
  /** Exit status; undefined when a signal ended it. */
  readonly status: number | undefined;
  readonly stdout: string;
  readonly stderr: string;
}

/** A program that runs as a process of its own. */
export interface StartedProgram {
  readonly ended: Promise<EndedProgram>;
  stop(signal: NodeJS.Signals): void;
  /** The first whole line of stdout that holds the text. Rejects when the program ends without one. */
  waitForLine(text: string): Promise<string>;
  /** The address that the log says it listens on, `http://address:port`. */
  waitForAddress(): Promise<string>;
}

/** Starts a program from its main module, which Node keeps compiled from the second time on. Who starts it must stop it. */
export function startProgram(main: URL, args: readonly string[]): StartedProgram {
  const child = spawn(process.execPath, [fileURLToPath(main), ...args], { stdio: ['ignore', 'pipe', 'pipe'], env: { NODE_COMPILE_CACHE: compiledFolder(process.env), ...process.env } });
  const output = { stdout: '', stderr: '' };
  child.stdout.on('data', (part) => { output.stdout += String(part); });
  child.stderr.on('data', (part) => { output.stderr += String(part); });
  const ended = once(child, 'close').then(([status]: unknown[]) => ({ status: typeof status === 'number' ? status : undefined, ...output }));
  const waitForLine = async (text: string): Promise<string> => {
    for (;;) {
      const line = output.stdout.split('\n').slice(0, -1).find((candidate) => candidate.includes(text));
      if (line !== undefined) return line;
      const next = await Promise.race([once(child.stdout, 'data'), ended]);
      if ('status' in next) throw new Error(`wait for "${text}" in what a program prints: it ended: ${next.stderr}`);
    }
  };
  return {
    ended,
    stop: (signal) => { child.kill(signal); },
    waitForLine,
    waitForAddress: async () => readAddress(await waitForLine('"msg":"listening"')),
  };
}

function compiledFolder({ XDG_CACHE_HOME: caches = join(homedir(), '.cache') }: NodeJS.ProcessEnv): string {
  return join(caches, 'bigpanda', 'compiled');
}

function readAddress(line: string): string {
  const said: unknown = JSON.parse(line);
  if (typeof said === 'object' && said !== null && 'address' in said && typeof said.address === 'string') return said.address;
  throw new Error(`read log: no address in "${line}"`);
}
