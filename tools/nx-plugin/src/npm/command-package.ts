import { cpSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { bundleCommand } from './bundle-command.ts';
import { describePublished, readManifest, type NpmPackage, type SourceManifest } from './published-manifest.ts';

/** Packages that every run of a command loads: in its bundle they start it twice as fast. Others are installed beside it. */
const bundledLibraries: readonly string[] = ['commander', 'micromatch', 'semver', 'smol-toml', 'zod'];

/** What only a workspace of Nx needs: it has Nx itself. */
const nxPackages: readonly string[] = ['nx', '@nx/devkit'];

/**
 * Bundles a command with everything of ours that it uses; the programs that its package.json names as `bin` start `dist/main.js`.
 * @returns its package.json
 */
export async function buildCommand(request: NpmPackage, manifest: SourceManifest): Promise<object> {
  const { workspaceRoot, folder, output } = request;
  const inside = await bundleCommand({ workspaceRoot, entry: `${folder}/src/main.ts`, libraries: bundledLibraries, output: join(output, 'dist') });
  const programs = Object.values(manifest.bin ?? {});
  for (const program of programs) cpSync(join(workspaceRoot, folder, program), join(output, program));
  return {
    ...describePublished(manifest, request),
    bin: manifest.bin,
    imports: { '#bundle-folder': './dist/bundle-folder.js' },
    exports: { './package.json': './package.json' },
    files: ['dist', ...new Set(programs.map((program) => dirname(program)))],
    ...splitDependencies(inside.map((one) => readManifest(workspaceRoot, one))),
  };
}

/** What must be installed beside a bundle, with the versions that the packages name whose sources are in it. */
function splitDependencies(manifests: readonly SourceManifest[]): object {
  const all = manifests.flatMap(({ dependencies = {} }) => Object.entries(dependencies)).filter(([name]) => !name.startsWith('@bigpanda/') && !bundledLibraries.includes(name)).sort();
  const peers = all.filter(([name]) => nxPackages.includes(name));
  return {
    dependencies: Object.fromEntries(all.filter(([name]) => !nxPackages.includes(name))),
    peerDependencies: Object.fromEntries(peers.map(([name, version]) => [name, `>=${version}`])),
    peerDependenciesMeta: Object.fromEntries(peers.map(([name]) => [name, { optional: true }])),
  };
}
