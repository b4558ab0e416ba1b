import { cpSync, existsSync, globSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { bundleModules } from './bundle-modules.ts';
import { listForeign, listOwnPackages, listParts } from './own-packages.ts';
import { describeDependencies, describePublished, type NpmBuild, type NpmSource } from './published-manifest.ts';

/** Bundles a command or a plug-in with everything of ours that it uses; the programs that its package.json names as `bin` start `dist/main.js`. */
export async function buildBundle(request: NpmSource): Promise<NpmBuild> {
  const { workspaceRoot, folder, output, manifest, description } = request;
  const own = listOwnPackages(workspaceRoot);
  const parts = listParts(own, manifest.name);
  const sources = await bundleModules({ workspaceRoot, folder, entries: description.entries, inside: [...own.keys(), ...description.bundled], output: join(output, 'dist') });
  const programs = Object.values(manifest.bin ?? {});
  for (const file of description.files) cpSync(join(workspaceRoot, folder, file), join(output, file), { recursive: true });
  for (const program of programs) cpSync(join(workspaceRoot, folder, program), join(output, program));
  const used = parts.filter((part) => sources.some((file) => file.startsWith(`${part.folder}/`)));
  return {
    manifest: {
      ...describePublished(request),
      bin: manifest.bin,
      imports: { '#bundle-folder': './dist/bundle-folder.js' },
      exports: { ...(description.entries.includes('src/index.ts') ? { '.': './dist/index.js' } : {}), './package.json': './package.json', ...writeExecutors(request) },
      executors: manifest.executors,
      files: ['dist', ...new Set([...programs.map((program) => dirname(program)), ...description.files]), ...(manifest.executors === undefined ? [] : [manifest.executors])],
      ...describeDependencies(request, listForeign(own, used)),
    },
    sources,
  };
}

/** The list of an Nx plug-in's executors, led to what was built, and their schemas. */
function writeExecutors({ workspaceRoot, folder, output, manifest: { executors } }: NpmSource): object {
  if (executors === undefined || !existsSync(join(workspaceRoot, folder, executors))) return {};
  const text = readFileSync(join(workspaceRoot, folder, executors), 'utf8').replaceAll('"./src/', '"./dist/').replaceAll('.ts#', '.js#');
  writeFileSync(join(output, executors), text);
  for (const file of globSync('src/**/schema.json', { cwd: join(workspaceRoot, folder) })) {
    const target = join(output, file.replace(/^src\//, 'dist/'));
    mkdirSync(dirname(target), { recursive: true });
    cpSync(join(workspaceRoot, folder, file), target);
  }
  return { [executors]: executors };
}
