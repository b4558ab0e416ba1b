import { bundledNode } from '@bigpanda/release-model';
import { parseDependency } from '@bigpanda/rpm-format';
import { isForTarget } from '../target-choice.ts';
import type { DependencyProvider, FoundDependency, PackageScene } from './dependency-provider.ts';
import { convertRange } from './node-range.ts';

/** The version of Node that bundles and packages of Node run on; EL's package of Node has an epoch, its provide `nodejs(engine)` has none. */
export const nodejs: DependencyProvider = {
  name: 'nodejs',
  summary: 'the Node that bundles and packages with a package.json ask for',
  async find(scene) {
    return [...findBundles(scene), ...(await findManifests(scene))];
  },
};

/** A bundle asks for what the package.json of its component says, or for what it was bundled for. */
function findBundles({ described, input, nodeEngine, target }: PackageScene): readonly FoundDependency[] {
  const outputs = input.description.build.bundles.flatMap(({ output, platform }) => (platform === 'browser' ? [] : [`dist/bundle/${output}`]));
  const bundles = described.contents.filter(({ source, ...entry }) => source !== undefined && outputs.includes(source) && isForTarget(entry, target));
  const range = nodeEngine ?? `>=${bundledNode}`;
  return bundles.flatMap(({ destination }) => requireNode(range, destination));
}

async function findManifests({ files }: PackageScene): Promise<readonly FoundDependency[]> {
  const manifests = files.filter(({ path }) => /^\/usr\/(?:lib|share)\/(?:node_modules\/(?:@[^/]+\/)?)?[^/]+\/package\.json$/.test(path));
  const found = await Promise.all(manifests.map(async (file) => {
    const range = readEngine(await file.readText());
    return range === undefined ? [] : requireNode(range, file.path);
  }));
  return found.flat();
}

/** The range of `engines.node` in the text of a package.json. */
export function readEngine(text: string): string | undefined {
  try {
    const { engines } = JSON.parse(text) as { readonly engines?: { readonly node?: unknown } };
    return typeof engines?.node === 'string' ? engines.node : undefined;
  } catch {
    return undefined;
  }
}

function requireNode(range: string, cause: string): readonly FoundDependency[] {
  const text = convertRange('nodejs(engine)', range);
  return text === undefined ? [] : [{ kind: 'requires', dependency: parseDependency(text), cause }];
}
