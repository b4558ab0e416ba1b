import { fileFlag, verifyFlag, type PackageFile } from '@bigpanda/rpm-format';
import { quotePath } from './spec-text.ts';

/** Directives by the bits of a file's flags that they set. */
const directives: readonly (readonly [number, string])[] = [
  [fileFlag.ghost, '%ghost'],
  [fileFlag.doc, '%doc'],
  [fileFlag.licence, '%license'],
  [fileFlag.readme, '%readme'],
  [fileFlag.artifact, '%artifact'],
];

/** Words of `%verify`, by the bits that they take away (rpm, build/files.c). */
const verifyWords: readonly (readonly [number, string])[] = [
  [verifyFlag.digest, 'filedigest'],
  [verifyFlag.size, 'size'],
  [verifyFlag.linkTarget, 'link'],
  [verifyFlag.user, 'user'],
  [verifyFlag.group, 'group'],
  [verifyFlag.mtime, 'mtime'],
  [verifyFlag.mode, 'mode'],
  [verifyFlag.device, 'rdev'],
  [verifyFlag.capabilities, 'caps'],
];

/** The line of a `%files` section for a file. */
export function writeFileLine(file: PackageFile): string {
  const flags = (file.flags ?? 0) | (file.type === 'ghost' ? fileFlag.ghost : 0);
  const isFolder = file.type === 'dir' || (file.type === 'ghost' && file.of === 'dir');
  return [
    ...directives.filter(([bit]) => (flags & bit) !== 0).map(([, directive]) => directive),
    ...writeConfig(flags),
    ...(isFolder ? ['%dir'] : []),
    ...writeOwners(file),
    ...(file.type === 'file' && file.capabilities !== undefined ? [`%caps(${file.capabilities})`] : []),
    ...(file.language === undefined || file.language === '' ? [] : [`%lang(${file.language})`]),
    ...writeVerify(file.verifyFlags),
    quotePath(file.path),
  ].join(' ');
}

function writeConfig(flags: number): readonly string[] {
  const isMissingOk = (flags & fileFlag.missingOk) !== 0;
  if ((flags & fileFlag.config) === 0) return isMissingOk ? ['%missingok'] : [];
  const words = [...((flags & fileFlag.noreplace) === 0 ? [] : ['noreplace']), ...(isMissingOk ? ['missingok'] : [])];
  return [words.length === 0 ? '%config' : `%config(${words.join(' ')})`];
}

/** A symbolic link has the mode that the system gives it. */
function writeOwners(file: PackageFile): readonly string[] {
  const isLink = file.type === 'symlink' || (file.type === 'ghost' && file.of === 'symlink');
  return [`%attr(${isLink ? '-' : file.mode.toString(8).padStart(4, '0')}, ${file.user ?? 'root'}, ${file.group ?? 'root'})`];
}

function writeVerify(verifyFlags: number | undefined): readonly string[] {
  const words = verifyWords.filter(([bit]) => verifyFlags !== undefined && (verifyFlags & bit) === 0).map(([, word]) => word);
  return words.length === 0 ? [] : [`%verify(not ${words.join(' ')})`];
}
