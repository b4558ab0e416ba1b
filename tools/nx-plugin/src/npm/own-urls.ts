import { globSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

/** A module that the bundled program loads by a URL beside its own instead of by an import. */
export interface LoadedModule {
  /** Below the workspace. */
  readonly source: string;
  /** Below the folder of the bundle, without extension. */
  readonly output: string;
}

/** A URL beside the module that names it: of a folder, or of a module. */
const ownUrl = /new URL\('\.\/([\w-]+)(\.ts|\/)', import\.meta\.url\)/g;

/** Every module that sources name by URL: workers, and all modules of folders that are read when the program runs. */
export function listLoadedModules(workspaceRoot: string, sources: readonly string[]): LoadedModule[] {
  return sources.flatMap((source) => {
    const found = readFileSync(join(workspaceRoot, source), 'utf8').matchAll(ownUrl);
    return [...found].flatMap(([, name = '', kind = '']) => {
      const output = outputOf(source, name);
      if (kind === '.ts') return [{ source: join(dirname(source), `${name}.ts`), output }];
      const folder = join(dirname(source), name);
      return globSync('*.ts', { cwd: join(workspaceRoot, folder) }).sort().map((file) => ({ source: join(folder, file), output: `${output}/${basename(file, '.ts')}` }));
    });
  });
}

/** A source with its URLs led to where the bundle has what they name. */
export function redirectOwnUrls(source: string, text: string): string {
  const redirected = text.replaceAll(ownUrl, (_whole, name: string, kind: string) => `new URL('./${outputOf(source, name)}${kind === '.ts' ? '.js' : '/'}', bundleFolder)`);
  return redirected === text ? text : `import bundleFolder from '#bundle-folder';\n${redirected}`;
}

/** Two packages may use one name. */
function outputOf(source: string, name: string): string {
  return `${source.split('/')[1] ?? ''}-${name}`;
}
