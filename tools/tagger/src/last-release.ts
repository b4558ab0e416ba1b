import { isPlainVersion } from './release-version.ts';

export interface LastRelease {
  readonly version: string;
  readonly releaseTag: string;
  /** Commit it was made from. */
  readonly commit: string;
}

/** The highest release of a component among tags named `<name>-<x.y.z>`; a longer package name is another component's. */
export function findLastRelease(name: string, tags: ReadonlyMap<string, string>): LastRelease | undefined {
  const releases = [...tags].flatMap(([releaseTag, commit]) => {
    const version = releaseTag.startsWith(`${name}-`) ? releaseTag.slice(name.length + 1) : '';
    return isPlainVersion(version) ? [{ version, releaseTag, commit }] : [];
  });
  return releases.sort((left, right) => comparePlain(right.version, left.version))[0];
}

function comparePlain(left: string, right: string): number {
  const rights = right.split('.').map(Number);
  return left.split('.').map(Number).map((part, index) => part - (rights[index] ?? 0)).find((difference) => difference !== 0) ?? 0;
}
