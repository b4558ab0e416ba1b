import { build, type BuildOptions, type BuildResult } from 'esbuild';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { bundledNode, canonicalJson } from '@bigpanda/release-model';
import { listBundledPackages } from './bundled-packages.ts';
import { renderLicences } from './bundled-licences.ts';

/** Lets bundled CommonJS packages call `require` for what Node itself brings. */
export const requireBanner = "import { createRequire as bundleRequire } from 'node:module';\nconst require = bundleRequire(import.meta.url);";

/** One module and what is bundled with it. */
export interface Bundle {
  /** Below the component's folder. */
  readonly entry: string;
  /** File name below `dist/bundle`. */
  readonly output: string;
  /** Whether it is installed as a program. */
  readonly isProgram: boolean;
  /** For Node when absent. */
  readonly platform?: 'browser';
}

/** What browsers of 2022 and later understand: Chrome 94, Firefox 93, Safari 16.4. */
const browserTarget = 'es2022';

export interface BundleRun {
  /** Absolute path of the workspace. */
  readonly workspaceRoot: string;
  /** Folder of the component below it. */
  readonly root: string;
  readonly bundles: readonly Bundle[];
}

/** Writes the bundles of a component, what is in them by esbuild's metafiles (`meta/<output>.json`: the files, and the npm packages that they are of) and their licences to `dist/bundle`, all or nothing. */
export async function writeBundles({ workspaceRoot, root, bundles }: BundleRun): Promise<void> {
  const output = join(workspaceRoot, root, 'dist', 'bundle');
  const staging = `${output}.new`;
  await rm(staging, { recursive: true, force: true });
  const inputs = new Set<string>();
  for (const bundle of bundles) {
    const result = await build({
      absWorkingDir: workspaceRoot,
      entryPoints: [`${root}/${bundle.entry}`],
      bundle: true,
      ...platformOptions(bundle),
      format: 'esm',
      charset: 'utf8',
      legalComments: 'none',
      metafile: true,
      write: false,
      outfile: join(staging, bundle.output),
      logLevel: 'warning',
    });
    await writeBundle(result, join(staging, bundle.output));
    await writeText(join(staging, 'meta', `${bundle.output}.json`), canonicalJson({ inputs: Object.keys(result.metafile.inputs).sort(), ...await listBundledPackages(workspaceRoot, result.metafile) }));
    for (const input of Object.keys(result.metafile.inputs)) inputs.add(input);
  }
  await writeText(join(staging, 'THIRD-PARTY-LICENSES.txt'), await renderLicences(workspaceRoot, [...inputs]));
  await rm(output, { recursive: true, force: true });
  await rename(staging, output);
}

function platformOptions({ platform, isProgram }: Bundle): BuildOptions {
  if (platform !== undefined) return { platform, target: browserTarget, minify: true };
  return { platform: 'node', target: `node${bundledNode}`, banner: { js: isProgram ? `#!/usr/bin/node\n${requireBanner}` : requireBanner } };
}

async function writeBundle(result: BuildResult<{ write: false }>, file: string): Promise<void> {
  const [bundle] = result.outputFiles;
  if (bundle === undefined) throw new RangeError(`esbuild made no output for ${file}`);
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, dropForeignLine(bundle.contents));
}

/** esbuild puts the `#!` line of the entry before the banner, whose own would then be a syntax error. */
function dropForeignLine(contents: Uint8Array): Uint8Array {
  const bytes = Buffer.from(contents.buffer, contents.byteOffset, contents.byteLength);
  const next = bytes.indexOf('\n') + 1;
  const isInterpreter = (at: number): boolean => bytes.toString('latin1', at, at + 2) === '#!';
  return isInterpreter(0) && isInterpreter(next) ? bytes.subarray(next) : bytes;
}

async function writeText(file: string, text: string): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, text);
}
