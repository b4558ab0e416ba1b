import { createHash, type Hash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { canonicalDigest, type ReleasePlan } from '@bigpanda/release-model';

/** What a file of the cache holds. */
interface KeptPlan {
  readonly digest: string;
  readonly plan: ReleasePlan;
}

/** Plans that are kept; older ones are removed. */
const keptPlans = 32;

/** The key of a plan: a digest of everything it is a function of, the planner's own sources among it. The terms come in an order of their own, so that nothing need be sorted. */
export function digestTerms(terms: readonly unknown[]): string {
  const hash = createHash('sha256').update(JSON.stringify(terms));
  addSources(hash, import.meta.dirname);
  return hash.digest('hex');
}

/** The plan that a cache has under a key, or the one that is made and kept. A cache that cannot be read or written is left alone. */
export async function readOrMakePlan(folder: string, key: string, make: () => Promise<ReleasePlan>): Promise<ReleasePlan> {
  const file = join(folder, `${key}.json`);
  const kept = await readKept(file);
  if (kept !== undefined) return kept.plan;
  const plan = await make();
  await keep(folder, file, plan).catch(() => undefined);
  return plan;
}

/** The plan among those of a cache whose digest begins like this; absent where none does. */
export async function findKeptPlan(folder: string, digest: string): Promise<ReleasePlan | undefined> {
  const names = await readdir(folder).catch(() => []);
  for (const name of names.filter((each) => each.endsWith('.json'))) {
    const kept = await readKept(join(folder, name));
    if (kept?.digest.startsWith(digest) === true) return kept.plan;
  }
  return undefined;
}

/** Absent for a file that cannot be read or was changed. */
async function readKept(file: string): Promise<KeptPlan | undefined> {
  const kept = await readFile(file, 'utf8').then((text) => JSON.parse(text) as KeptPlan | null).catch(() => null);
  return kept !== null && kept.digest === canonicalDigest(kept.plan) ? kept : undefined;
}

async function keep(folder: string, file: string, plan: ReleasePlan): Promise<void> {
  await mkdir(folder, { recursive: true });
  const part = `${file}.${process.pid}.part`;
  await writeFile(part, JSON.stringify({ digest: canonicalDigest(plan), plan }));
  await rename(part, file);
  const files = await Promise.all((await readdir(folder)).map(async (name) => ({ name, writtenAt: (await stat(join(folder, name))).mtimeMs })));
  const old = files.sort((left, right) => right.writtenAt - left.writtenAt).slice(keptPlans);
  await Promise.all(old.map(({ name }) => rm(join(folder, name), { force: true })));
}

function addSources(hash: Hash, folder: string): void {
  // JavaScript where this is bundled.
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => extname(name) === extname(import.meta.filename)).sort();
  for (const name of names) hash.update(`${name}\0`).update(readFileSync(join(folder, name)));
}
