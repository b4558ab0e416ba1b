import type { Bump, Commit } from '@bigpanda/release-model';
import { heaviest, parseLevel } from './level.ts';
import type { CommitRules } from './version-rules.ts';

/** What one commit asks for. */
export interface CommitWeight {
  readonly level: Bump;
  /** Whether the message follows the convention; the level of another is the one configured for those. */
  readonly conventional: boolean;
}

/** Weighs commits as semantic-release's analyzer does. */
export interface CommitWeigher {
  readonly weigh: (commit: Commit) => Promise<CommitWeight>;
  /** The commits among these, newest first, that revert one another and so ask for nothing: each with the other's id. */
  readonly findReverted: (commits: readonly Commit[]) => Promise<ReadonlyMap<string, string>>;
}

/** As in the presets angular and conventionalcommits. */
const header = /^(\w*)(\(.*\))?(!)?: /;
/** Types of conventional commits (conventional-changelog-conventionalcommits, and commitlint's list); another word before a colon is prose. */
const knownTypes = new Set(['feat', 'feature', 'fix', 'perf', 'revert', 'docs', 'style', 'chore', 'refactor', 'test', 'build', 'ci']);
/** What the analyzer's own rules say of headers that nothing makes more of; a test compares each. Loading the analyzer takes longer than a plan. */
const plainHeaders: ReadonlyMap<string, Bump> = new Map([['feat', 'minor'], ['fix', 'patch'], ['perf', 'patch'], ['docs', 'none'], ['style', 'none'], ['chore', 'none'], ['refactor', 'none'], ['test', 'none'], ['build', 'none'], ['ci', 'none']]);
/** What in a message makes more than its header decide; anything suspicious goes to the analyzer whole. */
const moreThanHeader = /breaking|revert/i;
const headerFields = new Set(['type', 'scope', 'breaking', 'revert', 'release']);
/** The parser's cost grows with the square of a message: of a longer one it sees the beginning and the end, where footers stand. */
const messageLimit = 100_000;
const revertedCommit = /This reverts commit ([0-9a-f]{7,64})/;

/**
 * Weighs by @semantic-release/commit-analyzer with its own options.
 * Messages that differ only in what no rule looks at are analyzed once, which makes a long history cheap.
 */
export function createCommitWeigher(rules: CommitRules): CommitWeigher {
  const levels = new Map<string, Promise<CommitWeight>>();
  const byHeader = ['angular', 'conventionalcommits'].includes(rules.preset) && rules.presetConfig === undefined && rules.parserOpts === undefined && (rules.releaseRules ?? []).every((rule) => Object.keys(rule).every((key) => headerFields.has(key)));
  const byScope = (rules.releaseRules ?? []).some((rule) => 'scope' in rule);
  const weigh = (commit: Commit): Promise<CommitWeight> => {
    const shape = byHeader ? shapeOf(commit.message, byScope) : commit.message;
    const known = levels.get(shape) ?? weighShape(shape, commit, rules);
    levels.set(shape, known);
    return known;
  };
  return { weigh, findReverted: (commits) => findReverted(commits, rules) };
}

/** A message by what rules can look at: its header in parts, or the whole where more than the header decides. */
function shapeOf(message: string, byScope: boolean): string {
  if (moreThanHeader.test(message)) return message;
  const [whole, type = '', scope = '', mark = ''] = header.exec(message) ?? [];
  return whole === undefined ? '' : [type, byScope ? scope : '', mark].join('\0');
}

async function weighShape(shape: string, commit: Commit, rules: CommitRules): Promise<CommitWeight> {
  if (shape === commit.message) return weighMessage(commit, rules);
  const [type = '', , mark] = shape.split('\0');
  const level = plainHeaders.get(type);
  if (rules.releaseRules === undefined && shape === '') return { level: rules.unconventional, conventional: false };
  if (rules.releaseRules === undefined && mark === '' && level !== undefined) return { level, conventional: true };
  return weighMessage({ ...commit, message: commit.message.split('\n')[0] ?? '' }, rules);
}

async function weighMessage(commit: Commit, rules: CommitRules): Promise<CommitWeight> {
  const found = await analyze([commit], rules);
  if (found !== 'none') return { level: found, conventional: true };
  return isConventional(commit.message, rules) ? { level: 'none', conventional: true } : { level: rules.unconventional, conventional: false };
}

function isConventional(message: string, { releaseRules = [] }: CommitRules): boolean {
  const type = header.exec(message)?.[1];
  return type !== undefined && (knownTypes.has(type.toLowerCase()) || releaseRules.some((rule) => rule['type'] === type));
}

/** A revert and what it reverts weigh nothing together; the analyzer itself is asked whether it sees them so. */
async function findReverted(commits: readonly Commit[], rules: CommitRules): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  for (const [index, commit] of commits.entries()) {
    const target = found.has(commit.id) ? undefined : revertedCommit.exec(commit.message)?.[1];
    if (target === undefined) continue;
    const reverted = commits.slice(index + 1).find(({ id }) => id.startsWith(target) && !found.has(id));
    if (reverted === undefined || await analyze([commit, reverted], rules) !== 'none') continue;
    found.set(commit.id, reverted.id).set(reverted.id, commit.id);
  }
  return found;
}

async function analyze(commits: readonly Commit[], { preset, presetConfig, releaseRules, parserOpts }: CommitRules): Promise<Bump> {
  // The analyzer takes a while to load, which a plan that does not need it should not wait for.
  const { analyzeCommits } = await import('@semantic-release/commit-analyzer');
  const options = {
    preset,
    ...(presetConfig === undefined ? {} : { presetConfig }),
    ...(releaseRules === undefined ? {} : { releaseRules }),
    ...(parserOpts === undefined ? {} : { parserOpts }),
  };
  const context = { cwd: import.meta.dirname, logger: { log: () => undefined }, commits: commits.map(({ id, message }) => ({ hash: id, message: cut(message) })) };
  return heaviest([parseLevel(await analyzeCommits(options, context)) ?? 'none']);
}

function cut(message: string): string {
  return message.length <= messageLimit ? message : `${message.slice(0, messageLimit / 2)}\n${message.slice(-messageLimit / 2)}`;
}
