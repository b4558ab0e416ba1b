import { execFile, type ExecFileException } from 'node:child_process';
import { ReleaseError } from '@bigpanda/release-model';

const outputLimitBytes = 1 << 30;

/**
 * What a git command prints, for reading only: it takes no locks, needs no network and speaks English.
 * @throws ReleaseError `GIT_MISSING`, `GIT_NOT_A_REPOSITORY`, `GIT_NO_COMMIT`, `GIT_FAILED`
 */
export function readGit(folder: string, args: readonly string[]): Promise<string> {
  const env = { ...process.env, LC_ALL: 'C', GIT_OPTIONAL_LOCKS: '0', GIT_TERMINAL_PROMPT: '0' };
  return new Promise((resolve, reject) => {
    execFile('git', [...args], { cwd: folder, env, maxBuffer: outputLimitBytes }, (error, stdout, stderr) => {
      if (error === null) resolve(stdout);
      else reject(explain({ error, stderr, args }));
    });
  });
}

interface GitFailure {
  readonly error: ExecFileException;
  readonly stderr: string;
  readonly args: readonly string[];
}

function explain({ error, stderr, args }: GitFailure): ReleaseError {
  if (error.code === 'ENOENT') {
    return new ReleaseError('GIT_MISSING', 'read the history: the program "git" is not installed', { exitStatus: 2, cause: error, hint: 'Install git, for example with dnf install git or apt-get install git.' });
  }
  if (/not a git repository/.test(stderr)) {
    return new ReleaseError('GIT_NOT_A_REPOSITORY', 'read the history: this folder is not in a git repository', { exitStatus: 2, cause: error, hint: 'Run it in a clone made with git clone; an unpacked archive has no history to plan from.' });
  }
  if (/(?:ambiguous argument|bad revision|unknown revision.*) ?'HEAD|does not have any commits|Needed a single revision/.test(stderr)) {
    return new ReleaseError('GIT_NO_COMMIT', 'read the history: the repository has no commit yet', { exitStatus: 2, cause: error, hint: 'Commit something first.' });
  }
  if (/dubious ownership/.test(stderr)) {
    return new ReleaseError('GIT_OTHER_OWNER', 'read the history: git does not trust this clone, because it belongs to another user', { exitStatus: 2, cause: error, hint: 'Run it as the owner of the clone, or trust it: git config --global --add safe.directory "$PWD"' });
  }
  const said = stderr.trim().split('\n')[0] ?? '';
  return new ReleaseError('GIT_FAILED', `read the history: "git ${args[0] ?? ''}" failed: ${said || error.message}`, { cause: error, hint: 'Run the git command by hand to see more.' });
}
