import { existsSync, globSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { digestOf } from './result-cache.ts';

const ownFolder = join(import.meta.dirname, '..');
/** npm's list of what is installed: every version, with its integrity. */
const installedList = 'node_modules/.package-lock.json';

/** A digest of everything that judges: lint's own sources, the versions of its libraries and of Node. */
export function readLintVersion(): string {
  const sources = globSync('src/**/*.ts', { cwd: ownFolder }).toSorted();
  const texts = ['package.json', ...sources].map((file) => readFileSync(join(ownFolder, file), 'utf8'));
  return digestOf([process.version, readInstalled(ownFolder), ...texts]);
}

/** The list of installed packages in the next folder above that has one; empty where there is none. */
export function readInstalled(folder: string): string {
  const file = findInstalled(folder);
  return file === undefined ? '' : readFileSync(file, 'utf8');
}

/** What changes whenever npm installs something, even what was there before: compared, it tells whether types could be trusted in between. */
export function stampInstalled(folder: string): string {
  const found = statSync(findInstalled(folder) ?? folder, { throwIfNoEntry: false });
  return found === undefined ? '' : `${found.ino}:${found.isFile() ? found.mtimeMs : 0}`;
}

function findInstalled(folder: string): string | undefined {
  const file = join(folder, installedList);
  if (existsSync(file)) return file;
  return dirname(folder) === folder ? undefined : findInstalled(dirname(folder));
}
