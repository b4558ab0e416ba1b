import { join } from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import ts from 'typescript';
import type { EslintTask } from './eslint-run.ts';
import { runRepositoryEslint } from './repository-eslint.ts';

const task = workerData as EslintTask;
const reads = recordReads();
const { run, directions } = await runRepositoryEslint(task);
const given = new Set(task.files.map((file) => join(task.root, file)));
const others = [...reads].filter((path) => path.startsWith(`${task.root}/`) && !path.includes('/node_modules/') && !given.has(path));
parentPort?.postMessage({ run, directions, reads: others.toSorted() });

/** The paths that TypeScript reads from now on. */
function recordReads(): ReadonlySet<string> {
  const paths = new Set<string>();
  const read = ts.sys.readFile.bind(ts.sys);
  ts.sys.readFile = (path, encoding) => {
    paths.add(path);
    return read(path, encoding);
  };
  return paths;
}
