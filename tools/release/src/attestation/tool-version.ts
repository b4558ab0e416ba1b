import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The version of this program: that of the npm package that it is part of; `0.0.0` where it runs from its sources in the workspace. */
export function readToolVersion(): string {
  // The folder of bundles is beside it, that of sources above.
  const file = [join(import.meta.dirname, '../package.json'), join(import.meta.dirname, '../../package.json')].find((path) => existsSync(path));
  return file === undefined ? '0.0.0' : (JSON.parse(readFileSync(file, 'utf8')) as { readonly version: string }).version;
}
