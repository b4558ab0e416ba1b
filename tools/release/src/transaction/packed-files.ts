import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import * as z from 'zod';
import type { PackageSource } from '@bigpanda/rpm-repo';
import type { ReleaseScene } from './release-scene.ts';

const packedSchema = z.array(z.strictObject({
  component: z.string(), target: z.string(), name: z.string(), version: z.string(), release: z.string(), arch: z.string(),
  file: z.string(), sha256: z.string(), sizeBytes: z.int(),
}));

/** A package of a release; `file` is its name in the folder of packages. */
export type PackedFile = z.output<typeof packedSchema>[number];

/** A file that tells of a package and lies beside it: `<package>.<kind>.json`. */
export interface CompanionFile {
  /** Name in the folder of packages. */
  readonly file: string;
  readonly sha256: string;
}

/** Folder of the packages of a release, and of what lies beside them. */
export function packageFolder({ folder }: Pick<ReleaseScene, 'folder'>): string {
  return join(folder, 'packages');
}

/** The list of packages, written when all of them are there. */
export function packageList({ folder }: Pick<ReleaseScene, 'folder'>): string {
  return join(folder, 'packages.json');
}

/** The packages of a release, each with the bytes that the list says; absent until all of them are there. */
export async function readPacked(scene: Pick<ReleaseScene, 'folder'>): Promise<readonly PackedFile[] | undefined> {
  const text = await readFile(packageList(scene), 'utf8').catch(() => undefined);
  const parsed = text === undefined ? undefined : packedSchema.safeParse(JSON.parse(text)).data;
  if (parsed === undefined) return undefined;
  const digests = await Promise.all(parsed.map(({ file }) => digestFile(join(packageFolder(scene), file))));
  return parsed.every(({ sha256 }, index) => sha256 === digests[index]) ? parsed : undefined;
}

/** @throws RangeError where the step before did not run */
export async function requirePacked(scene: Pick<ReleaseScene, 'folder'>): Promise<readonly PackedFile[]> {
  const packed = await readPacked(scene);
  if (packed === undefined) throw new RangeError('packages are there once they were packed');
  return packed;
}

/** What lies beside a package, by name. */
export async function listCompanions(scene: Pick<ReleaseScene, 'folder'>, file: string): Promise<readonly CompanionFile[]> {
  const names = (await readdir(packageFolder(scene))).filter((name) => isCompanion(name, file)).sort();
  return Promise.all(names.map(async (name) => ({ file: name, sha256: await digestFile(join(packageFolder(scene), name)) ?? '' })));
}

/** Packages with what lies beside them, to be published. */
export async function readSources(scene: Pick<ReleaseScene, 'folder'>, packed: readonly PackedFile[]): Promise<readonly PackageSource[]> {
  return Promise.all(packed.map(async ({ file }) => {
    const path = join(packageFolder(scene), file);
    const companions = await Promise.all((await listCompanions(scene, file)).map(async (one) => ({ kind: one.file.slice(file.length + 1, -'.json'.length), bytes: await readFile(join(packageFolder(scene), one.file)) })));
    return { file: path, bytes: await readFile(path), companions };
  }));
}

function isCompanion(name: string, file: string): boolean {
  return name.startsWith(`${basename(file)}.`) && /^\.[a-z-]+\.json$/.test(name.slice(file.length));
}

async function digestFile(path: string): Promise<string | undefined> {
  const bytes = await readFile(path).catch(() => undefined);
  return bytes === undefined ? undefined : createHash('sha256').update(bytes).digest('hex');
}
