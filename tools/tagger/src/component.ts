import type { NpmDescription, RpmDescription } from '@bigpanda/release-model';

/** What is published to an npm registry of a folder with an `npm.json`. */
export interface PublishedPackage {
  /** Name of its package.json, such as `@bigpanda/rpm-format`. */
  readonly name: string;
  readonly description: NpmDescription;
}

/** Something that gets versions, tags and notes of its own: a folder with an `rpm.json`, an `npm.json` or both, and what it is made of. */
export interface ReleaseUnit {
  /** RPM name of the main package; the npm name where no RPM is made. */
  readonly name: string;
  /** Folder below the workspace, with `/` between parts; empty for the workspace itself. */
  readonly root: string;
  /** Of the RPM packages; absent where none is made. */
  readonly description?: RpmDescription;
  /** Absent where nothing is published to npm. */
  readonly npm?: PublishedPackage;
  /** Folders of the workspace's projects that it depends on, directly or not. */
  readonly libraries: readonly string[];
  /** Paths below the workspace that decide what the packages hold: own folder, libraries, shared inputs. */
  readonly inputs: readonly string[];
}

/** A unit that RPMs are made of: a folder with an `rpm.json`. */
export interface Component extends ReleaseUnit {
  readonly description: RpmDescription;
}

/** Whether RPMs are made of a unit. */
export function isComponent(unit: ReleaseUnit): unit is Component {
  return unit.description !== undefined;
}
