import { posix } from 'node:path';
import { layout } from './layout.ts';
import type { RepositoryFiles } from './repository-files.ts';
import type { RepositoryFinding } from './repository-finding.ts';

/** Where links may stand, and where they may lead: names of snapshots; packages of a snapshot and of a plain folder. */
const places: readonly { readonly from: RegExp; readonly to: RegExp }[] = [
  { from: /^(?:(?:serial|release)\/[^/]+|at\/[^/]+\/[^/]+)\/[^/]+$/, to: /^snapshots\/[^/]+\/[^/]+$/ },
  { from: /^(?:snapshots|channels)\/[^/]+\/[^/]+\/(?!repodata(?:\/|$))/, to: /^pool(?:\/|$)/ },
];

/** Symbolic links where none belongs, or that lead elsewhere than those of a repository do: a web server would follow them. */
export async function findPlantedLinks(files: RepositoryFiles, folder = ''): Promise<readonly RepositoryFinding[]> {
  const findings: RepositoryFinding[] = [];
  for (const { name, kind } of await files.list(folder)) {
    const path = posix.join(folder, name);
    if (kind === 'folder' && path !== layout.staging) findings.push(...(await findPlantedLinks(files, path)));
    if (kind !== 'link') continue;
    const target = (await files.readLink(path)) ?? '';
    if (!isExpected(path, target)) findings.push({ code: 'FILE_UNKNOWN', file: path, message: `is a symbolic link to "${target}", where a repository has none` });
  }
  return findings;
}

function isExpected(path: string, target: string): boolean {
  const leadsTo = posix.isAbsolute(target) ? target : posix.join(posix.dirname(path), target);
  return places.some(({ from, to }) => from.test(path) && to.test(leadsTo));
}
