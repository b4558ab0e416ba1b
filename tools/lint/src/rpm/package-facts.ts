/** One path of a package. */
export interface PackagedPath {
  /** Installed place. */
  readonly path: string;
  readonly type: 'file' | 'config' | 'dir' | 'ghost' | 'symlink' | 'doc' | 'licence';
  /** Permission bits. */
  readonly mode: number;
  readonly owner: string;
  readonly group: string;
  /** Beginning of its content; absent where it is not known. */
  readonly text?: string;
}

/** What our rules ask of a package, whether it is described by an rpm.json or built. */
export interface PackageFacts {
  readonly name: string;
  readonly summary: string;
  readonly description: string;
  readonly paths: readonly PackagedPath[];
  /** Folders that its component owns without listing them, and those that another of its packages lists. */
  readonly ownedFolders: readonly string[];
  /** Names, without versions. */
  readonly requires: readonly string[];
  /** Users and groups that exist when its files are installed, besides root. */
  readonly accounts: readonly string[];
  /** Units that its scriptlets tell systemd of, by file name. */
  readonly enabledUnits: readonly string[];
  /** Texts of its scriptlets by name, with the program that runs them. */
  readonly scriptlets: readonly { readonly name: string; readonly program: string; readonly text: string }[];
  /** Whether a licence has to be among its paths: a sub-package leaves it to the main one. */
  readonly wantsLicence: boolean;
}

/** Something wrong in a package. */
export interface PackageProblem {
  /** Name without `bigpanda/`. */
  readonly rule: string;
  readonly message: string;
  readonly hint: string;
  /** What it is about: a path of the package, or one of its other parts. */
  readonly about: { readonly path: string } | { readonly part: 'summary' | 'description' | 'name' | 'requires' } | { readonly scriptlet: string };
}
