import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { runGit, type GitCall } from './run-git.ts';

/** Name of an index of a process's own, before its number. */
const indexPrefix = 'index-';

/** Whose name stands in what a release makes, and when. */
export interface Signature {
  readonly name: string;
  readonly email: string;
  readonly timeSeconds: number;
}

export interface TreeChange {
  /** Commit or tree that it begins from; an empty one when absent. */
  readonly base?: string | undefined;
  /** Folders whose whole content is replaced by that of a tree. */
  readonly folders?: readonly { readonly path: string; readonly tree: string }[];
  /** Texts by path below the workspace. */
  readonly files: ReadonlyMap<string, string>;
}

/** The variables by which git signs with a given name and time instead of a person's and the clock's. */
export function signatureVariables({ name, email, timeSeconds }: Signature): Record<string, string> {
  const date = `${timeSeconds} +0000`;
  return { GIT_AUTHOR_NAME: name, GIT_AUTHOR_EMAIL: email, GIT_AUTHOR_DATE: date, GIT_COMMITTER_NAME: name, GIT_COMMITTER_EMAIL: email, GIT_COMMITTER_DATE: date };
}

/** Makes the tree that a change leads to, in git's store only: neither the working tree nor the index is touched. Gives its id. */
export async function writeTree(call: GitCall, folder: string, { base, folders = [], files }: TreeChange): Promise<string> {
  const variables = { GIT_INDEX_FILE: join(folder, `${indexPrefix}${process.pid}`) };
  await runGit({ ...call, variables }, base === undefined ? ['read-tree', '--empty'] : ['read-tree', base]);
  for (const { path, tree } of folders) {
    await runGit({ ...call, variables: { ...variables, GIT_LITERAL_PATHSPECS: '1' } }, ['rm', '-r', '--cached', '--quiet', '--force', '--', path]);
    await runGit({ ...call, variables }, ['read-tree', `--prefix=${path}/`, tree]);
  }
  const entries: string[] = [];
  for (const [path, input] of files) entries.push(`100644 ${await runGit({ ...call, input }, ['hash-object', '-w', '--stdin'])}\t${path}\0`);
  await runGit({ ...call, variables, input: entries.join('') }, ['update-index', '-z', '--index-info']);
  const tree = await runGit({ ...call, variables }, ['write-tree']);
  await rm(variables.GIT_INDEX_FILE);
  return tree;
}

/** Removes the indexes that processes left behind when they were killed while they made trees. */
export async function clearIndexes(folder: string): Promise<void> {
  const left = (await readdir(folder)).filter((name) => name.startsWith(indexPrefix));
  await Promise.all(left.map((name) => rm(join(folder, name), { force: true })));
}

export interface CommitText {
  readonly tree: string;
  readonly parents: readonly string[];
  readonly message: string;
  readonly signature: Signature;
}

/** Makes a commit in git's store only, the same for the same text; gives its id. */
export function writeCommit(call: GitCall, { tree, parents, message, signature }: CommitText): Promise<string> {
  const variables = signatureVariables(signature);
  return runGit({ ...call, variables, input: message }, ['-c', 'commit.gpgSign=false', '-c', 'i18n.commitEncoding=UTF-8', 'commit-tree', tree, ...parents.flatMap((parent) => ['-p', parent])]);
}
