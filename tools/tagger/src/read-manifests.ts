import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { parseConfiguration, payloadManifestSchema, ReleaseError, type PayloadManifest } from '@bigpanda/release-model';
import { readGit } from './git.ts';
import { isMissing } from './missing-file.ts';
import { planRepository, type PlannableRepository } from './plan-repository.ts';

const recordSchema = z.strictObject({ commit: z.string(), manifest: payloadManifestSchema });

/**
 * The manifests of released versions in a folder: `<name>-<version>.json`, as bigpanda evidence writes them. Those that are missing are left out.
 * @param versions version by RPM name
 * @throws ReleaseError `EVIDENCE_INVALID`
 */
export async function readManifests(folder: string, versions: ReadonlyMap<string, string>): Promise<Map<string, PayloadManifest>> {
  const found = await Promise.all([...versions].map(async ([name, version]) => [name, await readRecord(join(folder, `${name}-${version}.json`))] as const));
  return new Map(found.flatMap(([name, record]) => (record === undefined ? [] : [[name, record.manifest]])));
}

/**
 * Manifests for a plan: of the payload now, `<name>.json`, and of the last releases.
 * @throws ReleaseError `EVIDENCE_INVALID`, and `EVIDENCE_STALE` for a manifest that was made at another commit of the component
 */
export async function readPayloads(repository: PlannableRepository, folders: { readonly now: string; readonly then: string }): Promise<{ now: Map<string, PayloadManifest>; then: Map<string, PayloadManifest> }> {
  const plan = await planRepository(repository, { kind: 'release' });
  const now = new Map<string, PayloadManifest>();
  const stale: string[] = [];
  for (const { name, commit } of plan.components) {
    const record = await readRecord(join(folders.now, `${name}.json`));
    if (record === undefined) continue;
    if (record.commit === commit) now.set(name, record.manifest);
    else stale.push(name);
  }
  if (stale.length > 0) throw new ReleaseError('EVIDENCE_STALE', `plan with evidence: the manifests of ${stale.join(', ')} were made at another commit`, { exitStatus: 2, hint: 'Make them anew with: bigpanda evidence' });
  const versions = new Map(plan.components.flatMap(({ name, lastVersion }) => (lastVersion === undefined ? [] : [[name, lastVersion]])));
  return { now, then: await readManifests(folders.then, versions) };
}

async function readRecord(file: string): Promise<z.output<typeof recordSchema> | undefined> {
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    if (isMissing(error)) return undefined;
    throw error;
  });
  return text === undefined ? undefined : parseConfiguration(recordSchema, { text, file, code: 'EVIDENCE_INVALID', what: 'read evidence' });
}

/** The files of migrations among what a component is made of, by path, with their text. */
export async function readMigrationFiles(workspaceRoot: string, inputs: readonly string[]): Promise<Map<string, string>> {
  const patterns = inputs.map((input) => `:(glob)${input === '' ? '' : `${input}/`}**/migration*/**`);
  const output = await readGit(workspaceRoot, ['ls-files', '-z', '--cached', '--others', '--exclude-standard', '--deduplicate', '--', ...patterns]);
  const files = output.split('\0').filter((path) => path !== '' && !path.includes('/test/')).sort();
  return new Map(await Promise.all(files.map(async (path): Promise<[string, string]> => [path, await readFile(join(workspaceRoot, path), 'utf8')])));
}
