import { ReleaseError } from '@bigpanda/release-model';
import { readGit } from './git.ts';
import type { History, HistoryCommit } from './history.ts';

/** With `-z` a record is a token `\x01 id \x02 parents \x02 time \x02 message`, then a token for each path, the first after a newline. */
const format = '%x01%H%x02%P%x02%ct%x02%B';
const recordStart = /^\x01[0-9a-f]{40}\x02[0-9a-f ]*\x02\d+\x02/;

/**
 * The history of the commit that is checked out, read with four git processes whatever its length.
 * @throws ReleaseError `GIT_SHALLOW` for a clone without its past, and those of {@link readGit}
 */
export async function readHistory(workspaceRoot: string): Promise<History> {
  const [shallow, head = ''] = (await readGit(workspaceRoot, ['rev-parse', '--is-shallow-repository', 'HEAD^{commit}'])).trim().split('\n');
  if (shallow === 'true') {
    throw new ReleaseError('GIT_SHALLOW', 'read the history: this clone is shallow, so versions cannot be counted', { exitStatus: 2, hint: 'Deepen it: git fetch --unshallow --tags' });
  }
  const [commits, mainline, tags] = await Promise.all([
    readLog(workspaceRoot, ['--topo-order', '-c']),
    readLog(workspaceRoot, ['--first-parent', '-m']),
    readTags(workspaceRoot),
  ]);
  return { head, commits, mainline, tags };
}

async function readLog(workspaceRoot: string, args: readonly string[]): Promise<HistoryCommit[]> {
  const output = await readGit(workspaceRoot, ['log', '-z', '--name-only', '--no-renames', '--no-show-signature', `--format=${format}`, ...args, 'HEAD', '--']);
  const commits: { head: HistoryCommit; paths: string[] }[] = [];
  for (const token of output.split('\0')) {
    if (recordStart.test(token)) commits.push({ head: parseRecord(token), paths: [] });
    else if (token.replace(/^\n/, '') !== '') commits.at(-1)?.paths.push(token.replace(/^\n/, ''));
  }
  return commits.map(({ head, paths }) => ({ ...head, paths }));
}

function parseRecord(token: string): HistoryCommit {
  const [id = '', parents = '', time = '', ...message] = token.slice(1).split('\x02');
  return {
    id,
    parents: parents.split(' ').filter((parent) => parent !== ''),
    timeSeconds: Number(time),
    message: message.join('\x02').trim(),
    paths: [],
  };
}

async function readTags(workspaceRoot: string): Promise<Map<string, string>> {
  const output = await readGit(workspaceRoot, ['for-each-ref', 'refs/tags', '--merged=HEAD', '--format=%(refname:strip=2)%00%(objectname)%00%(*objectname)']);
  const lines = output.split('\n').filter((line) => line !== '');
  return new Map(lines.map((line) => {
    const [name = '', object = '', target = ''] = line.split('\0');
    return [name, target === '' ? object : target];
  }));
}
