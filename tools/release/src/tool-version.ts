import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The version of this program: that of the npm package that it is part of; `0.0.0` where it runs from its sources in the workspace. */
export function readToolVersion(): string {
  // Beside both the folder of sources and that of bundles.
  const { version } = JSON.parse(readFileSync(join(import.meta.dirname, '../package.json'), 'utf8')) as { readonly version: string };
  return version;
}
