import type { ConfigurationProblem } from '@bigpanda/release-model';
import { formatEvr, type ListedPackage } from '@bigpanda/rpm-format';
import type { IncomingPackage } from './package-intake.ts';

/** A package by what makes it one: no two different files of a channel may share all but the digest. */
export type PackageIdentity = Pick<ListedPackage, 'name' | 'epoch' | 'version' | 'release' | 'arch' | 'sha256'>;

/** A file to publish, as far as the decision needs it. */
export type PlannedFile = Pick<IncomingPackage, 'file' | 'problems'> & { readonly metadata: PackageIdentity | undefined };

/** What publishing would do. */
export interface PublishPlan<File extends PlannedFile = PlannedFile> {
  /** Every reason against it, each with what would make it pass; nothing may be published unless this is empty. */
  readonly refusals: readonly ConfigurationProblem[];
  /** Files that the channel does not have yet, in the order given. */
  readonly added: readonly File[];
  /** Files that the channel has, byte for byte. */
  readonly present: readonly File[];
}

/** Decides what becomes of the incoming files, given the packages that the channel has. */
export function planPublish<File extends PlannedFile>(current: readonly PackageIdentity[], incoming: readonly File[]): PublishPlan<File> {
  const known = new Map(current.map((identity) => [formatNevra(identity), identity.sha256]));
  const isPresent = ({ metadata }: File) => metadata !== undefined && known.get(formatNevra(metadata)) === metadata.sha256;
  return {
    refusals: [...incoming.flatMap(({ problems }) => problems), ...findConflicts(known, incoming), ...findRepetitions(incoming)],
    added: incoming.filter((file) => !isPresent(file)),
    present: incoming.filter(isPresent),
  };
}

/** `name-[epoch:]version-release.arch`. */
export function formatNevra(identity: Omit<PackageIdentity, 'sha256'>): string {
  return `${identity.name}-${formatEvr(identity)}.${identity.arch}`;
}

function findConflicts(known: ReadonlyMap<string, string>, incoming: readonly PlannedFile[]): readonly ConfigurationProblem[] {
  return incoming.flatMap(({ file, metadata }) => {
    const nevra = metadata === undefined ? '' : formatNevra(metadata);
    const published = known.get(nevra);
    if (metadata === undefined || published === undefined || published === metadata.sha256) return [];
    return [{
      path: file,
      found: `"${nevra}" with the sha256 "${metadata.sha256}", while the channel has it with "${published}"`,
      allowed: 'the file that was published, or a higher version or release for other bytes',
    }];
  });
}

function findRepetitions(incoming: readonly PlannedFile[]): readonly ConfigurationProblem[] {
  const first = new Map<string, PlannedFile>();
  return incoming.flatMap((given) => {
    if (given.metadata === undefined) return [];
    const nevra = formatNevra(given.metadata);
    const before = first.get(nevra);
    if (before === undefined) first.set(nevra, given);
    return before === undefined ? [] : [describeRepetition(before, given, nevra)];
  });
}

function describeRepetition(before: PlannedFile, given: PlannedFile, nevra: string): ConfigurationProblem {
  const digests = [before, given].map(({ metadata }) => `"${metadata?.sha256}"`).join(' and ');
  return { path: given.file, found: `"${nevra}", which "${before.file}" is as well (sha256 ${digests})`, allowed: 'one file for each package' };
}
