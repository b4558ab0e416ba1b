import { join } from 'node:path';
import type { PayloadManifest } from '@bigpanda/release-model';
import { isComponent, type ReleaseUnit } from '@bigpanda/tagger';
import { readBundledFiles, reducePayload, type PayloadWorkspace } from '../pipeline/payload-manifest.ts';
import { reduceNpmPackage } from './npm-payload.ts';

/** What a unit is now, without its version. */
export interface UnitPayload {
  readonly manifest: PayloadManifest;
  /** Files of the workspace that its bundles hold; absent where nothing is bundled. */
  readonly sources?: readonly string[];
}

/** What a built unit installs by its RPMs, and what it publishes to npm. */
export async function reduceUnit(workspace: PayloadWorkspace, unit: ReleaseUnit): Promise<UnitPayload> {
  const npm = unit.npm === undefined ? undefined : await reduceNpmPackage(workspace.root, unit);
  if (!isComponent(unit)) return npm ?? { manifest: { schema: 1, name: unit.name, packages: [], features: {} } };
  const [manifest, bundled] = [await reducePayload(workspace, unit), await readBundledFiles(join(workspace.root, unit.root))];
  const sources = bundled === undefined && npm === undefined ? {} : { sources: [...new Set([...bundled ?? [], ...npm?.sources ?? []])].sort() };
  if (npm === undefined) return { manifest, ...sources };
  return { manifest: { ...manifest, packages: [...manifest.packages, ...npm.manifest.packages], features: { ...manifest.features, ...npm.manifest.features } }, ...sources };
}
