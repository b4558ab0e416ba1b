import { listPackages } from './described-package.ts';
import type { PackInput } from './pack-input.ts';
import { pythonTree } from './python-plan.ts';
import { isForTarget } from './target-choice.ts';

/** A source that the description names for the target. */
export interface NamedSource {
  readonly source: string;
  /** Where the description names it, such as `contents[2].source`. */
  readonly place: string;
}

/** Every source of contents, units and tmpfiles, as it is written, and the tree of a Python project. */
export function listSources({ description, target }: PackInput): readonly NamedSource[] {
  const python = description.build.python === undefined ? [] : [{ source: pythonTree, place: 'build.python' }];
  const listed = listPackages(description).flatMap(({ package: described, place }) =>
    (['contents', 'units', 'tmpfiles'] as const).flatMap((key) =>
      described[key].flatMap((entry, index) =>
        'source' in entry && entry.source !== undefined && isForTarget(entry, target) ? [{ source: entry.source, place: `${place}${key}[${index}].source` }] : [],
      ),
    ),
  );
  return [...listed, ...python];
}
