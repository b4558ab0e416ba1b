import { execFile, spawn, type ChildProcessByStdio, type ExecFileException } from 'node:child_process';
import { devNull } from 'node:os';
import type { Readable } from 'node:stream';
import { ReleaseError } from '@bigpanda/release-model/release-error';

const outputLimitBytes = 2 ** 31 - 1;

/**
 * What a person's or a machine's own configuration would change in what git prints (git-config(1)).
 * `protocol.allow` keeps a partial clone from asking its server for what it left out.
 */
const settledConfiguration = ['log.showRoot=true', 'i18n.logOutputEncoding=UTF-8', 'diff.relative=false', 'diff.ignoreSubmodules=none', 'protocol.allow=never'].flatMap((setting) => ['-c', setting]);

/** Reads only: no locks, no prompts, no lazy fetches, and history as it was committed, without local replacements and grafts. */
const settledEnvironment = { LC_ALL: 'C', GIT_OPTIONAL_LOCKS: '0', GIT_TERMINAL_PROMPT: '0', GIT_NO_REPLACE_OBJECTS: '1', GIT_GRAFT_FILE: devNull, GIT_NO_LAZY_FETCH: '1' } as const;

/** Variables that say which repository and index git uses (git-rev-parse(1), --local-env-vars): in a hook they name another one than the folder does. */
const foreignRepository = ['GIT_ALTERNATE_OBJECT_DIRECTORIES', 'GIT_COMMON_DIR', 'GIT_DIR', 'GIT_GRAFT_FILE', 'GIT_IMPLICIT_WORK_TREE', 'GIT_INDEX_FILE', 'GIT_NAMESPACE', 'GIT_OBJECT_DIRECTORY', 'GIT_PREFIX', 'GIT_REPLACE_REF_BASE', 'GIT_SHALLOW_FILE', 'GIT_WORK_TREE'];

/** An environment without what names another repository, index or history than a folder's own. */
export function dropForeignRepository(env: Readonly<Record<string, string | undefined>>): Record<string, string | undefined> {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !foreignRepository.includes(name)));
}

/**
 * What a git command prints, for reading only: it takes no locks, needs no network and speaks English.
 * @throws ReleaseError `GIT_MISSING`, `GIT_NOT_A_REPOSITORY`, `GIT_NO_COMMIT`, `GIT_OTHER_OWNER`, `GIT_PARTIAL`, `GIT_FAILED`
 */
export async function readGit(folder: string, args: readonly string[]): Promise<string> {
  return (await readGitBytes(folder, args)).toString('utf8');
}

/** What a git command prints as bytes, for output that may be larger than a string can be; see {@link readGit}. */
export function readGitBytes(folder: string, args: readonly string[]): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    execFile('git', [...settledConfiguration, ...args], { cwd: folder, env: settleEnvironment(), maxBuffer: outputLimitBytes, encoding: 'buffer' }, (error, stdout, stderr) => {
      if (error === null) resolve(stdout);
      else reject(explainGit({ error, stderr: stderr.toString('utf8'), args }));
    });
  });
}

/** A git command that prints while its output is read; settled as {@link readGit} is. */
export function startGit(folder: string, args: readonly string[]): ChildProcessByStdio<null, Readable, Readable> {
  return spawn('git', [...settledConfiguration, ...args], { cwd: folder, env: settleEnvironment(), stdio: ['ignore', 'pipe', 'pipe'] });
}

function settleEnvironment(): Record<string, string | undefined> {
  return { ...dropForeignRepository(process.env), ...settledEnvironment };
}

interface GitFailure {
  readonly error: ExecFileException;
  readonly stderr: string;
  readonly args: readonly string[];
}

/** The error of a git command that failed. */
export function explainGit({ error, stderr, args }: GitFailure): ReleaseError {
  if (error.code === 'ENOENT') {
    return new ReleaseError('GIT_MISSING', 'read the history: the program "git" is not installed', { exitStatus: 2, cause: error, hint: 'Install git, for example with dnf install git or apt-get install git.' });
  }
  if (/not a git repository|must be run in a work tree/.test(stderr)) {
    return new ReleaseError('GIT_NOT_A_REPOSITORY', 'read the history: this folder is not in a git repository with a working tree', { exitStatus: 2, cause: error, hint: 'Run it in a clone made with git clone; an unpacked archive has no history to plan from.' });
  }
  if (/(?:ambiguous argument|bad revision|unknown revision.*) ?'HEAD|does not have any commits|Needed a single revision/.test(stderr)) {
    return new ReleaseError('GIT_NO_COMMIT', 'read the history: the repository has no commit yet', { exitStatus: 2, cause: error, hint: 'Commit something first.' });
  }
  if (/dubious ownership/.test(stderr)) {
    return new ReleaseError('GIT_OTHER_OWNER', 'read the history: git does not trust this clone, because it belongs to another user', { exitStatus: 2, cause: error, hint: 'Run it as the owner of the clone, or trust it: git config --global --add safe.directory "$PWD"' });
  }
  if (/promisor remote|lazy fetching disabled|transport '.*' not allowed/.test(stderr)) {
    return new ReleaseError('GIT_PARTIAL', 'read the history: this clone left out folders of its past, so changes cannot be told', { exitStatus: 2, cause: error, hint: 'Bring them: git fetch --refetch --filter=blob:none' });
  }
  const said = stderr.trim().split('\n')[0] ?? '';
  return new ReleaseError('GIT_FAILED', `read the history: "git ${args[0] ?? ''}" failed: ${said || error.message}`, { cause: error, hint: 'Run the git command by hand to see more.' });
}
