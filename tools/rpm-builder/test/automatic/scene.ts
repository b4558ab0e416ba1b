import { rpmDescriptionSchema } from '@bigpanda/release-model';
import { formatDependency, type PackageFile } from '@bigpanda/rpm-format';
import type { DependencyProvider, PackageScene } from '../../src/automatic/dependency-provider.ts';
import { scanFiles } from '../../src/automatic/scanned-file.ts';
import { sampleInput } from '../fixture.ts';
import { allTargets } from '../full-description.ts';

/** A package for a target that holds some files, and nothing that anybody wrote. */
export function sceneOf(files: readonly PackageFile[], targetName = 'el9'): PackageScene {
  const target = allTargets.find(({ name }) => name === targetName) ?? { name: targetName, payload: { codec: 'zstd', level: 1 } };
  const description = rpmDescriptionSchema.parse({ name: 'scene', summary: 'Scene', description: 'Scene.', license: 'MIT', url: 'https://scene.invalid' });
  return {
    spec: { name: 'scene', evr: { version: '1', release: '1' }, arch: 'x86_64', summary: 'Scene', description: 'Scene.', license: 'MIT', sourceRpm: 'scene-1-1.src.rpm', timeSeconds: 1, files },
    described: description,
    input: { ...sampleInput('/nowhere'), description, target },
    target,
    nodeEngine: undefined,
    files: scanFiles(files),
  };
}

/** An ordinary file of a package. */
export function fileOf(path: string, content: string | Uint8Array, mode = 0o644): PackageFile {
  return { type: 'file', path, mode, content: Buffer.from(content) };
}

/** What a provider finds, as in a spec file, sorted and each once. */
export async function listFound(provider: DependencyProvider, scene: PackageScene): Promise<{ readonly requires: readonly string[]; readonly provides: readonly string[] }> {
  const found = await provider.find(scene);
  const list = (kind: 'requires' | 'provides') => [...new Set(found.filter((one) => one.kind === kind).map(({ dependency }) => formatDependency(dependency)))].sort();
  return { requires: list('requires'), provides: list('provides') };
}
