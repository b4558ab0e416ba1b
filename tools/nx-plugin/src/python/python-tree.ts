import { cp, mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { buildWheel } from './wheel-build.ts';
import { unpackWheel } from './wheel-tree.ts';

/** What a build leaves behind and what does not belong to a project's sources. */
const leftOut = /^(?:\.git|\.tox|\.venv|\.mypy_cache|__pycache__|build|dist|node_modules|.+\.egg-info)$/;

export interface PythonBuild {
  /** Absolute path of the folder with `pyproject.toml` or `setup.py`. */
  readonly projectRoot: string;
  /** `PATH` finds `python3`; nothing else of it is used. */
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/**
 * Builds the Python project of a component by its own build back end and writes what is to be installed to `dist/python`, all or nothing:
 * `purelib`, `scripts` and `data`, which each target puts into folders of its own. The project is built in a copy, so nothing else changes.
 * @throws ReleaseError `PYTHON_MISSING`, `PYTHON_BUILD_FAILED`, `PYTHON_NOT_PURE`
 */
export async function buildPythonTree({ projectRoot, environment }: PythonBuild): Promise<void> {
  const output = join(projectRoot, 'dist/python');
  const work = await mkdtemp(join(tmpdir(), 'bigpanda-python-'));
  try {
    const copy = join(work, 'project');
    await cp(projectRoot, copy, { recursive: true, verbatimSymlinks: true, filter: (source) => source === projectRoot || !leftOut.test(basename(source)) });
    const wheel = await buildWheel({ project: copy, output: join(work, 'wheel'), home: work, environment });
    const staging = `${output}.new`;
    await rm(staging, { recursive: true, force: true });
    await mkdir(join(projectRoot, 'dist'), { recursive: true });
    await unpackWheel({ wheel, output: staging, work, environment });
    await rm(output, { recursive: true, force: true });
    await rename(staging, output);
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}
