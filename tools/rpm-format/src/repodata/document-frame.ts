/** The three documents that list every package. */
export type PackageDocument = 'primary' | 'filelists' | 'other';

export const packageDocuments: readonly PackageDocument[] = ['primary', 'filelists', 'other'];

/** What stands before and after the packages of a document. */
export interface DocumentFrame {
  readonly head: string;
  readonly tail: string;
}

const declaration = '<?xml version="1.0" encoding="UTF-8"?>\n';

/** The frame of a document with that many packages, byte for byte as createrepo_c 0.17 writes it. */
export function frameDocument(type: PackageDocument, packageCount: number): DocumentFrame {
  switch (type) {
    case 'primary':
      return {
        head: `${declaration}<metadata xmlns="http://linux.duke.edu/metadata/common" xmlns:rpm="http://linux.duke.edu/metadata/rpm" packages="${packageCount}">\n`,
        tail: '</metadata>',
      };
    case 'filelists':
      return { head: `${declaration}<filelists xmlns="http://linux.duke.edu/metadata/filelists" packages="${packageCount}">\n`, tail: '</filelists>' };
    case 'other':
      return { head: `${declaration}<otherdata xmlns="http://linux.duke.edu/metadata/other" packages="${packageCount}">\n`, tail: '</otherdata>' };
  }
}

/** A whole document of packages that were rendered one by one. */
export function renderDocument(type: PackageDocument, packages: readonly string[]): string {
  const { head, tail } = frameDocument(type, packages.length);
  return [head, ...packages, tail].join('');
}
