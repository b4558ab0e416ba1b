import type { FindingDraft, Severity } from './finding.ts';
import type { ResultCache } from './result-cache.ts';
import type { SourceFile } from './source-file.ts';
import type { Workspace } from './workspace.ts';

/** What to check. A checker says about a folder the same, whichever others are asked about with it. */
export interface CheckScope {
  readonly workspace: Workspace;
  /** Folders of packages below the workspace, and `.` for the files that are in no package; sorted. */
  readonly folders: readonly string[];
  /** The files to judge, sorted by path: those of the folders, or those of them that changed. */
  readonly files: readonly SourceFile[];
  /** Every file of the workspace: what is said of a file may depend on others. */
  readonly allFiles: readonly SourceFile[];
  /** RPM files to judge besides those among the files; absolute paths. */
  readonly rpms: readonly string[];
  /** The commit since which changes are judged; the files are those that changed since. */
  readonly since?: string;
  /** Value of PATH: where programs are looked for. */
  readonly programPath: string;
  readonly signal?: AbortSignal;
  readonly cache: ResultCache;
}

/** One rule, for the page that lists them. */
export interface RuleDescription {
  /** As findings name it, such as `bigpanda/rpm-path`. */
  readonly rule: string;
  readonly severity: Severity;
  /** What it asks for, in Markdown. */
  readonly summary: string;
}

/** Looks at a scope and tells what is wrong there, in any order. */
export interface Checker {
  /** What it judges, as a heading. */
  readonly title: string;
  /** Its rules, sorted; those of a library as far as the library tells. */
  readonly listRules: () => Promise<readonly RuleDescription[]>;
  readonly check: (scope: CheckScope) => Promise<readonly FindingDraft[]>;
}
