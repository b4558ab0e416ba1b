import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Makes a folder that git passes over, so that what is built does not count as a change of the sources. One that is there stays as it is. */
export async function makeIgnored(folder: string): Promise<void> {
  const made = await mkdir(folder, { recursive: true });
  if (made !== undefined) await writeFile(join(folder, '.gitignore'), '# Made by bigpanda: what is built is no source.\n*\n');
}
