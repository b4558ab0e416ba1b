import { createHash } from 'node:crypto';
import { posix } from 'node:path';
import { fixedPart, isPattern } from '@bigpanda/release-model';
import type { FileContent, PackageSpec } from '@bigpanda/rpm-format';
import { requireOneTree } from '../spec-file/path-conflict.ts';
import type { ContentFile } from '../spec-file/spec-install.ts';
import type { SourceTrees } from '../source-tree.ts';
import type { ArchiveEntry } from './source-archive.ts';

/** Where files are that stand in no source, such as `version.json`. */
const generatedFolder = '.rpm/files';

/** Where the content of each file is found in the unpacked sources. */
export interface SourceLayout {
  readonly origins: ReadonlyMap<ContentFile, string>;
  /** What has to be in the archive for that: files that nothing makes. */
  readonly entries: readonly ArchiveEntry[];
}

export interface LayoutFacts {
  readonly specs: readonly PackageSpec[];
  readonly trees: SourceTrees;
  /** Folder of the component below the workspace. */
  readonly root: string;
  readonly builtFolders: readonly string[];
}

/**
 * Files of a source keep the place that they have in the workspace; all others get one by where they are installed.
 * @throws ReleaseError `RPMBUILD_PATH_CONFLICT`
 */
export function layOutSources({ specs, trees, root, builtFolders }: LayoutFacts): SourceLayout {
  const places = new Map<FileContent, string>();
  for (const [source, files] of trees) {
    const folder = isPattern(source) ? fixedPart(source) : source;
    for (const { path, content } of files) places.set(content, posix.join(folder, path));
  }
  const origins = new Map<ContentFile, string>();
  const entries: ArchiveEntry[] = [];
  for (const file of specs.flatMap((spec) => spec.files)) {
    if (file.type !== 'file') continue;
    const place = places.get(file.content);
    const origin = place === undefined ? posix.join(generatedFolder, file.path) : posix.join(root, place);
    origins.set(file, origin);
    if (place === undefined || !builtFolders.some((folder) => place.startsWith(`${folder}/`))) entries.push({ path: origin, content: file.content });
  }
  requireOneTree(specs, (file) => (file.content instanceof Uint8Array ? createHash('sha256').update(file.content).digest('hex') : (origins.get(file) ?? '')));
  return { origins, entries };
}
