import { spawn } from 'node:child_process';
import { ReleaseError } from '@bigpanda/release-model';
import { dropForeignRepository } from '@bigpanda/tagger/git';
import { removeStaleLock } from './stale-lock.ts';

/** English messages, nobody is asked for a password, hooks of a person do not see the terminal. */
const settledEnvironment = { LC_ALL: 'C', GIT_TERMINAL_PROMPT: '0', GIT_NO_REPLACE_OBJECTS: '1' } as const;

/** Tries while another git process holds a lock, and how long between them. */
const lockTries = 50;
const lockPauseMilliseconds = 100;

export interface GitCall {
  /** Folder of the clone. */
  readonly root: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** What it reads. */
  readonly input?: string;
  /** Variables of this call alone, such as another index. */
  readonly variables?: Readonly<Record<string, string>>;
}

export interface GitOutcome {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** What a git command that may write or use the network does and says, whatever its exit status. @throws ReleaseError `GIT_MISSING` */
export async function tryGit(call: GitCall, args: readonly string[]): Promise<GitOutcome> {
  for (let left = lockTries; ; left -= 1) {
    const outcome = await runOnce(call, args);
    // A git process of a run that was killed may still be at work.
    const lock = /Unable to create '([^']+\.lock)': File exists/.exec(outcome.stderr)?.[1];
    if (left <= 1 || outcome.status === 0 || lock === undefined) return outcome;
    // Locks of a remote on the same machine are others' as well.
    if (lock.startsWith(`${call.root}/`)) await removeStaleLock(lock, call.root, Date.now());
    await new Promise((resolve) => { setTimeout(resolve, lockPauseMilliseconds); });
  }
}

/** What a git command prints, without the line end. @throws ReleaseError `GIT_FAILED`, `GIT_MISSING` */
export async function runGit(call: GitCall, args: readonly string[]): Promise<string> {
  const { status, stdout, stderr } = await tryGit(call, args);
  if (status === 0) return stdout.replace(/\n$/, '');
  throw gitFailed(args, stderr);
}

/** The error for a git command that failed. */
export function gitFailed(args: readonly string[], stderr: string): ReleaseError {
  const lock = /Unable to create '([^']+\.lock)'/.exec(stderr)?.[1];
  const hint = lock === undefined ? 'Read what git says, mend it, and run: bigpanda resume' : `If no git process is at work in this clone, remove "${lock}", and run: bigpanda resume`;
  return new ReleaseError('GIT_FAILED', `run git: "git ${nameCommand(args)}" failed: ${stderr.trim().split('\n').slice(0, 4).join('; ')}`, { hint });
}

/** The first word that is neither an option nor the value of `-c`. */
function nameCommand(args: readonly string[]): string {
  return args.find((arg, index) => !arg.startsWith('-') && args[index - 1] !== '-c') ?? '';
}

function runOnce({ root, env, input = '', variables = {} }: GitCall, args: readonly string[]): Promise<GitOutcome> {
  return new Promise((resolve, reject) => {
    const child = spawn('git', [...args], { cwd: root, env: { ...dropForeignRepository(env), ...settledEnvironment, ...variables }, stdio: ['pipe', 'pipe', 'pipe'] });
    const [out, said]: [Buffer[], Buffer[]] = [[], []];
    child.stdout.on('data', (bytes: Buffer) => out.push(bytes));
    child.stderr.on('data', (bytes: Buffer) => said.push(bytes));
    child.stdin.on('error', () => undefined);
    child.on('error', (cause: NodeJS.ErrnoException) => {
      reject(cause.code === 'ENOENT' ? new ReleaseError('GIT_MISSING', 'run git: the program "git" is not installed', { exitStatus: 2, cause, hint: 'Install git.' }) : cause);
    });
    child.on('close', (code) => { resolve({ status: code ?? 1, stdout: Buffer.concat(out).toString(), stderr: Buffer.concat(said).toString() }); });
    child.stdin.end(input);
  });
}
