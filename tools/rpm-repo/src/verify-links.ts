import type { PublishRecord } from '@bigpanda/release-model';
import { listHistoryLinks } from './history-links.ts';
import { isSnapshotId, layout } from './layout.ts';
import type { RepositoryFiles } from './repository-files.ts';
import type { RepositoryFinding } from './repository-finding.ts';

/** What is wrong with the names that snapshots have: each record's have to be there while its snapshot is, and none may lead elsewhere. */
export async function verifyLinks(files: RepositoryFiles, records: readonly PublishRecord[]): Promise<readonly RepositoryFinding[]> {
  const present = await listLinks(files);
  const snapshots = new Set(await listSnapshotFolders(files));
  const numbered = records.filter(({ number }) => number !== undefined);
  // Two records of one second share a name, which the later one has.
  const wanted = new Map(numbered.flatMap((record) => listHistoryLinks(record, [])).map(({ path, target }) => [path, target]));
  const missing = [...wanted].filter(([path, target]) => present.get(path) !== target && snapshots.has(target.replace(/^(?:\.\.\/)+/, '')));
  const strangers = [...present].filter(([path, target]) => {
    const isKnown = wanted.has(path) || path.startsWith(`${layout.releases}/`);
    return !isKnown || target === undefined || !snapshots.has(target.replace(/^(?:\.\.\/)+/, ''));
  });
  return [
    ...missing.map(([file, target]) => ({ code: 'LINK_WRONG' as const, file, message: `is ${describe(present.get(file))}; wanted a link to "${target}"` })),
    ...strangers.filter(([path]) => !missing.some(([each]) => each === path)).map(([file, target]) => ({ code: 'FILE_UNKNOWN' as const, file, message: `is ${describe(target)}, which is no snapshot that is there` })),
  ];
}

function describe(target: string | undefined): string {
  return target === undefined ? 'no link' : `a link to "${target}"`;
}

/** Every entry at the depth of links, with what it says; `undefined` for what is none. */
export async function listLinks(files: RepositoryFiles): Promise<ReadonlyMap<string, string | undefined>> {
  const found = new Map<string, string | undefined>();
  for (const [root, depth] of [[layout.serials, 1], [layout.releases, 1], [layout.times, 2]] as const) {
    for (const folder of await listFolders(files, root, depth)) {
      for (const { name, kind } of await files.list(folder)) found.set(`${folder}/${name}`, kind === 'link' ? await files.readLink(`${folder}/${name}`) : undefined);
    }
  }
  return found;
}

async function listFolders(files: RepositoryFiles, folder: string, depth: number): Promise<readonly string[]> {
  if (depth === 0) return [folder];
  const inner = await Promise.all((await files.list(folder)).map(({ name }) => listFolders(files, `${folder}/${name}`, depth - 1)));
  return inner.flat();
}

async function listSnapshotFolders(files: RepositoryFiles): Promise<readonly string[]> {
  const targets = (await files.list(layout.snapshots)).map(({ name }) => name);
  const listed = await Promise.all(targets.map(async (target) => (await files.list(layout.targetSnapshots(target))).filter(({ name }) => isSnapshotId(name)).map(({ name }) => layout.snapshot(target, name))));
  return listed.flat();
}
