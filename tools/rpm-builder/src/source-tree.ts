import type { FileContent } from '@bigpanda/rpm-format';

/** One file that a content entry's source stands for. */
export interface SourceFile {
  /** Path below the source; empty when the source is the file itself. */
  readonly path: string;
  readonly content: FileContent;
}

/** The files of each source that the description names, by the source as it is written there; sorted by path. */
export type SourceTrees = ReadonlyMap<string, readonly SourceFile[]>;
