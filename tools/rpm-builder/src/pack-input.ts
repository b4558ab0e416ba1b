import type { RpmDescription, Target } from '@bigpanda/release-model';
import type { ChangelogEntry } from '@bigpanda/rpm-format';

/** What the packages of one component are made from. Nothing else of the machine goes into them. */
export interface PackInput {
  readonly description: RpmDescription;
  /** Absolute path of the component's folder. */
  readonly componentRoot: string;
  /** RPM version, such as `0.1.0` or `0.1.0~3.gabc1234`. */
  readonly version: string;
  /** With the dist tag, such as `1.el9`. */
  readonly release: string;
  readonly target: Target;
  /** Time of the build and of every file, in seconds since 1970: the commit's. */
  readonly timeSeconds: number;
  /** 40 hex digits, with `-dirty` for a changed tree. */
  readonly commit: string;
  /** Empty when nobody says it. */
  readonly vendor: string;
  /** Where the repository of the source lives, such as `https://github.com/PanDAWMS/bigpanda`. */
  readonly vcsUrl: string;
  /** Where the repository lives that gives the packages out, as a URL; absent when nobody says it. */
  readonly distUrl?: string;
  /** The project's licence; each package installs it as `/usr/share/licenses/<package>/LICENSE`. Empty when there is none. */
  readonly licenceText: Uint8Array;
  /**
   * Files that are not on disk, by their path below the component's folder, such as `dist/generated/bigpanda.repo`.
   * They lie over the folder: a content entry's `source` finds them before what is on disk, a folder source finds both.
   */
  readonly extraFiles?: ReadonlyMap<string, Uint8Array>;
  /** Changes that stand before those of rpm.json, newest first. */
  readonly changelog?: readonly ChangelogEntry[];
}
