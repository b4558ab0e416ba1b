import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { canonicalDigest, type ReleasePlan } from '@bigpanda/release-model';

/** Plans that are kept; older ones are removed. */
const keptPlans = 32;

/** The key of a plan: a digest of everything it is a function of, the planner's own sources among it. */
export async function digestTerms(terms: Readonly<Record<string, unknown>>): Promise<string> {
  return canonicalDigest({ ...terms, planner: await digestSources(import.meta.dirname) });
}

/** The plan that a cache has under a key, or the one that is made and kept. A cache that cannot be read or written is left alone. */
export async function readOrMakePlan(folder: string, key: string, make: () => Promise<ReleasePlan>): Promise<ReleasePlan> {
  const file = join(folder, `${key}.json`);
  const kept = await readFile(file, 'utf8').then((text) => JSON.parse(text) as { readonly digest: string; readonly plan: ReleasePlan }).catch(() => undefined);
  if (kept !== undefined && kept.digest === canonicalDigest(kept.plan)) return kept.plan;
  const plan = await make();
  await keep(folder, file, plan).catch(() => undefined);
  return plan;
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

async function digestSources(folder: string): Promise<string> {
  const names = (await readdir(folder, { recursive: true })).filter((name) => name.endsWith('.ts')).sort();
  const texts = await Promise.all(names.map((name) => readFile(join(folder, name))));
  const hash = createHash('sha256');
  names.forEach((name, index) => { hash.update(`${name}\0`).update(texts[index] ?? ''); });
  return hash.digest('hex');
}
