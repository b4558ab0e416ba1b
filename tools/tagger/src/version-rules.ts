import type { Bump, RepositoryConfig } from '@bigpanda/release-model';

/** One line of the branch model of semantic-release. */
export interface BranchRule {
  /** Name or glob, such as `main` or `+([0-9])?(.{+([0-9]),x}).x`. */
  readonly name: string;
  /** Versions of a maintenance branch, such as `1.x`; the branch's name when that is one. */
  readonly range?: string;
  /** Makes it a branch of pre-releases: their word in versions, or the branch's name with `true`. */
  readonly prerelease?: string | true;
  /** Channel of the repository that its releases go to. */
  readonly channel?: string;
}

/** How messages become levels: the options of semantic-release's commit analyzer, and what a message in no convention weighs. */
export interface CommitRules {
  readonly preset: string;
  readonly presetConfig?: Readonly<Record<string, unknown>>;
  readonly releaseRules?: readonly Readonly<Record<string, unknown>>[];
  readonly parserOpts?: Readonly<Record<string, unknown>>;
  readonly unconventional: Bump;
}

/** A tag shape that an older way of releasing left behind; `${version}` stands for the version. */
export interface AdoptedTags {
  readonly component: string;
  readonly format: string;
}

/** A person's word on one component's next release; it holds until that release is made. */
export interface VersionOverride {
  /** Last release it follows; absent before the first. */
  readonly after?: string;
  /** A level, or the exact version. */
  readonly as: string;
  readonly reason: string;
}

export interface VersionRules {
  readonly first: string;
  /** With `${name}` and `${version}`. */
  readonly tagFormat: string;
  /** What breaking changes and features raise below 1.0.0. */
  readonly zero: { readonly major: Bump; readonly minor: Bump };
  readonly commits: CommitRules;
  readonly branches: readonly BranchRule[];
  readonly issueKeys: readonly string[];
  /** Folder of declared intents below the workspace. */
  readonly intents: string;
  readonly adopted: readonly AdoptedTags[];
  readonly overrides: Readonly<Record<string, VersionOverride>>;
}

/** semantic-release's own branches (its default configuration). */
const defaultBranches: readonly BranchRule[] = [
  { name: '+([0-9])?(.{+([0-9]),x}).x' },
  { name: 'master' },
  { name: 'main' },
  { name: 'next' },
  { name: 'next-major' },
  { name: 'beta', prerelease: true },
  { name: 'alpha', prerelease: true },
];

const defaults: VersionRules = {
  first: '0.1.0',
  tagFormat: '${name}-${version}',
  zero: { major: 'minor', minor: 'minor' },
  commits: { preset: 'conventionalcommits', unconventional: 'patch' },
  branches: defaultBranches,
  issueKeys: ['BIGPANDA', 'ATLASPANDA'],
  intents: '.bigpanda/intents',
  adopted: [],
  overrides: {},
};

type GivenRules = { readonly [Key in keyof RepositoryConfig['versions']]?: RepositoryConfig['versions'][Key] | undefined };

/** The version rules of a configuration, with a default for each that is absent; a repository without one has the defaults. */
export function resolveVersionRules(versions: GivenRules = {}): VersionRules {
  const given = Object.fromEntries(Object.entries(versions).filter(([, value]) => value !== undefined)) as Partial<VersionRules>;
  return {
    ...defaults,
    ...given,
    zero: { ...defaults.zero, ...given.zero },
    commits: { ...defaults.commits, ...given.commits },
  };
}
