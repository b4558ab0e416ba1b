/** The part of semver that is used; the package brings no types. */
declare module 'semver' {
  namespace semver {
    interface SemVer {
      readonly major: number;
      readonly minor: number;
      readonly patch: number;
      readonly prerelease: readonly (string | number)[];
      readonly build: readonly string[];
      readonly version: string;
    }
  }
  const semver: {
    readonly valid: (text: string) => string | null;
    readonly parse: (text: string) => semver.SemVer | null;
    readonly compare: (left: string | semver.SemVer, right: string | semver.SemVer) => -1 | 0 | 1;
    readonly rcompare: (left: string, right: string) => -1 | 0 | 1;
    readonly gt: (left: string, right: string) => boolean;
    readonly lt: (left: string, right: string) => boolean;
    readonly inc: (version: string, release: 'major' | 'minor' | 'patch' | 'prerelease') => string | null;
    readonly diff: (left: string, right: string) => string | null;
    readonly prerelease: (text: string) => readonly (string | number)[] | null;
    readonly satisfies: (version: string, range: string) => boolean;
    readonly validRange: (range: string) => string | null;
  };
  // eslint-disable-next-line bigpanda/no-default-export -- the shape of the package, not ours
  export = semver;
}

/** The part of micromatch that is used; the package brings no types. */
declare module 'micromatch' {
  const micromatch: { readonly isMatch: (text: string, pattern: string) => boolean };
  // eslint-disable-next-line bigpanda/no-default-export -- the shape of the package, not ours
  export = micromatch;
}
