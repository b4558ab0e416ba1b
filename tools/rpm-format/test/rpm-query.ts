import { print } from './fixture.ts';

/** Tags that rpm prints and `listQueryFields` does not have, and why. */
export const leftOut: Readonly<Record<string, string>> = {
  ...Object.fromEntries(['C', 'E', 'N', 'O', 'P', 'R', 'V', 'CONFLICTS', 'ENHANCES', 'OBSOLETES', 'PROVIDES', 'RECOMMENDS', 'REQUIRES', 'SUGGESTS', 'SUPPLEMENTS', 'FILEMD5S', 'HDRID', 'PKGID'].map((name) => [name, 'another name of a tag'])),
  DBINSTANCE: 'number in the database of installed packages',
  HEADERIMMUTABLE: 'the whole header: see headerBytes',
  HEADERCOLOR: 'made of FILECOLORS; rpm uses it while it installs',
  FILECLASS: 'empty texts where a package does not have it',
  FILEPROVIDE: 'made of DEPENDSDICT, which no package has that was made without rpmbuild',
  FILEREQUIRE: 'likewise',
  ...Object.fromEntries(['TRIGGERCONDS', 'TRIGGERTYPE', 'FILETRIGGERCONDS', 'FILETRIGGERTYPE', 'TRANSFILETRIGGERCONDS', 'TRANSFILETRIGGERTYPE'].map((name) => [name, 'made of the arrays over triggers, which are there'])),
};

/** What rpm prints of each tag it knows, those without a value left out. */
export function askRpm(file: string): ReadonlyMap<string, readonly string[]> {
  const names = print('rpm', ['--querytags']).trim().split('\n');
  const shown = print('rpm', ['-qp', '--nosignature', '--qf', names.map((name) => `\u0001${name}\u0002[%{${name}}\u0003]`).join(''), file]);
  const fields = shown.split('\u0001').slice(1).map((part): readonly [string, readonly string[]] => {
    const [name = '', values = ''] = part.split('\u0002');
    return [name, values.split('\u0003').slice(0, -1)];
  });
  return new Map(fields.filter(([, values]) => values.length > 0 && values.join() !== '(none)'));
}
