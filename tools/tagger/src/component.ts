import type { RpmDescription } from '@bigpanda/release-model';

/** A releasable unit: a folder with an `rpm.json`, and what its packages are made of. */
export interface Component {
  /** RPM name of the main package. */
  readonly name: string;
  /** Folder below the workspace, with `/` between parts; empty for the workspace itself. */
  readonly root: string;
  readonly description: RpmDescription;
  /** Folders of the workspace's projects that it depends on, directly or not. */
  readonly libraries: readonly string[];
  /** Paths below the workspace that decide what the packages hold: own folder, libraries, shared inputs. */
  readonly inputs: readonly string[];
}
