import { createHash } from 'node:crypto';
import type { ManifestFile, PackageManifest, PayloadManifest } from '@bigpanda/release-model';
import { fileFlag, formatDependency, type FileContent, type PackageFile, type PackageSpec } from '@bigpanda/rpm-format';
import { findFeatures } from './find-features.ts';

export interface ManifestInput {
  /** RPM name of the main package. */
  readonly name: string;
  /** Laid out with a fixed version, time and commit, so that only the payload tells them apart. */
  readonly packages: readonly PackageSpec[];
  /** Files of the schema's migrations, by path below the workspace, with their text. */
  readonly migrations: ReadonlyMap<string, string>;
}

/** Files that say which version is installed: the comparison leaves them out. */
const versionFile = /^\/usr\/lib\/[^/]+\/version\.json$/;
/** Content that features are looked for in. */
const featureLimitBytes = 8 * 1024 * 1024;

/** What the packages of a component are, reduced to what can be compared; sorted throughout. Reads every file once. */
export async function makeManifest({ name, packages, migrations }: ManifestInput): Promise<PayloadManifest> {
  const features = new Map<string, Map<string, string>>();
  const note = (kind: string, feature: string, place: string): void => {
    const known = features.get(kind) ?? new Map<string, string>();
    features.set(kind, known.set(feature, known.get(feature) ?? place));
  };
  for (const file of migrations.keys()) note('migration', file.slice(file.lastIndexOf('/') + 1), file);
  const manifests: PackageManifest[] = [];
  for (const spec of packages) {
    const files: ManifestFile[] = [];
    for (const file of spec.files.toSorted((left, right) => (left.path < right.path ? -1 : 1))) {
      if (versionFile.test(file.path)) continue;
      const bytes = file.type === 'file' ? await readContent(file.content) : undefined;
      files.push(describeFile(file, bytes));
      for (const { kind, name: feature, line } of findFeatures(file.path, bytes === undefined || bytes.length > featureLimitBytes ? '' : bytes.toString('utf8'))) note(kind, feature, line === undefined ? file.path : `${file.path}:${line}`);
    }
    manifests.push({ name: spec.name, files, dependencies: describeDependencies(spec), scriptlets: describeScriptlets(spec) });
  }
  return { schema: 1, name, packages: manifests, features: Object.fromEntries([...features].map(([kind, found]) => [kind, Object.fromEntries(found)])) };
}

async function readContent(content: FileContent): Promise<Buffer> {
  if (content instanceof Uint8Array) return Buffer.from(content);
  const chunks: Uint8Array[] = [];
  for await (const chunk of content.read()) chunks.push(chunk);
  return Buffer.concat(chunks);
}

function describeFile(file: PackageFile, bytes: Buffer | undefined): ManifestFile {
  const content = file.type === 'symlink' ? file.target : bytes;
  return {
    path: file.path,
    type: file.type,
    mode: (file.mode & 0o7777).toString(8).padStart(4, '0'),
    owner: `${file.user ?? 'root'}:${file.group ?? 'root'}`,
    flags: Object.entries(fileFlag).filter(([, bit]) => ((file.flags ?? 0) & bit) !== 0).map(([flag]) => flag).sort(),
    ...(content === undefined ? {} : { digest: digest(content) }),
  };
}

function describeDependencies({ dependencies = {} }: PackageSpec): Record<string, string[]> {
  return Object.fromEntries(Object.entries(dependencies).filter(([, list]) => list.length > 0).map(([kind, list]) => [kind, list.map(formatDependency).sort()]));
}

function describeScriptlets({ scriptlets = {} }: PackageSpec): Record<string, string> {
  return Object.fromEntries(Object.entries(scriptlets).map(([name, { body, interpreter = ['/bin/sh'] }]) => [name, digest(`${interpreter.join(' ')}\n${body}`)]));
}

function digest(content: string | Uint8Array): string {
  return createHash('sha256').update(content).digest('hex');
}
