import { userInfo } from 'node:os';
import { runCommandLine } from './command-line.ts';
import type { Context } from './context.ts';
import { describeFailure } from './view/failure.ts';

/** How long a run may tidy up after the first signal. */
const tidyMilliseconds = 3000;
const interruptedStatus = 130;
/** Within this time a second signal is the first one, which the launcher passes on as well. */
const sameMilliseconds = 300;

const interrupted = new AbortController();
let interruptedAt = 0;
for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(name, () => {
    if (interrupted.signal.aborted) {
      if (performance.now() - interruptedAt > sameMilliseconds) process.exit(interruptedStatus);
      return;
    }
    interruptedAt = performance.now();
    endLater();
    interrupted.abort(name);
  });
}
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') return;
    if (stream === process.stdout) process.stderr.write(describeFailure(error, false).text);
    process.exit(1);
  });
}

const context: Context = {
  workingFolder: process.cwd(),
  env: process.env,
  now: () => new Date(),
  user: userName(),
  write: (text) => { process.stdout.write(text); },
  writeError: (text) => { process.stderr.write(text); },
  // A terminal that says it has no columns, as some of CI do, cannot be drawn on: it is told a line a step.
  isTerminal: process.stderr.isTTY && process.stderr.columns !== 0,
  tellsSteps: process.stderr.isTTY && process.stderr.columns === 0,
  colours: process.stdout.isTTY && process.env['NO_COLOR'] === undefined,
  ...(process.stdout.isTTY && process.stdout.columns > 0 ? { columns: process.stdout.columns } : {}),
  signal: interrupted.signal,
};

process.exitCode = await runCommandLine(process.argv.slice(2), context);

/** Ends the process even when it does not tidy up, and from another thread when something blocks this one. */
function endLater(): void {
  setTimeout(() => process.exit(interruptedStatus), tidyMilliseconds).unref();
  // Loaded only here: few runs are interrupted, and each would wait for it.
  const { Worker } = process.getBuiltinModule('node:worker_threads');
  new Worker(`setTimeout(() => process.kill(process.pid, 'SIGKILL'), ${tidyMilliseconds + 1000})`, { eval: true }).unref();
}

/** A uid without an account has no name. */
function userName(): string {
  try {
    return userInfo().username;
  } catch {
    return `uid ${process.getuid?.() ?? 'unknown'}`;
  }
}
