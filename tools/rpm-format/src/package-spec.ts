import type { Dependency } from './dependency.ts';
import type { DependencyKind } from './dependency-tags.ts';
import type { Evr } from './evr.ts';
import type { ChangelogEntry } from './package-metadata.ts';

/** Bytes of a file: held, or read when they are needed. */
export type FileContent =
  | Uint8Array
  | {
      readonly sizeBytes: number;
      /** Called once; must give exactly `sizeBytes` bytes. */
      read(): AsyncIterable<Uint8Array>;
    };

interface FilePlace {
  /** Absolute, without a slash at the end. */
  readonly path: string;
  /** Name of the owner; `root` when absent. */
  readonly user?: string;
  /** Name of the group; `root` when absent. */
  readonly group?: string;
  /** Bits of `fileFlag`: config, doc, licence and so on; 0 when absent. */
  readonly flags?: number;
  /** Permission bits, up to 0o7777. */
  readonly mode: number;
}

/** One file of a package. A ghost is owned by the package and not in its payload. */
export type PackageFile = FilePlace &
  (
    | { readonly type: 'file'; readonly content: FileContent }
    | { readonly type: 'dir' | 'ghost' }
    | { readonly type: 'symlink'; readonly target: string }
  );

export const scriptletNames = ['pretrans', 'pre', 'post', 'preun', 'postun', 'posttrans'] as const;
export type ScriptletName = (typeof scriptletNames)[number];

export interface Scriptlet {
  readonly body: string;
  /** Program and its arguments, or `<lua>` for the interpreter inside rpm; `/bin/sh` when absent. */
  readonly interpreter?: readonly string[];
}

/** A binary package in plain values. What rpm itself derives, such as the self-provide and rpmlib() requires, is added when it is written. */
export interface PackageSpec {
  readonly name: string;
  readonly evr: Required<Pick<Evr, 'version' | 'release'>> & Pick<Evr, 'epoch'>;
  /** `noarch`, `x86_64` or another of rpm's names. */
  readonly arch: string;
  readonly summary: string;
  readonly description: string;
  /** SPDX expression. */
  readonly license: string;
  readonly url?: string;
  readonly vendor?: string;
  readonly packager?: string;
  /** Where the source lives: `git:<url>#<commit>`. */
  readonly vcs?: string;
  /** File name of the source package; rpm takes a package without one for a source package. */
  readonly sourceRpm: string;
  /** Time of the build and of every file, in seconds since 1970. */
  readonly timeSeconds: number;
  readonly dependencies?: Partial<Readonly<Record<DependencyKind, readonly Dependency[]>>>;
  /** In any order. */
  readonly files: readonly PackageFile[];
  readonly scriptlets?: Partial<Readonly<Record<ScriptletName, Scriptlet>>>;
  /** Newest first. */
  readonly changelog?: readonly ChangelogEntry[];
}
