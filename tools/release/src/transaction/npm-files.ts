import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import type { ReleaseScene } from './release-scene.ts';

const tarballSchema = z.array(z.strictObject({
  component: z.string(), name: z.string(), version: z.string(), file: z.string(), integrity: z.string(), sizeBytes: z.int(),
}));

/** A package of a release as npm gets it; `file` is its name in the folder of tarballs, `integrity` what registries state of it (Subresource Integrity, SHA-512). */
export type NpmTarball = z.output<typeof tarballSchema>[number];

/** Folder of the tarballs of a release. */
export function tarballFolder({ folder }: Pick<ReleaseScene, 'folder'>): string {
  return join(folder, 'npm');
}

/** The list of tarballs, written when all of them are there. */
export function tarballList({ folder }: Pick<ReleaseScene, 'folder'>): string {
  return join(folder, 'npm.json');
}

/** The tarballs of a release, each with the bytes that the list says; absent until all of them are there, and empty where nothing goes to npm. */
export async function readTarballs(scene: Pick<ReleaseScene, 'folder' | 'published'>): Promise<readonly NpmTarball[] | undefined> {
  if (scene.published.length === 0) return [];
  const text = await readFile(tarballList(scene), 'utf8').catch(() => undefined);
  const parsed = text === undefined ? undefined : tarballSchema.safeParse(JSON.parse(text)).data;
  if (parsed === undefined) return undefined;
  const found = await Promise.all(parsed.map(async ({ file }) => readIntegrity(join(tarballFolder(scene), file)).catch(() => undefined)));
  return parsed.every(({ integrity }, index) => integrity === found[index]) ? parsed : undefined;
}

/** @throws RangeError where the step before did not run */
export async function requireTarballs(scene: Pick<ReleaseScene, 'folder' | 'published'>): Promise<readonly NpmTarball[]> {
  const tarballs = await readTarballs(scene);
  if (tarballs === undefined) throw new RangeError('tarballs are there once they were made');
  return tarballs;
}

/** What registries state of a file. */
export async function readIntegrity(file: string): Promise<string> {
  return `sha512-${createHash('sha512').update(await readFile(file)).digest('base64')}`;
}
