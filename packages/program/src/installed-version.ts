import { existsSync, readFileSync } from 'node:fs';
import { z } from 'zod';

const versionSchema = z.object({ name: z.string(), version: z.string(), release: z.string(), commit: z.string() });

/**
 * Name, version and commit from the `version.json` beside main, which the package carries; without one it runs from source.
 * @param program what the program is called without a package
 */
export function readInstalledVersion(program: string, folder: URL): string {
  const file = new URL('version.json', folder);
  if (!existsSync(file)) return `${program}, from source`;
  const { name, version, release, commit } = versionSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  return `${name} ${version}-${release} (commit ${commit})`;
}
