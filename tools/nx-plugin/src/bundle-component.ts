import type { RpmDescription } from '@bigpanda/release-model';
import { writeBundles, type Bundle } from './bundle-writer.ts';

export interface BundleInput {
  /** Absolute path of the workspace. */
  readonly workspaceRoot: string;
  /** Folder of the component below it. */
  readonly root: string;
  readonly description: RpmDescription;
}

/** Writes the bundles that the description of a component names to its `dist/bundle`, all or nothing. */
export async function bundleComponent({ workspaceRoot, root, description }: BundleInput): Promise<void> {
  await writeBundles({ workspaceRoot, root, bundles: planBundles(description) });
}

/** The bundles that a description names. */
export function planBundles(description: RpmDescription): readonly Bundle[] {
  return description.build.bundles.map(({ entry, output, platform }) => ({ entry, output, isProgram: isProgram(description, output), ...(platform === undefined ? {} : { platform }) }));
}

function isProgram(description: RpmDescription, output: string): boolean {
  const contents = [description, ...description.subpackages].flatMap((one) => one.contents);
  return contents.some((entry) => entry.source === `dist/bundle/${output}` && entry.mode !== undefined && (Number.parseInt(entry.mode, 8) & 0o111) !== 0);
}
