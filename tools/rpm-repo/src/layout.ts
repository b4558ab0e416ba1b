import type { CompanionKind, RepoSnapshot } from '@bigpanda/release-model';

/**
 * Where things stand below the root of a repository; every path is relative, with `/`.
 * Dot files are ours alone: never served, empty or absent when nothing is going on.
 */
export const layout = {
  staging: '.staging',
  intent: '.publish.json',
  lock: '.lock',
  channels: 'channels',
  keys: 'keys',
  pool: 'pool',
  snapshots: 'snapshots',
  /** Records of what moved a channel without a new snapshot. */
  moves: 'moves',
  /** Snapshots by serial, by name and version of a package, by the time a channel gave them out. */
  serials: 'serial',
  releases: 'release',
  times: 'at',
  pointer: (channel: string, target: string) => `channels/${channel}/${target}.json`,
  mirrorlist: (channel: string, target: string) => `channels/${channel}/${target}.mirrorlist`,
  metalink: (channel: string, target: string) => `channels/${channel}/${target}.metalink`,
  /** The repository folder for clients that want a plain `baseurl`. */
  plain: (channel: string, target: string) => `channels/${channel}/${target}`,
  /** The newest release package, for machines that know nothing yet. */
  releaseRpm: (channel: string, target: string) => `channels/${channel}/${target}.release.rpm`,
  key: (name: string) => `keys/${keyFileName(name)}`,
  targetSnapshots: (target: string) => `snapshots/${target}`,
  snapshot: (target: string, id: string) => `snapshots/${target}/${id}`,
  record: (target: string, id: string) => `snapshots/${target}/${id}.json`,
  /** The result of trying the snapshot's upgrades on throw-away hosts. */
  matrix: (target: string, id: string) => `snapshots/${target}/${id}.matrix.json`,
  move: (target: string, number: number) => `moves/${target}/${String(number).padStart(6, '0')}.json`,
  serialLink: (target: string, serial: number) => `serial/${target}/${serial}`,
  releaseLink: (target: string, release: string) => `release/${target}/${release}`,
  timeLinks: (channel: string, target: string) => `at/${channel}/${target}`,
  repodata: (target: string, id: string) => `snapshots/${target}/${id}/repodata`,
} as const;

/** What `Packages` in a snapshot points to. */
export const poolLink = '../../../pool';

/** `20261122T163000Z` of an ISO 8601 time in UTC: names sort by it and need no escapes. */
export function formatTimeName(isoTime: string): string {
  return `${isoTime.slice(0, 19).replaceAll(/[-:]/g, '')}Z`;
}

/** Name of a public key file, here and below `/etc/pki/rpm-gpg`. */
export function keyFileName(name: string): string {
  return `RPM-GPG-KEY-${name}`;
}

/** Folder name of a snapshot: its serial in six digits and the first twelve of its digest. */
export function snapshotId({ serial, digest }: RepoSnapshot): string {
  return `${String(serial).padStart(6, '0')}-${digest.slice(0, 12)}`;
}

/** Whether a name is a snapshot's folder name. */
export function isSnapshotId(name: string): boolean {
  return /^\d{6,}-[0-9a-f]{12}$/.test(name);
}

/** What a package's place depends on. */
export interface StoredPackage {
  readonly name: string;
  readonly version: string;
  readonly release: string;
  readonly arch: string;
  readonly sha256: string;
}

/** `<name>-<version>-<release>.<arch>.rpm`. */
export function packageFileName({ name, version, release, arch }: Omit<StoredPackage, 'sha256'>): string {
  return `${name}-${version}-${release}.${arch}.rpm`;
}

/** Where a package lies: `pool/<first two digits>/<sha256>/<file>`. */
export function poolPath(stored: StoredPackage): string {
  return `pool/${toPoolPart(stored)}`;
}

/** Where a file that tells of a package lies: beside it. */
export function companionPath(stored: StoredPackage, kind: CompanionKind): string {
  return `${poolPath(stored)}.${kind}.json`;
}

/** The package that a path of the pool belongs to: itself, or the one that it tells of. */
export function packageOfPath(path: string): string {
  return path.replace(/\.rpm\.[a-z-]+\.json$/, '.rpm');
}

/** How metadata name a package: below the snapshot's `Packages`, so that it resolves in every snapshot. */
export function packageHref(stored: StoredPackage): string {
  return `Packages/${toPoolPart(stored)}`;
}

function toPoolPart(stored: StoredPackage): string {
  return `${stored.sha256.slice(0, 2)}/${stored.sha256}/${packageFileName(stored)}`;
}
