import { mkdir, readdir, readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { parse } from 'smol-toml';
import { ReleaseError } from '@bigpanda/release-model';
import { listPythons, runPython, type PythonResult, type PythonRun } from './python-run.ts';

/** What a project without a `[build-system]` is built by (PEP 517, section "Source trees"). */
const classicBackend = 'setuptools.build_meta:__legacy__';
/** The last lines of what a back end said are shown. */
const shownLines = 15;

/** Calls the back end's hook in the process that PEP 517 asks for: nothing is installed and nothing is fetched. */
const driver = `
import importlib, os, sys
backend, output, *paths = sys.argv[1:]
sys.path[:0] = paths
module, _, names = backend.partition(":")
try:
    hook = importlib.import_module(module)
except ImportError as error:
    sys.exit("bigpanda: missing " + (error.name or module))
for name in filter(None, names.split(".")):
    hook = getattr(hook, name)
print("bigpanda: wheel " + hook.build_wheel(output))
`;

export interface WheelBuild {
  /** Absolute path of a copy of the project, which the build may write to. */
  readonly project: string;
  /** Absolute path of the folder for the wheel. */
  readonly output: string;
  readonly home: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/**
 * Builds a project by the back end that its pyproject.toml names (setuptools for a setup.py alone) and gives the path of the wheel.
 * @throws ReleaseError `PYTHON_MISSING`, `PYTHON_BUILD_FAILED`, `PYTHON_NOT_PURE`
 */
export async function buildWheel({ project, output, home, environment }: WheelBuild): Promise<string> {
  const { backend, paths } = await readBackend(project);
  await mkdir(output, { recursive: true });
  const result = await callBackend(backend, { parameters: ['-c', driver, backend, output, ...paths], folder: project, home, environment });
  const names = (await readdir(output)).filter((name) => name.endsWith('.whl'));
  const [wheel] = names;
  if (result.status !== 0 || wheel === undefined) {
    throw new ReleaseError('PYTHON_BUILD_FAILED', `build the Python project by "${backend}": it ended with status ${result.status}:\n${result.output.trimEnd().split('\n').slice(-shownLines).join('\n')}`, { hint: 'Correct what the back end says there.' });
  }
  if (!wheel.endsWith('-none-any.whl')) {
    throw new ReleaseError('PYTHON_NOT_PURE', `build the Python project: "${wheel}" is for one machine; wanted one that ends in "-none-any.whl"`, { exitStatus: 2, hint: 'Leave modules in C out; packages of pure Python are made for every target at once.' });
  }
  return join(output, wheel);
}

/** Asks one Python after the other, until one knows the back end. */
async function callBackend(backend: string, run: Omit<PythonRun, 'python'>): Promise<PythonResult> {
  const missing = new Map<string, string>();
  for (const python of listPythons(run.environment)) {
    const result = await runPython({ ...run, python });
    const module = /^bigpanda: missing (\S+)$/m.exec(result.output)?.[1] ?? (result.output.includes("invalid command 'bdist_wheel'") ? 'wheel' : undefined);
    if (module === undefined) return result;
    missing.set(python, module);
  }
  const [name = ''] = (missing.values().next().value ?? '').split('.');
  throw new ReleaseError('PYTHON_BUILD_FAILED', `build the Python project by "${backend}": ${[...missing].map(([python, module]) => `"${python}" has no module "${module}"`).join(', ')}`, {
    hint: `Install it, such as by: apt-get install python3-${name}`,
  });
}

interface Backend {
  readonly backend: string;
  /** Folders of the project that hold a back end of its own. */
  readonly paths: readonly string[];
}

async function readBackend(project: string): Promise<Backend> {
  const text = await readFile(join(project, 'pyproject.toml'), 'utf8').catch((cause: unknown) => {
    if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') return '';
    throw cause;
  });
  const system: unknown = readToml(text)['build-system'];
  const field = (name: string): unknown => (typeof system === 'object' && system !== null ? Reflect.get(system, name) : undefined);
  const [backend, paths] = [field('build-backend'), field('backend-path')];
  return {
    backend: typeof backend === 'string' ? backend : classicBackend,
    paths: Array.isArray(paths) ? paths.map((path) => resolve(project, String(path))) : [],
  };
}

function readToml(text: string): Readonly<Record<string, unknown>> {
  try {
    return parse(text);
  } catch (cause) {
    throw new ReleaseError('PYTHON_BUILD_FAILED', `read "pyproject.toml": ${(cause as Error).message}`, { exitStatus: 2, cause, hint: 'Correct the syntax at the place that is named.' });
  }
}
