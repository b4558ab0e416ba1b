import type { Dependency } from '@bigpanda/rpm-format';
import type { ArchiveEntry } from './source-archive.ts';

/** What makes the files of a component that are not among its sources, and what that is made from. */
export interface SourceBuild {
  /** Paths below the component's folder that are made and not shipped, such as `dist/bundle`. */
  readonly builtFolders: readonly string[];
  /** What is read while they are made; paths below the workspace. */
  readonly sources: readonly ArchiveEntry[];
  /** Archives of further files by what stands at the end of their names, such as `nm-prod`; paths below the workspace. */
  readonly archives: ReadonlyMap<string, readonly ArchiveEntry[]>;
  /** Lines of shell that make them, run in the folder that stands for the workspace. */
  readonly commands: readonly string[];
  readonly buildRequires: readonly Dependency[];
  /** Where alone the commands run; anywhere when absent. */
  readonly exclusiveArchs?: readonly string[];
}
