import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import { parseConfiguration, payloadManifestSchema, ReleaseError, type PayloadManifest } from '@bigpanda/release-model';
import { readGit } from './git.ts';
import type { ManifestSource } from './manifest-source.ts';
import type { Payloads } from './plan-release.ts';
import { planRepository, type PlannableRepository } from './plan-repository.ts';

/** What bigpanda evidence writes of a component; `sources` are the files below the workspace that its bundles hold. */
const recordSchema = z.strictObject({ commit: z.string(), manifest: payloadManifestSchema, sources: z.array(z.string()).optional() });

/**
 * The manifests of released versions, as bigpanda evidence writes them. Those that are missing are left out.
 * @param versions version by RPM name
 * @throws ReleaseError `EVIDENCE_INVALID`
 */
export async function readManifests(source: ManifestSource, versions: ReadonlyMap<string, string>): Promise<Map<string, PayloadManifest>> {
  const found = await Promise.all([...versions].map(async ([name, version]) => [name, await readRecord(source, `${name}-${version}.json`)] as const));
  return new Map(found.flatMap(([name, record]) => (record === undefined ? [] : [[name, record.manifest]])));
}

export interface PayloadSources {
  /** Manifests of the payload now, `<name>.json`. */
  readonly now: ManifestSource;
  /** Those of the last releases; none where nobody kept them. */
  readonly then: ManifestSource | undefined;
  /** Branch to plan for. */
  readonly branch?: string;
}

/**
 * Manifests for a plan: of the payload now and of the last releases.
 * @throws ReleaseError `EVIDENCE_MISSING` where there is no manifest at all, `EVIDENCE_INVALID`,
 * and `EVIDENCE_STALE` for a manifest that was made at another commit of the component
 */
export async function readPayloads(repository: PlannableRepository, { now: source, then, branch }: PayloadSources): Promise<Payloads> {
  const plan = await planRepository(repository, { kind: 'release', ...(branch === undefined ? {} : { branch }) });
  const now = new Map<string, PayloadManifest>();
  const sources = new Map<string, ReadonlySet<string>>();
  const stale: string[] = [];
  for (const { name, commit } of plan.components) {
    const record = await readRecord(source, `${name}.json`);
    if (record === undefined) continue;
    if (record.commit !== commit) stale.push(name);
    now.set(name, record.manifest);
    if (record.sources !== undefined) sources.set(name, new Set(record.sources));
  }
  if (stale.length > 0) throw new ReleaseError('EVIDENCE_STALE', `plan with evidence: the manifests of ${stale.join(', ')} were made at another commit`, { exitStatus: 2, hint: 'Make them anew with: bigpanda evidence' });
  if (now.size === 0) throw new ReleaseError('EVIDENCE_MISSING', `plan with evidence: "${source.place}" has no manifest of a component`, { exitStatus: 2, hint: 'Make them with: bigpanda evidence' });
  const versions = new Map(plan.components.flatMap(({ name, lastVersion }) => (lastVersion === undefined ? [] : [[name, lastVersion]])));
  return { now, sources, then: then === undefined ? new Map<string, PayloadManifest>() : await readManifests(then, versions) };
}

async function readRecord(source: ManifestSource, file: string): Promise<z.output<typeof recordSchema> | undefined> {
  const text = await source.read(file);
  return text === undefined ? undefined : parseConfiguration(recordSchema, { text, file: `${source.place}/${file}`, code: 'EVIDENCE_INVALID', what: 'read evidence' });
}

/** The files of migrations among what a component is made of, by path, with their text. */
export async function readMigrationFiles(workspaceRoot: string, inputs: readonly string[]): Promise<Map<string, string>> {
  const patterns = inputs.map((input) => `:(glob)${input === '' ? '' : `${input}/`}**/migration*/**`);
  const output = await readGit(workspaceRoot, ['ls-files', '-z', '--cached', '--others', '--exclude-standard', '--deduplicate', '--', ...patterns]);
  const files = output.split('\0').filter((path) => path !== '' && !path.includes('/test/')).sort();
  return new Map(await Promise.all(files.map(async (path): Promise<[string, string]> => [path, await readFile(join(workspaceRoot, path), 'utf8')])));
}
