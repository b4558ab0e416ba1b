import { compareEvr, type ListedPackage } from '@bigpanda/rpm-format';

/** Packages in a chunk, on average: fewer cost more bytes, more cost more time. */
const meanLength = 40;

/**
 * Whether a package begins a chunk, whatever stands around it. By its digest, which spreads evenly: so a change moves
 * no other boundary, and everything keeps its place in the order of names.
 */
export function beginsChunk({ listed }: { readonly listed: Pick<ListedPackage, 'sha256'> }): boolean {
  return Number.parseInt(listed.sha256.slice(0, 8), 16) % meanLength === 0;
}

/** What the order depends on. */
type OrderedPackage = Pick<ListedPackage, 'name' | 'epoch' | 'version' | 'release' | 'arch' | 'sha256'>;

/** The order of packages in a snapshot: by name, EVR, architecture and digest. */
export function comparePackages(left: OrderedPackage, right: OrderedPackage): number {
  return compareText(left.name, right.name) || compareEvr(left, right) || compareText(left.arch, right.arch) || compareText(left.sha256, right.sha256);
}

function compareText(left: string, right: string): number {
  if (left === right) return 0;
  return left < right ? -1 : 1;
}
