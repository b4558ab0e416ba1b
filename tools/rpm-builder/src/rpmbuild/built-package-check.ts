import { open } from 'node:fs/promises';
import { ReleaseError } from '@bigpanda/release-model';
import { fileFlag, fileType, headerTag, openRpm, type PackagedFile, type PackageFile, type PackageSpec, type RpmStream } from '@bigpanda/rpm-format';
import type { ContentFile } from '../spec-file/spec-install.ts';
import type { StoredContent } from './content-folder.ts';

/** Scriptlets that rpmbuild before 4.19 takes for lines of the section before them (rpm, docs/manual/spec.md). */
const lateScriptlets = { preuntrans: headerTag.preuntransProgram, postuntrans: headerTag.postuntransProgram } as const;

/**
 * Refuses a package in which rpmbuild did not put exactly the files and scriptlets that were planned.
 * @throws ReleaseError `RPMBUILD_DIFFERS`
 */
export async function checkBuiltPackage(path: string, spec: PackageSpec, stored: ReadonlyMap<ContentFile, StoredContent>): Promise<void> {
  const wanted = spec.files.map((file) => describePlanned(file, file.type === 'file' ? stored.get(file)?.digest : undefined)).sort();
  const { header, files } = await readHeaders(path);
  const found = files.map(describeBuilt).sort();
  const different = [...wanted.filter((line) => !found.includes(line)).map((line) => `wanted ${line}`), ...found.filter((line) => !wanted.includes(line)).map((line) => `found ${line}`), ...listLostScriptlets(spec, header)];
  if (different.length === 0) return;
  throw new ReleaseError('RPMBUILD_DIFFERS', `pack with rpmbuild: in "${spec.name}" it made something else than was planned: ${different.slice(0, 6).join('; ')}`, {
    hint: 'Use the packager "native", which writes what is planned.',
  });
}

async function readHeaders(path: string): Promise<RpmStream> {
  await using handle = await open(path);
  const stream = await openRpm(handle.createReadStream({ autoClose: false }));
  await stream.close();
  return stream;
}

function listLostScriptlets({ scriptlets = {} }: PackageSpec, header: RpmStream['header']): readonly string[] {
  return (['preuntrans', 'postuntrans'] as const)
    .filter((name) => scriptlets[name] !== undefined && !header.entries.has(lateScriptlets[name]))
    .map((name) => `it has no scriptlet "${name}", which rpmbuild makes from 4.19 on`);
}

function describePlanned(file: PackageFile, digest = ''): string {
  const flags = (file.flags ?? 0) | (file.type === 'ghost' ? fileFlag.ghost : 0);
  const isLink = file.type === 'symlink' || (file.type === 'ghost' && file.of === 'symlink');
  return describe({ path: file.path, mode: isLink ? 0o777 : file.mode, user: file.user ?? 'root', group: file.group ?? 'root', flags, digest });
}

/** The digest of a ghost is that of what stood in its place while it was packed. */
function describeBuilt({ path, mode, user, group, flags, digest }: PackagedFile): string {
  const isLink = (mode & fileType.mask) === fileType.symlink;
  return describe({ path, mode: isLink ? 0o777 : mode & 0o7777, user, group, flags, digest: (flags & fileFlag.ghost) === 0 ? digest : '' });
}

function describe({ path, mode, user, group, flags, digest }: Pick<PackagedFile, 'path' | 'mode' | 'user' | 'group' | 'flags' | 'digest'>): string {
  return `${JSON.stringify(path)} (mode ${mode.toString(8).padStart(4, '0')}, ${user}:${group}, flags ${flags}, sha256 ${digest === '' ? 'none' : digest})`;
}
