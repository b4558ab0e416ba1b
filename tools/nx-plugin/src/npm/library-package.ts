import { spawnSync } from 'node:child_process';
import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { ReleaseError } from '@bigpanda/release-model';
import { describePublished, type NpmPackage, type SourceManifest } from './published-manifest.ts';

/**
 * Compiles a library to JavaScript and declarations with source maps; its sources travel with it, because declarations and maps lead to them.
 * @returns its package.json
 * @throws ReleaseError `NPM_DEPENDENCY_PRIVATE`, `NPM_BUILD_FAILED`
 */
export function buildLibrary(request: NpmPackage, manifest: SourceManifest): object {
  const { workspaceRoot, folder, output } = request;
  const ours = Object.keys(manifest.dependencies ?? {}).filter((name) => name.startsWith('@bigpanda/'));
  if (ours.length > 0) throw new ReleaseError('NPM_DEPENDENCY_PRIVATE', `build "${folder}": it imports ${ours.join(', ')}, which are not published`, { exitStatus: 2, hint: 'Publish only libraries that import nothing of ours.' });
  compile(request);
  cpSync(join(workspaceRoot, folder, 'src'), join(output, 'src'), { recursive: true });
  return {
    ...describePublished(manifest, request),
    exports: { '.': { types: './dist/index.d.ts', default: './dist/index.js' }, './package.json': './package.json' },
    types: './dist/index.d.ts',
    files: ['dist', 'src'],
    sideEffects: false,
    dependencies: manifest.dependencies,
  };
}

function compile({ workspaceRoot, folder, output }: NpmPackage): void {
  const options = {
    rootDir: join(workspaceRoot, folder, 'src'), outDir: join(output, 'dist'), noEmit: 'false', declaration: 'true', declarationMap: 'true', sourceMap: 'true', rewriteRelativeImportExtensions: 'true',
    target: 'es2023', lib: 'es2024,esnext.disposable', module: 'nodenext', moduleDetection: 'force', types: 'node', strict: 'true', noUncheckedIndexedAccess: 'true', exactOptionalPropertyTypes: 'true',
    verbatimModuleSyntax: 'true', isolatedModules: 'true', skipLibCheck: 'true', ignoreConfig: 'true',
  };
  const parameters = Object.entries(options).flatMap(([name, value]) => [`--${name}`, value]);
  const { status, stdout, stderr } = spawnSync(join(workspaceRoot, 'node_modules/.bin/tsc'), [...parameters, join(workspaceRoot, folder, 'src/index.ts')], { cwd: workspaceRoot, encoding: 'utf8' });
  if (status !== 0) throw new ReleaseError('NPM_BUILD_FAILED', `build "${folder}": tsc ended with status ${status ?? 'none'}\n${stdout}${stderr}`, { hint: 'Correct what it says.' });
}
