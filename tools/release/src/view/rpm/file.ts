import { fileFlag, type PackagedFile } from '@bigpanda/rpm-format';

const typeNames: ReadonlyMap<number, string> = new Map([[0o040000, 'dir'], [0o120000, 'symlink'], [0o100000, 'file'], [0o010000, 'fifo'], [0o140000, 'socket'], [0o020000, 'character device'], [0o060000, 'block device']]);

/** `file`, `dir`, `symlink` or a kind of special file. */
export function nameType(mode: number): string {
  return typeNames.get(mode & 0o170000) ?? 'unknown';
}

/** A file of a package as `--json` gives it: permissions in octal digits, flags by name, what is empty left out. */
export function presentFile({ path, sizeBytes, mode, mtimeSeconds, digest, linkTarget, flags, user, group, language, capabilities }: PackagedFile): object {
  return {
    path,
    type: nameType(mode),
    sizeBytes,
    mode: (mode & 0o7777).toString(8).padStart(4, '0'),
    user,
    group,
    mtimeSeconds,
    flags: Object.entries(fileFlag).filter(([, bit]) => (flags & bit) !== 0).map(([name]) => name),
    ...(digest === '' ? {} : { digest }),
    ...(linkTarget === '' ? {} : { linkTarget }),
    ...(language === '' ? {} : { language }),
    ...(capabilities === '' ? {} : { capabilities }),
  };
}
