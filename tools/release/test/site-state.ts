import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';

/** Where a site's parts lie. */
export interface SitePlace {
  readonly root: string;
  readonly remote: string;
  readonly keyFile: string;
}

/** Everything that a release leaves behind for others and for the next one, as text that can be compared. */
export function describeSite({ root, remote }: SitePlace): Record<string, string> {
  const git = (folder: string, ...args: readonly string[]): string => execFileSync('git', [...args], { cwd: folder, encoding: 'utf8' }).trim();
  const refs = ['for-each-ref', '--format=%(refname) %(objectname)'];
  return {
    'refs of the remote': git(remote, ...refs),
    'refs of the clone': git(root, ...refs, 'refs/heads', 'refs/tags'),
    'working tree': git(root, 'status', '--short'),
    head: git(root, 'rev-parse', 'HEAD'),
    repository: [...digestFiles(join(root, 'build/repo'))].join('\n'),
  };
}

/** Path and digest of every file and link that a repository serves. */
function digestFiles(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true }).flatMap((entry) => {
    const path = join(entry.parentPath, entry.name);
    const name = path.slice(folder.length + 1);
    if (name.startsWith('.')) return [];
    if (entry.isSymbolicLink()) return [`${name} -> ${readlinkSync(path)}`];
    return entry.isFile() ? [`${name} ${createHash('sha256').update(readFileSync(path)).digest('hex')}`] : [];
  }).sort();
}
