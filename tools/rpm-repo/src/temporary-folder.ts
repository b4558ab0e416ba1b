import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A folder that nobody has touched for so long is of a killed process, also where processes of other containers, which are not seen here, use the same disk. */
const abandonedHours = 6;

/**
 * Makes a folder below the machine's folder for temporary files: `bigpanda-<purpose>-<process>-<random>`. Whoever makes it removes it; what processes that were
 * killed left of the same purpose is removed first.
 */
export async function makeTemporaryFolder(purpose: string, parent: string = tmpdir()): Promise<string> {
  const prefix = `bigpanda-${purpose}-`;
  const names = (await readdir(parent)).filter((name) => name.startsWith(prefix));
  for (const name of names) {
    const writer = /^(\d+)-[A-Za-z0-9]{6}$/.exec(name.slice(prefix.length))?.[1];
    if (writer !== undefined && !isRunning(Number(writer)) && await isOld(join(parent, name))) await rm(join(parent, name), { recursive: true, force: true });
  }
  return mkdtemp(join(parent, `${prefix}${process.pid}-`));
}

function isRunning(processId: number): boolean {
  try {
    return process.kill(processId, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ESRCH';
  }
}

/** Another process may have removed it already. */
async function isOld(folder: string): Promise<boolean> {
  const found = await stat(folder).catch(() => undefined);
  return found !== undefined && Date.now() - found.mtimeMs > abandonedHours * 3_600_000;
}
