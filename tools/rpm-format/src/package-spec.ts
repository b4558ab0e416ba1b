import type { Dependency } from './dependency.ts';
import type { DependencyKind } from './dependency-tags.ts';
import type { Evr } from './evr.ts';
import type { ChangelogEntry } from './package-metadata.ts';

/** Bytes of a file: held, or read when they are needed. */
export type FileContent =
  | Uint8Array
  | {
      readonly sizeBytes: number;
      /** Called once; must give exactly `sizeBytes` bytes. A chunk may be overwritten once the next one is asked for, unless it is the whole content. */
      read(): AsyncIterable<Uint8Array>;
      /** The same at once, in place of `read` for files up to 512 KiB: fills exactly `sizeBytes` bytes. Many small files take half the time so. */
      fill?(target: Uint8Array): void;
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
  /** Language of the file, such as `de`; rpm leaves files of unwanted languages out. */
  readonly language?: string;
  /** What `rpm -V` compares, as bits of `verifyFlag`; everything when absent, of a ghost only what cannot change. */
  readonly verifyFlags?: number;
}

/** What a ghost stands for when it is there; a regular file when absent. */
type GhostKind = { readonly of?: 'file' | 'dir' } | { readonly of: 'symlink'; readonly target: string };

/** One file of a package. A ghost is owned by the package and not in its payload. */
export type PackageFile = FilePlace &
  (
    | {
        readonly type: 'file';
        readonly content: FileContent;
        /** File capabilities in the text form of cap_from_text(3), such as `cap_net_bind_service=ep`. */
        readonly capabilities?: string;
      }
    | { readonly type: 'dir' }
    | ({ readonly type: 'ghost' } & GhostKind)
    | { readonly type: 'symlink'; readonly target: string }
  );

/** All scriptlets, in the order of a package's life; rpm runs those of `preuntrans` and `postuntrans` from 4.19 on. */
export const scriptletNames = ['pretrans', 'pre', 'post', 'preun', 'postun', 'posttrans', 'preuntrans', 'postuntrans', 'verify'] as const;
export type ScriptletName = (typeof scriptletNames)[number];

export interface Scriptlet {
  /** Empty when the interpreter alone is what runs, such as `/sbin/ldconfig`. */
  readonly body: string;
  /** Program and its arguments, or `<lua>` for the interpreter inside rpm; `/bin/sh` when absent. */
  readonly interpreter?: readonly string[];
  /** What rpm puts into the body when it runs it: macros or query format; nothing when absent. */
  readonly expand?: 'macros' | 'queryFormat';
}

/** A script that runs when another package comes or goes. */
export interface Trigger {
  readonly when: 'prein' | 'in' | 'un' | 'postun';
  /** The packages that set it off; any of them does. */
  readonly on: readonly Dependency[];
  readonly body: string;
  /** A program without arguments, or `<lua>`; `/bin/sh` when absent. */
  readonly interpreter?: string;
}

/** A script that runs when files below a folder come or go, whichever package they are of. */
export interface FileTrigger {
  readonly when: 'in' | 'un' | 'postun';
  /** Once for each package that sets it off, or once in a transaction. */
  readonly scope: 'package' | 'transaction';
  /** Beginnings of the paths that set it off; they are given to the script on its standard input. */
  readonly paths: readonly string[];
  readonly body: string;
  /** A program without arguments, or `<lua>`; `/bin/sh` when absent. */
  readonly interpreter?: string;
  /** Higher ones run first; 1,000,000 when absent. */
  readonly priority?: number;
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
  /** Where the repository lives that gives the package out, and what tells of it: a URL. */
  readonly distUrl?: string;
  /** File name of the source package; rpm takes a package without one for a source package. */
  readonly sourceRpm: string;
  /** Time of the build and of every file, in seconds since 1970. */
  readonly timeSeconds: number;
  readonly dependencies?: Partial<Readonly<Record<DependencyKind, readonly Dependency[]>>>;
  /** In any order. */
  readonly files: readonly PackageFile[];
  readonly scriptlets?: Partial<Readonly<Record<ScriptletName, Scriptlet>>>;
  readonly triggers?: readonly Trigger[];
  readonly fileTriggers?: readonly FileTrigger[];
  /** Newest first. */
  readonly changelog?: readonly ChangelogEntry[];
}
