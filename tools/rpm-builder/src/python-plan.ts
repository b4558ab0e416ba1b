import { posix } from 'node:path';
import { fileFlag, type PackageFile } from '@bigpanda/rpm-format';
import { listPackages } from './described-package.ts';
import type { PackInput } from './pack-input.ts';
import { quoteWord } from './shell-text.ts';
import type { SourceFile, SourceTrees } from './source-tree.ts';
import { pythonVersion } from './target-facts.ts';

/** Where the build of a Python project leaves what is to be installed, below the component's folder. */
export const pythonTree = 'dist/python';

/**
 * The files of the component's Python project, in the places of the target: modules below its site-packages, scripts in /usr/bin, data below
 * /usr or, what begins with etc/, in /etc. What Python compiles is not in the package but belongs to it: it is compiled when it is installed,
 * by the Python that is there, and removed with the package. A file that some package names in its contents is as it is there.
 */
export function planPython({ description, target }: PackInput, sources: SourceTrees): readonly PackageFile[] {
  if (description.build.python === undefined) return [];
  const listed = new Set(listPackages(description).flatMap(({ package: { contents } }) => contents.map(({ source }) => source)));
  const files = (sources.get(pythonTree) ?? []).filter(({ path }) => !listed.has(`${pythonTree}/${path}`));
  const modules = below(files, 'purelib/');
  const python = pythonVersion(target);
  const folder = `/usr/lib/python${python}/site-packages`;
  const compiled = modules.flatMap(({ path }) => listCompiled(path, python));
  const folders = new Set([...modules.map(({ path }) => path), ...compiled].flatMap(listFolders));
  return [
    ...[...folders].map((path): PackageFile => ({ type: 'dir', path: `${folder}/${path}`, mode: 0o755 })),
    ...modules.map(({ path, content }): PackageFile => ({ type: 'file', path: `${folder}/${path}`, mode: 0o644, content, ...(isLicence(path) ? { flags: fileFlag.licence } : {}) })),
    ...compiled.map((path): PackageFile => ({ type: 'ghost', path: `${folder}/${path}`, mode: 0o644 })),
    ...below(files, 'scripts/').map(({ path, content }): PackageFile => ({ type: 'file', path: `/usr/bin/${path}`, mode: 0o755, content })),
    ...below(files, 'data/').map(planData),
  ];
}

/** The part of %post that compiles the modules among the files; nothing where there are none. */
export function writeCompileScript(files: readonly PackageFile[]): string | undefined {
  const tops = new Map<string, Set<string>>();
  for (const { path } of files) {
    const [, python = '', top = ''] = /^\/usr\/lib\/(python\d\.\d+)\/site-packages\/([^/]+)(?:\/.*)?\.py$/.exec(path) ?? [];
    if (python !== '') tops.set(python, (tops.get(python) ?? new Set()).add(path.startsWith(`/usr/lib/${python}/site-packages/${top}/`) ? top : `${top}.py`));
  }
  if (tops.size === 0) return undefined;
  return [...tops].map(([python, names]) => `\
if [ -x /usr/bin/${python} ]; then
  /usr/bin/${python} -m compileall -q ${[...names].sort().map((name) => quoteWord(`/usr/lib/${python}/site-packages/${name}`)).join(' ')} || :
fi
`).join('');
}

function below(files: readonly SourceFile[], prefix: string): readonly SourceFile[] {
  return files.filter(({ path }) => path.startsWith(prefix)).map(({ path, content }) => ({ path: path.slice(prefix.length), content }));
}

/** What Python writes beside a module, and with -O (PEP 3147, PEP 488). */
function listCompiled(path: string, python: string): readonly string[] {
  if (!path.endsWith('.py')) return [];
  const { dir, name } = posix.parse(path);
  const stem = posix.join(dir, '__pycache__', `${name}.cpython-${python.replace('.', '')}`);
  return [`${stem}.pyc`, `${stem}.opt-1.pyc`];
}

/** Folders above a path, below site-packages. */
function listFolders(path: string): readonly string[] {
  const names = path.split('/').slice(0, -1);
  return names.map((_, index) => names.slice(0, index + 1).join('/')).filter((folder) => folder !== '__pycache__');
}

function isLicence(path: string): boolean {
  return /^[^/]+\.dist-info\/(?:licenses\/|LICEN[CS]E|COPYING|NOTICE)/.test(path);
}

function planData({ path, content }: SourceFile): PackageFile {
  const isConfiguration = path.startsWith('etc/');
  const isProgram = /^s?bin\//.test(path);
  return {
    type: 'file',
    path: isConfiguration ? `/${path}` : `/usr/${path}`,
    mode: isProgram ? 0o755 : 0o644,
    content,
    ...(isConfiguration ? { flags: fileFlag.config | fileFlag.noreplace } : {}),
  };
}
