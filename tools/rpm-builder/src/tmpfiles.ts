import { posix } from 'node:path';
import type { TmpfilesEntry, TmpfilesLine } from '@bigpanda/release-model';
import type { PackageFile } from '@bigpanda/rpm-format';
import type { SourceTrees } from './source-tree.ts';

/** Where systemd-tmpfiles looks for the files of packages (tmpfiles.d(5)). */
const tmpfilesFolder = '/usr/lib/tmpfiles.d';

/** The tmpfiles.d(5) files of a package: each that it names as `<stem>.conf`, and its entries as `<package>.conf`. */
export function planTmpfiles(packageName: string, entries: readonly TmpfilesEntry[], sources: SourceTrees): readonly PackageFile[] {
  const files = entries.flatMap((entry) => ('source' in entry ? [entry.source] : []));
  const lines = entries.flatMap((entry) => ('source' in entry ? [] : [writeLine(entry)]));
  const named = files.flatMap((source) =>
    (sources.get(source) ?? []).map(({ content }): PackageFile => ({ type: 'file', path: `${tmpfilesFolder}/${posix.parse(source).name}.conf`, mode: 0o644, content })),
  );
  if (lines.length === 0) return named;
  return [...named, { type: 'file', path: `${tmpfilesFolder}/${packageName}.conf`, mode: 0o644, content: Buffer.from(lines.join('')) }];
}

function writeLine({ type, path, mode, owner = 'root', group = 'root', age, argument }: TmpfilesLine): string {
  const fields = [type, quoteField(path), mode ?? '-', owner, group, age ?? '-', ...(argument === undefined ? [] : [argument])];
  return `${fields.join(' ')}\n`;
}

/** A path with spaces stands in quotes, as in a shell's double ones (tmpfiles.d(5), Configuration File Format). */
function quoteField(path: string): string {
  return /[\s"'\\]/.test(path) ? `"${path.replaceAll(/["\\]/g, '\\$&')}"` : path;
}
