import { createRequire } from 'node:module';
import type micromatch from 'micromatch';
import semver from 'semver';
import type { BranchRule } from './version-rules.ts';

/** What a branch means for versions: semantic-release's branch types, and `work` for a branch that nothing is released from. */
export interface ReleaseBranch {
  readonly kind: 'release' | 'maintenance' | 'prerelease' | 'work';
  /** Absent where only a commit is checked out. */
  readonly name?: string;
  /** Range of a maintenance branch as written, such as `1.x`. */
  readonly range?: string;
  /** Word of a pre-release, such as `beta`. */
  readonly preid?: string;
  readonly channel?: string;
}

const maintenanceName = /^\d+(?:\.(?:\d+|x))?\.x$/i;

/** The meaning of a branch; without a branch, that of the first release branch. */
export function resolveBranch(rules: readonly BranchRule[], name: string | undefined): ReleaseBranch {
  if (name === undefined) {
    const main = rules.find((rule) => kindOf(rule, rule.name) === 'release');
    return { kind: 'release', ...(main?.channel === undefined ? {} : { channel: main.channel }) };
  }
  const rule = rules.find((one) => matches(one, name));
  if (rule === undefined) return { kind: 'work', name };
  const kind = kindOf(rule, name);
  return {
    kind,
    name,
    ...(rule.channel === undefined ? {} : { channel: rule.channel }),
    ...(kind === 'maintenance' ? { range: rule.range ?? name } : {}),
    ...(kind === 'prerelease' ? { preid: rule.prerelease === true || rule.prerelease === undefined ? name : rule.prerelease } : {}),
  };
}

/** Those of the names of branches that releases come from, in the order of the rules. */
export function releaseBranches(rules: readonly BranchRule[], names: Iterable<string>): string[] {
  const sorted = [...names].sort();
  return [...new Set(rules.flatMap((rule) => sorted.filter((name) => matches(rule, name))))];
}

const globSigns = /[*?+@!()[\]{}|\\]/;
const globTail = /[^*?+@!()[\]{}|\\]*$/;
/** Gives packages when they are wanted. */
const require = createRequire(import.meta.url);

/** A rule whose name is a range such as `1.x` is a name; anything else may be a glob. */
function matches(rule: BranchRule, name: string): boolean {
  return rule.name === name || (globSigns.test(rule.name) && endsAlike(rule.name, name) && matcherOf(rule.name)(name));
}

/** Whether a name ends as a glob does behind its last sign: most names are told from a glob without a matcher, which takes longer to make than a plan's tags take to read. */
function endsAlike(glob: string, name: string): boolean {
  return glob.startsWith('!') || name.endsWith(glob.slice(glob.search(globTail)));
}

/** Each glob is compiled once. */
const matchers = new Map<string, (text: string) => boolean>();

function matcherOf(glob: string): (text: string) => boolean {
  const matcher = matchers.get(glob) ?? (require('micromatch') as typeof micromatch).matcher(glob);
  matchers.set(glob, matcher);
  return matcher;
}

function kindOf(rule: BranchRule, name: string): 'release' | 'maintenance' | 'prerelease' {
  if (rule.range !== undefined || (maintenanceName.test(name) && semver.validRange(name) !== null)) return 'maintenance';
  return rule.prerelease === undefined ? 'release' : 'prerelease';
}
