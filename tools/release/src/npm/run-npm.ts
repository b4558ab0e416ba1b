import { spawn } from 'node:child_process';
import { ReleaseError } from '@bigpanda/release-model';

/** npm without what a person is told by the way, and without scripts of packages. */
const quietNpm = { npm_config_audit: 'false', npm_config_fund: 'false', npm_config_update_notifier: 'false', npm_config_ignore_scripts: 'true', npm_config_loglevel: 'error', npm_config_color: 'false', npm_config_progress: 'false', npm_config_workspaces: 'false' } as const;

export interface NpmCall {
  /** Folder that it runs in. */
  readonly folder: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly signal: AbortSignal;
}

export interface NpmOutcome {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** What npm does and says, whatever its exit status; it reads the configuration of whoever runs it. @throws ReleaseError `NPM_MISSING` */
export function tryNpm({ folder, env, signal }: NpmCall, args: readonly string[]): Promise<NpmOutcome> {
  return new Promise((resolve, reject) => {
    const child = spawn('npm', [...args], { cwd: folder, env: { ...env, ...quietNpm }, stdio: ['ignore', 'pipe', 'pipe'], signal });
    const [out, said]: [Buffer[], Buffer[]] = [[], []];
    child.stdout.on('data', (bytes: Buffer) => out.push(bytes));
    child.stderr.on('data', (bytes: Buffer) => said.push(bytes));
    child.on('error', (cause: NodeJS.ErrnoException) => {
      reject(cause.code === 'ENOENT' ? new ReleaseError('NPM_MISSING', 'run npm: the program "npm" is not installed', { exitStatus: 2, cause, hint: 'Install it; it comes with Node.js.' }) : cause);
    });
    child.on('close', (code) => { resolve({ status: code ?? 1, stdout: Buffer.concat(out).toString(), stderr: Buffer.concat(said).toString() }); });
  });
}

/** What npm says of a failure: its code, and its words on one line. */
export function explainNpm({ stderr }: NpmOutcome): { readonly code: string; readonly words: string } {
  const lines = stderr.split('\n').flatMap((line) => /^npm (?:error|ERR!) (.*)$/.exec(line)?.[1] ?? []).filter((line) => !line.startsWith('A complete log'));
  const code = lines.flatMap((line) => /^code (\w+)/.exec(line)?.[1] ?? [])[0] ?? '';
  return { code, words: lines.filter((line) => !line.startsWith('code ') && line.trim() !== '').slice(0, 3).join('; ') || stderr.trim().slice(0, 300) };
}
