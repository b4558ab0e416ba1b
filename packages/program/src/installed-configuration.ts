import { statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** Whether there is something at a path; true also where that cannot be told, so that reading it says why. */
type IsThere = (path: string) => boolean;

/**
 * The configuration file that the package of a program installs: what the installed program goes by where nobody names another. Absent in a checkout, and where there is no such file.
 * @param folder where main stands
 */
export function findInstalledConfiguration(name: string, folder: URL, isThere: IsThere = mayBeThere): string | undefined {
  const file = `/etc/panda/${name}.toml`;
  return fileURLToPath(folder).startsWith('/usr/lib/') && isThere(file) ? file : undefined;
}

function mayBeThere(path: string): boolean {
  try {
    statSync(path);
    return true;
  } catch (error) {
    return !(error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR'));
  }
}
