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
  const status = await new Promise<number | null>((resolve, reject) => {
    const child = spawn(process.execPath, args, { cwd: run.workspaceRoot, env: { ...run.env, ...quietNx }, stdio: ['ignore', 'pipe', 'pipe'], signal: run.signal });
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => {
        printed.push(text);
        for (const line of text.split('\n')) if (line.trim() !== '') run.onLine(line.trim());
      });
    }
    child.on('error', reject);
    child.on('close', resolve);
  });
  if (status === 0) return;
  throw new ReleaseError('BUILD_FAILED', `build and lint: Nx ended with exit status ${status ?? 'none'}\n${indent(printed.join(''))}`, { hint: 'Correct what is reported above; npx nx run NAME:build and npx nx run NAME:lint repeat one step.' });
}

/** What Nx says of itself; what is left is what the failing tasks said. */
const nxChatter = /^\s*(?:NX\s|> nx run|- \S+$|(?:Tasks not run|Failed tasks|Run duration|Cache|Critical path|Recoverable time|Nx read the output)\b.*)|^\s*$/;

function indent(text: string): string {
  return text.split('\n').filter((line) => !nxChatter.test(line)).map((line) => `  | ${line}`).join('\n');
}
