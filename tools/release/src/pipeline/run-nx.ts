import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { ReleaseError } from '@bigpanda/release-model';

const requireHere = createRequire(import.meta.url);

/** Nx without its daemon, screen and cloud: a run leaves no process behind and asks nobody. */
const quietNx = { NX_DAEMON: 'false', NX_TUI: 'false', NX_NO_CLOUD: 'true', NX_INTERACTIVE: 'false', FORCE_COLOR: '0' } as const;

export interface NxRun {
  readonly workspaceRoot: string;
  readonly targets: readonly string[];
  /** Names of Nx projects. */
  readonly projects: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly signal: AbortSignal;
  /** Called with each line that Nx prints. */
  readonly onLine: (line: string) => void;
}

/**
 * Runs targets of projects, what they depend on first, through Nx and its cache.
 * @throws ReleaseError `BUILD_FAILED` with what Nx printed
 */
export async function runNx(run: NxRun): Promise<void> {
  const args = [requireHere.resolve('nx/bin/nx.js'), 'run-many', '--targets', run.targets.join(','), '--projects', run.projects.join(','), '--outputStyle', 'stream-without-prefixes'];
  const printed: string[] = [];
  const end = await new Promise<number | NodeJS.Signals>((resolve, reject) => {
    // A process group of its own: what Nx started ends with it.
    const child = spawn(process.execPath, args, { cwd: run.workspaceRoot, env: { ...run.env, ...quietNx }, stdio: ['ignore', 'pipe', 'pipe'], detached: true });
    const stop = (): void => { endGroup(child.pid); };
    if (run.signal.aborted) stop();
    run.signal.addEventListener('abort', stop, { once: true });
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => {
        printed.push(text);
        for (const line of text.split('\n')) if (line.trim() !== '') run.onLine(line.trim());
      });
    }
    let failure: Error | undefined;
    child.on('error', (error) => { failure = error; });
    child.on('close', (code, killedBy) => {
      run.signal.removeEventListener('abort', stop);
      if (failure === undefined) resolve(code ?? killedBy ?? 'SIGKILL');
      else reject(failure);
    });
  });
  run.signal.throwIfAborted();
  if (end === 0) return;
  const isKilled = typeof end === 'string';
  throw new ReleaseError('BUILD_FAILED', `build and lint: Nx ${isKilled ? `was ended by ${end}` : `ended with exit status ${end}`}\n${describeNxOutput(printed.join(''))}`, {
    hint: isKilled ? 'Find out who ended it, such as a machine that is short of memory, and run it again.' : 'Correct what is reported above; npx nx run NAME:build and npx nx run NAME:lint repeat one step.',
  });
}

/** Ends every process of a group; one that is gone already needs nothing. */
function endGroup(group: number | undefined): void {
  if (group === undefined) return;
  try {
    process.kill(-group, 'SIGTERM');
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
  }
}

/** What Nx says of what went well; nothing else is dropped. */
const nxSuccess = /^\s*(?:> nx run\b.*|NX\s+(?:Running targets?\b|Successfully ran\b).*|Nx read the output from the cache\b.*|(?:Run duration|Cache|Critical path|Recoverable time)\b.*)?$/;

/** What Nx printed without its words on success, indented; all of it where those are everything. */
export function describeNxOutput(text: string): string {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  const telling = lines.filter((line) => !nxSuccess.test(line));
  return (telling.length === 0 ? lines : telling).map((line) => `  | ${line}`).join('\n');
}
