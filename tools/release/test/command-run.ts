import { runCommandLine } from '../src/command-line.ts';
import type { Context } from '../src/context.ts';

/** What a command line said. */
export interface CommandRun {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a command line in this process; its world is that of the test, outside of any workspace unless a folder is given. */
export async function runCommand(argv: readonly string[], changes: Partial<Context> = {}): Promise<CommandRun> {
  let stdout = '';
  let stderr = '';
  const status = await runCommandLine(argv, {
    workingFolder: '/',
    env: { PATH: process.env['PATH'] },
    now: () => new Date(),
    user: 'tester',
    write: (text) => { stdout += text; },
    writeError: (text) => { stderr += text; },
    isTerminal: false,
    colours: false,
    signal: new AbortController().signal,
    ...changes,
  });
  return { status, stdout, stderr };
}
