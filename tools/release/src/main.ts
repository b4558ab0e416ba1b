import { userInfo } from 'node:os';
import { runCommandLine } from './command-line.ts';
import type { Context } from './context.ts';

const interrupted = new AbortController();
for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(name, () => {
    interrupted.abort(name);
  });
}
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
});

const context: Context = {
  workingFolder: process.cwd(),
  env: process.env,
  now: () => new Date(),
  user: userName(),
  write: (text) => { process.stdout.write(text); },
  writeError: (text) => { process.stderr.write(text); },
  isTerminal: process.stderr.isTTY,
  colours: process.stdout.isTTY && process.env['NO_COLOR'] === undefined,
  signal: interrupted.signal,
};

process.exitCode = await runCommandLine(process.argv.slice(2), context);

/** A uid without an account has no name. */
function userName(): string {
  try {
    return userInfo().username;
  } catch {
    return `uid ${process.getuid?.() ?? 'unknown'}`;
  }
}
