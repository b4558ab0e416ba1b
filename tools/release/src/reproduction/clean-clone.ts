import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { ReleaseError } from '@bigpanda/release-model';
import { makeTemporaryFolder } from '@bigpanda/rpm-repo';
import type { Context } from '../context.ts';
import { runGit, tryGit, type GitCall } from '../git/run-git.ts';
import { ledgerLayout } from '../ledger/ledger-record.ts';
import { findLedgerTip } from '../ledger/read-ledger.ts';

/** A clone of its own with one commit checked out and nothing else in it, gone afterwards. */
export interface CleanClone extends AsyncDisposable {
  readonly root: string;
}

/** A clone that a commit is taken from. */
export interface CloneSource {
  readonly root: string;
  readonly commit: string;
  readonly context: Pick<Context, 'env' | 'signal'>;
}

/**
 * A clean clone at a commit, with the tags and the ledger of the clone that it is made from, and with the npm packages that its lock file names.
 * @throws ReleaseError `COMMIT_MISSING` (exit status 2), `INSTALL_FAILED`, `GIT_FAILED`
 */
export async function openCleanClone({ root, commit, context }: CloneSource, say: (text: string) => void): Promise<CleanClone> {
  const git = { root, env: context.env };
  await requireCommit(git, commit);
  const folder = await makeTemporaryFolder('reproduce');
  const clone = { root: join(folder, 'clone'), [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }) };
  try {
    say(`clone at ${commit.slice(0, 10)}`);
    // Objects are read where they are, hooks of templates are not.
    await runGit(git, ['-c', 'core.hooksPath=/dev/null', 'clone', '--quiet', '--shared', '--no-checkout', '--', root, clone.root]);
    const there = { root: clone.root, env: context.env };
    await runGit(there, ['-c', 'core.hooksPath=/dev/null', '-c', 'advice.detachedHead=false', 'checkout', '--quiet', '--detach', commit]);
    const ledger = await findLedgerTip(git);
    if (ledger !== undefined) await runGit(there, ['update-ref', ledgerLayout.ref, ledger]);
    if (existsSync(join(clone.root, 'package-lock.json'))) {
      say('npm ci');
      await install(clone.root, context);
    }
    return clone;
  } catch (error) {
    await clone[Symbol.asyncDispose]();
    throw error;
  }
}

async function requireCommit(git: GitCall, commit: string): Promise<void> {
  if ((await tryGit(git, ['cat-file', '-e', `${commit}^{commit}`])).status === 0) return;
  throw new ReleaseError('COMMIT_MISSING', `reproduce a package: this clone does not have the commit ${commit} that its header names`, { exitStatus: 2, hint: 'Run it in a clone of the repository that the header names, after git fetch.' });
}

/** @throws ReleaseError `INSTALL_FAILED` */
function install(root: string, { env, signal }: Pick<Context, 'env' | 'signal'>): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn('npm', ['ci', '--no-audit', '--no-fund'], { cwd: root, env, stdio: ['ignore', 'pipe', 'pipe'], signal });
    const said: Buffer[] = [];
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (bytes: Buffer) => said.push(bytes));
    const fail = (fact: string, cause?: unknown): void => { reject(new ReleaseError('INSTALL_FAILED', `install what the lock file names: ${fact}`, { cause, hint: 'See that npm is installed and reaches its registry (npm ping), and run it again.' })); };
    child.on('error', (error) => { fail(error.message, error); });
    child.on('close', (status) => {
      if (status === 0) resolve();
      else fail(`npm ci ended with status ${status ?? 'none'}: ${Buffer.concat(said).toString().trim().split('\n').slice(-3).join('; ')}`);
    });
  });
}
