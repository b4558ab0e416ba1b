/** The part of semver that is used; the package brings no types. */
declare module 'semver' {
  interface SemVer {
    readonly major: number;
    readonly minor: number;
    readonly patch: number;
    readonly prerelease: readonly (string | number)[];
    readonly build: readonly string[];
    readonly version: string;
  }
  const semver: {
    valid(text: string): string | null;
    parse(text: string): SemVer | null;
    coerce(text: string): SemVer | null;
    compare(left: string, right: string): -1 | 0 | 1;
    rcompare(left: string, right: string): -1 | 0 | 1;
    gt(left: string, right: string): boolean;
    lt(left: string, right: string): boolean;
    inc(version: string, release: 'major' | 'minor' | 'patch' | 'prerelease'): string | null;
    diff(left: string, right: string): string | null;
    prerelease(text: string): readonly (string | number)[] | null;
    satisfies(version: string, range: string): boolean;
    validRange(range: string): string | null;
  };
  export default semver;
}

/** The part of micromatch that is used; the package brings no types. */
declare module 'micromatch' {
  const micromatch: { isMatch(text: string, pattern: string): boolean };
  export default micromatch;
}
