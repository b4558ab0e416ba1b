import { basename, posix } from 'node:path';
import { canonicalJson, type ContentEntry, type PackageDescription } from '@bigpanda/release-model';
import { fileFlag, type PackageFile } from '@bigpanda/rpm-format';
import type { PackInput } from './pack-input.ts';
import type { SourceTrees } from './source-tree.ts';
import { sysusersPath, writeSysusers } from './user-files.ts';

/** Where systemd looks for the units of packages (systemd.unit(5)). */
const unitFolder = '/usr/lib/systemd/system';

const flagsByType: Readonly<Record<ContentEntry['type'], number>> = {
  file: 0,
  config: fileFlag.config,
  noreplace: fileFlag.config | fileFlag.noreplace,
  dir: 0,
  ghost: fileFlag.ghost,
  symlink: 0,
  doc: fileFlag.doc,
  licence: fileFlag.licence,
};

/** The files of one package: what its description lists, its units, its licence, and in the main package what is generated. */
export function planContents(input: PackInput, described: PackageDescription, sources: SourceTrees): readonly PackageFile[] {
  const isMain = described === input.description;
  return [
    ...described.contents.flatMap((entry) => planEntry(entry, sources)),
    ...described.units.flatMap(({ source }) => planUnit(source, sources)),
    { type: 'file', path: `/usr/share/licenses/${described.name}/LICENSE`, mode: 0o644, flags: fileFlag.licence, content: input.licenceText },
    ...(isMain ? planGenerated(input) : []),
  ];
}

/** Where systemd finds the unit of a source. */
export function unitName(source: string): string {
  return basename(source);
}

function planEntry(entry: ContentEntry, sources: SourceTrees): readonly PackageFile[] {
  const mode = entry.mode === undefined ? undefined : Number.parseInt(entry.mode, 8);
  const place = { user: entry.owner, group: entry.group, flags: flagsByType[entry.type], path: entry.destination };
  if (entry.type === 'dir') return [{ ...place, type: 'dir', mode: mode ?? 0o755 }];
  if (entry.type === 'ghost') return [{ ...place, type: 'ghost', mode: mode ?? 0o644 }];
  if (entry.type === 'symlink') return [{ ...place, type: 'symlink', mode: 0o777, target: entry.target ?? '' }];
  return (sources.get(entry.source ?? '') ?? []).map(({ path, content }) => ({
    ...place,
    type: 'file',
    path: path === '' ? entry.destination : posix.join(entry.destination, path),
    mode: mode ?? 0o644,
    content,
  }));
}

function planUnit(source: string, sources: SourceTrees): readonly PackageFile[] {
  return (sources.get(source) ?? []).map(({ content }) => ({ type: 'file', path: `${unitFolder}/${unitName(source)}`, mode: 0o644, content }));
}

/** The only file that says which version this is; comparisons of contents leave it out. */
function planGenerated(input: PackInput): readonly PackageFile[] {
  const { version, release, commit, description: { name, users } } = input;
  const versionJson = Buffer.from(canonicalJson({ name, version, release, commit }));
  const sysusers: readonly PackageFile[] =
    users.length === 0 ? [] : [{ type: 'file', path: sysusersPath(name), mode: 0o644, content: Buffer.from(writeSysusers(users)) }];
  return [{ type: 'file', path: `/usr/lib/${name}/version.json`, mode: 0o644, content: versionJson }, ...sysusers];
}
