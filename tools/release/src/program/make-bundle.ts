import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build, type OutputFile, type Plugin } from 'esbuild';
import { describeInput, manifestName, type BundleManifest } from './bundle-manifest.ts';

/** Bundles of earlier sources stay so long, for programs that still run and load a part late. */
const keptMs = 2 * 86_400_000;

export interface BundleChoice {
  /** Absolute path of the module that the program begins with. */
  readonly entry: string;
  /** Absolute paths of modules that stay where they are, and are loaded from there. */
  readonly outside: (path: string) => boolean;
  /** Where the bundle goes; made when it is not there. */
  readonly folder: string;
}

/**
 * Puts a program with everything it imports into a few files, and gives the path of the first. What is imported late is loaded late.
 * Two that do so at once do not disturb each other: the files have names that say what is in them.
 * @throws Error of esbuild or node:fs
 */
export async function makeBundle({ entry, outside, folder }: BundleChoice): Promise<string> {
  const { outputFiles, metafile } = await build({
    entryPoints: { main: entry }, outdir: folder, bundle: true, splitting: true, platform: 'node', format: 'esm', target: 'node24', outExtension: { '.js': '.mjs' }, absWorkingDir: dirname(entry),
    write: false, metafile: true, logLevel: 'silent', plugins: [leaveOutside(outside), keepPlaces],
  });
  const sources = Object.keys(metafile.inputs).map((path) => resolve(dirname(entry), path));
  const name = digestOf(outputFiles);
  await placeFolder(join(folder, name), outputFiles);
  const manifest: BundleManifest = { entry: join(name, 'main.mjs'), inputs: [import.meta.filename, ...sources].map(describeInput) };
  const staged = join(folder, `${manifestName}.${process.pid}`);
  await writeFile(staged, JSON.stringify(manifest));
  await rename(staged, join(folder, manifestName));
  await dropOld(folder, name);
  return join(folder, manifest.entry);
}

function leaveOutside(outside: BundleChoice['outside']): Plugin {
  return {
    name: 'leave-outside',
    setup: (bundling) => {
      bundling.onResolve({ filter: /^\.\.?\// }, ({ path, resolveDir }) => {
        const absolute = resolve(resolveDir, path);
        return outside(absolute) ? { path: pathToFileURL(absolute).href, external: true } : undefined;
      });
    },
  };
}

/** Our modules find files beside them by `import.meta`, which would be that of the bundle. */
const keepPlaces: Plugin = {
  name: 'keep-places',
  setup: (bundling) => {
    bundling.onLoad({ filter: /\.ts$/ }, async ({ path }) => ({
      loader: 'ts',
      contents: (await readFile(path, 'utf8'))
        .replaceAll('import.meta.url', JSON.stringify(pathToFileURL(path).href))
        .replaceAll('import.meta.dirname', JSON.stringify(dirname(path)))
        .replaceAll('import.meta.filename', JSON.stringify(path)),
    }));
  },
};

function digestOf(files: readonly OutputFile[]): string {
  const digest = createHash('sha256');
  for (const { path, contents } of files) digest.update(path).update(contents);
  return digest.digest('hex').slice(0, 16);
}

/** Puts files into a folder all at once; nothing happens where there is one already. */
async function placeFolder(folder: string, files: readonly OutputFile[]): Promise<void> {
  const staged = `${folder}.${process.pid}`;
  await mkdir(staged, { recursive: true });
  await Promise.all(files.map(({ path, contents }) => writeFile(join(staged, basename(path)), contents)));
  await rename(staged, folder).catch(() => rm(staged, { recursive: true, force: true }));
}

async function dropOld(folder: string, current: string): Promise<void> {
  const { mtimeMs: nowMs } = await stat(join(folder, manifestName));
  for (const name of await readdir(folder)) {
    const { mtimeMs } = await stat(join(folder, name));
    if (name !== current && nowMs - mtimeMs > keptMs) await rm(join(folder, name), { recursive: true, force: true });
  }
}
