import type { FindingDraft } from './finding.ts';
import type { Workspace } from './workspace.ts';

/** What to check. A checker says about a folder the same, whichever others are asked about with it. */
export interface CheckScope {
  readonly workspace: Workspace;
  /** Folders of packages below the workspace, and `.` for the files that are in no package; sorted. */
  readonly folders: readonly string[];
}

/** Looks at the folders of a scope and tells what is wrong there, in any order. */
export type Checker = (scope: CheckScope) => Promise<readonly FindingDraft[]>;
