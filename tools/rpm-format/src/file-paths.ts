import { readNumbers, readTexts } from './header-access.ts';
import type { Header } from './header-reader.ts';
import { RpmFormatError } from './rpm-format-error.ts';
import { headerTag } from './tag.ts';

/** PATH_MAX of Linux; without it, a long folder name that many files share would fill the memory. */
const pathLimit = 4096;

/**
 * Full paths of the files of a package: folder and base name, or whole in packages of rpm 3; only names in a source package.
 * @throws RpmFormatError `TAG_COUNT_WRONG`, `HEADER_ENTRY_INVALID`
 */
export function readPaths(header: Header): readonly string[] {
  const names = readTexts(header, headerTag.baseNames);
  if (names.length === 0) return readTexts(header, headerTag.oldFileNames);
  const folders = readTexts(header, headerTag.dirNames);
  const indexes = readNumbers(header, headerTag.dirIndexes);
  checkCount(headerTag.dirIndexes, indexes.length, names.length);
  return names.map((name, index) => {
    const folder = folders[indexes[index] ?? -1];
    if (folder === undefined) throw new RpmFormatError('TAG_COUNT_WRONG', `read the files: file ${index} is in a folder that does not exist`, { tag: headerTag.dirIndexes });
    if (folder.length + name.length > pathLimit) throw new RpmFormatError('HEADER_ENTRY_INVALID', `read the files: the path of file ${index} is longer than ${pathLimit} characters`, { tag: headerTag.baseNames });
    return folder + name;
  });
}

/**
 * Refuses an array that is not as long as the one it belongs to.
 * @throws RpmFormatError `TAG_COUNT_WRONG`
 */
export function checkCount(tag: number, found: number, wanted: number): void {
  if (found === wanted) return;
  throw new RpmFormatError('TAG_COUNT_WRONG', `read tag ${tag}: found ${found} items; wanted ${wanted}`, { tag });
}
