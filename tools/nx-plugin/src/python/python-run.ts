import { spawn } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { ReleaseError } from '@bigpanda/release-model';

export interface PythonRun {
  /** Absolute path of the interpreter. */
  readonly python: string;
  readonly parameters: readonly string[];
  readonly folder: string;
  /** What stands for the home folder, so that no configuration of the user counts. */
  readonly home: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/**
 * Every python3 of the search path, then the system's own: the first may be somebody's own and know no build back end.
 * @throws ReleaseError `PYTHON_MISSING`
 */
export function listPythons(environment: Readonly<Record<string, string | undefined>>): readonly [string, ...string[]] {
  const folders = [...(environment['PATH'] ?? '').split(delimiter).filter((folder) => folder.startsWith('/')), '/usr/bin'];
  const [first, ...others] = [...new Set(folders)].map((folder) => join(folder, 'python3')).filter(canRun);
  if (first !== undefined) return [first, ...others];
  throw new ReleaseError('PYTHON_MISSING', 'build a Python project: there is no python3', { exitStatus: 2, hint: 'Install it: apt-get install python3 python3-setuptools python3-wheel, or dnf install python3-setuptools python3-wheel.' });
}

function canRun(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

export interface PythonResult {
  readonly status: number;
  /** Standard output and standard error. */
  readonly output: string;
}

/** Runs Python to its end, with nothing of the environment but where programs are: no hash seed, no time, no index of packages differs. */
export async function runPython({ python, parameters, folder, home, environment }: PythonRun): Promise<PythonResult> {
  const child = spawn(python, parameters, {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      PATH: environment['PATH'], HOME: home, TMPDIR: home, LC_ALL: 'C.UTF-8', TZ: 'UTC',
      SOURCE_DATE_EPOCH: '315532800', PYTHONHASHSEED: '0', PYTHONDONTWRITEBYTECODE: '1', PYTHONNOUSERSITE: '1', PIP_NO_INDEX: '1', SETUPTOOLS_USE_DISTUTILS: 'local',
    },
  });
  const chunks: Buffer[] = [];
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => chunks.push(chunk));
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (status) => resolve({ status: status ?? 1, output: Buffer.concat(chunks).toString('utf8') }));
  });
}
