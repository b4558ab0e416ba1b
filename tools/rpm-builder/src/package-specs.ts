import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { PackageSpec } from '@bigpanda/rpm-format';
import { completePackage, type ExplainedDependency } from './automatic/find-dependencies.ts';
import { readEngine } from './automatic/nodejs.ts';
import { scanFiles } from './automatic/scanned-file.ts';
import { listPackages } from './described-package.ts';
import type { PackInput } from './pack-input.ts';
import { planPackages } from './package-plan.ts';
import { readSourceTrees } from './source-reader.ts';
import type { SourceTrees } from './source-tree.ts';

/** The packages of a component, complete, and what was found in their files. */
export interface CompletePackages {
  /** The main package first. */
  readonly specs: readonly PackageSpec[];
  readonly found: readonly ExplainedDependency[];
}

/**
 * What a component becomes, for whichever packager writes it: the plan of its packages with the dependencies that their files bring.
 * @param sources what `readSourceTrees` gave; read when absent
 * @throws ReleaseError as `readSourceTrees` and `planPackages`, and `RPM_METADATA_INVALID`
 */
export async function completePackages(input: PackInput, sources?: SourceTrees): Promise<CompletePackages> {
  const planned = planPackages(input, sources ?? (await readSourceTrees(input)));
  const nodeEngine = await readNodeEngine(input.componentRoot);
  const packages = listPackages(input.description).map((entry) => entry.package);
  const completed = await Promise.all(planned.map(async (spec, index) => {
    const described = packages[index] ?? input.description;
    return completePackage({ spec, described, input, nodeEngine, target: input.target, files: scanFiles(spec.files) }, input.description.automatic);
  }));
  return { specs: completed.map(({ spec }) => spec), found: completed.flatMap(({ found }) => found) };
}

/** The Node that the component's package.json asks for; nothing without one. */
async function readNodeEngine(componentRoot: string): Promise<string | undefined> {
  const text = await readFile(join(componentRoot, 'package.json'), 'utf8').catch((cause: unknown) => {
    if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') return undefined;
    throw cause;
  });
  return text === undefined ? undefined : readEngine(text);
}
