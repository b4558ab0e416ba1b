import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import { companionKinds } from '@bigpanda/release-model';
import type { ReleaseScene } from './release-scene.ts';

const packedSchema = z.array(z.strictObject({
  component: z.string(), target: z.string(), name: z.string(), version: z.string(), release: z.string(), arch: z.string(),
  file: z.string(), sha256: z.string(), sizeBytes: z.int(),
  companions: z.array(z.strictObject({ file: z.string(), sha256: z.string() })),
}));

/** A package of a release; `file` is its name in the folder of packages, and `companions` is what was written beside it when it was packed. */
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

/** The packages of a release, each and what was written beside it with the bytes that the list says; absent until all of them are there. */
export async function readPacked(scene: Pick<ReleaseScene, 'folder'>): Promise<readonly PackedFile[] | undefined> {
  const text = await readFile(packageList(scene), 'utf8').catch(() => undefined);
  const parsed = text === undefined ? undefined : packedSchema.safeParse(JSON.parse(text)).data;
  if (parsed === undefined) return undefined;
  const listed = parsed.flatMap((one) => [one, ...one.companions]);
  const digests = await Promise.all(listed.map(({ file }) => digestFile(join(packageFolder(scene), file))));
  return listed.every(({ sha256 }, index) => sha256 === digests[index]) ? parsed : undefined;
}

/** @throws RangeError where the step before did not run */
export async function requirePacked(scene: Pick<ReleaseScene, 'folder'>): Promise<readonly PackedFile[]> {
  const packed = await readPacked(scene);
  if (packed === undefined) throw new RangeError('packages are there once they were packed');
  return packed;
}

/** What lies beside a package, by name. */
export async function listCompanions(scene: Pick<ReleaseScene, 'folder'>, file: string): Promise<readonly CompanionFile[]> {
  const present = new Set(await readdir(packageFolder(scene)));
  const names = companionKinds.map((kind) => `${file}.${kind}.json`).filter((name) => present.has(name));
  return Promise.all(names.map(async (name) => ({ file: name, sha256: await digestFile(join(packageFolder(scene), name)) ?? '' })));
}

/** Paths of packages that are to be published, with what lies beside them. */
export function listPaths(scene: Pick<ReleaseScene, 'folder'>, packed: readonly PackedFile[]): readonly string[] {
  return packed.map(({ file }) => join(packageFolder(scene), file));
}

async function digestFile(path: string): Promise<string | undefined> {
  const bytes = await readFile(path).catch(() => undefined);
  return bytes === undefined ? undefined : createHash('sha256').update(bytes).digest('hex');
}
