import { createHash } from 'node:crypto';
import { canonicalDigest, type Bump, type Commit, type PayloadManifest, type PlannedComponent, type PlanReason, type ReleasePlan } from '@bigpanda/release-model';
import { createRangeFinder, type RangeFinder } from './branch-range.ts';
import type { CommitWeigher } from './commit-weigher.ts';
import type { ReleaseUnit } from './component.ts';
import { collectChanges, type ComponentChanges } from './component-changes.ts';
import { checkIntentNames } from './declared-names.ts';
import { decideLevel } from './decide-level.ts';
import type { EvidenceProvider, EvidenceSubject } from './evidence-provider.ts';
import type { History, HistoryCommit } from './history.ts';
import type { Intent } from './intent.ts';
import { createReleaseTagReader, findLastReleases, groupReleases, type LastRelease, type ReleaseTagReader } from './last-release.ts';
import { isHeavier } from './level.ts';
import { createPathIndex, type PathIndex } from './path-index.ts';
import { liftVersion, refuseVersion } from './published-order.ts';
import type { ChangedPath } from './read-working-tree.ts';
import { releaseBranches, resolveBranch, type ReleaseBranch } from './release-branch.ts';
import { nextVersion } from './release-version.ts';
import { rpmVersion, snapshotVersion } from './rpm-version.ts';
import { compareSemver } from './semantic-version.ts';
import { formatReleaseTag } from './tag-format.ts';
import type { VersionRules } from './version-rules.ts';

/** Hex digits of a commit in a snapshot version; fixed, because git's own choice grows with the repository. */
const shaDigits = 10;

/** Commits that are told of a component before its first release. */
const firstReasons = 10;

/** Payloads by RPM name. */
export interface Payloads {
  /** As it is. */
  readonly now: ReadonlyMap<string, PayloadManifest>;
  /** As it was last released. */
  readonly then: ReadonlyMap<string, PayloadManifest>;
  /** Files below the workspace that the bundles hold, where that is known. */
  readonly sources?: ReadonlyMap<string, ReadonlySet<string>>;
}

export interface PlanInput {
  readonly kind: ReleasePlan['kind'];
  readonly components: readonly ReleaseUnit[];
  /** What the plan leaves out, and what may be named all the same. */
  readonly unplanned?: readonly ReleaseUnit[];
  readonly history: History;
  readonly rules: VersionRules;
  readonly providers: readonly EvidenceProvider[];
  readonly weigher: CommitWeigher;
  /** Reads the tags of these components, when there is a reader that knows some already. */
  readonly releaseTags?: ReleaseTagReader;
  readonly intents?: readonly Intent[];
  /** What is not committed; only a snapshot plan looks at it. */
  readonly changedPaths?: readonly ChangedPath[];
  readonly payloads?: Payloads;
  /** RPM versions that a repository has already, by RPM name: no release may sort before one of them. */
  readonly published?: ReadonlyMap<string, readonly string[]>;
  /** A question: levels as if a person had set them, and commits as if they had not been made. */
  readonly assume?: { readonly levels?: ReadonlyMap<string, Bump>; readonly dropped?: ReadonlySet<string> };
}

/**
 * The next version of every component and why: a function of its input alone.
 * A release plan leaves a component as it is when nothing asks for a release or its payload is the same as last time.
 * A snapshot plan gives everything a version `<next>~<commits>.g<sha>` that sorts between the last release and the next:
 * the commit is the last one that changed what the component is made of, so the same content has the same version
 * wherever and whenever it is planned; the number counts every commit from the last release to that one,
 * so a later commit sorts higher whatever the component is made of by then.
 */
export async function planRelease(input: PlanInput): Promise<ReleasePlan> {
  const { components, history, rules, kind, assume } = input;
  const branch = resolveBranch(rules.branches, history.branch);
  const reader = input.releaseTags ?? createReleaseTagReader(components.map(({ name }) => name), rules);
  const last = findLastReleases(reader, history.tags, branch);
  const changes = collectChanges({ components, last, history, intentFolder: rules.intents, ...(assume?.dropped === undefined ? {} : { dropped: assume.dropped }) });
  // Those that every component has released stay in their folder, whatever they name.
  const fresh = new Set(changes.flatMap((change) => [...change.intents.keys()]));
  checkIntentNames((input.intents ?? []).filter(({ file }) => fresh.has(file)), [...components, ...input.unplanned ?? []]);
  const findRange = createRangeFinder(branch, [...new Set([...history.branchTags.keys(), branchKey(branch)])], rules);
  const scene: Scene = { ...input, branch, findRange, versionsOf: createVersionFinder(reader, history, branch), index: createPathIndex(components), commitsById: new Map(history.commits.map((commit) => [commit.id, commit])) };
  return {
    schema: 1,
    kind,
    head: history.head,
    dirty: kind === 'snapshot' && (input.changedPaths ?? []).length > 0,
    branch: { kind: branch.kind, ...(branch.name === undefined ? {} : { name: branch.name }), ...(branch.channel === undefined ? {} : { channel: branch.channel }) },
    components: await Promise.all(components.map((component, place) => planComponent({ component, place, last: last[place], changes: changes[place] ?? { commits: [], intents: new Map() } }, scene))),
  };
}

/** The input, and what is the same for all components. */
interface Scene extends PlanInput {
  readonly branch: ReleaseBranch;
  /** Released versions of a component by branch, by its name. */
  readonly versionsOf: (name: string) => ReadonlyMap<string, readonly string[]>;
  readonly findRange: RangeFinder;
  readonly index: PathIndex;
  readonly commitsById: ReadonlyMap<string, HistoryCommit>;
}

interface Actor {
  readonly component: ReleaseUnit;
  /** Place in the list of components. */
  readonly place: number;
  readonly last: LastRelease | undefined;
  readonly changes: ComponentChanges;
}

async function planComponent(actor: Actor, scene: Scene): Promise<PlannedComponent> {
  const { component, last, changes } = actor;
  const payload = payloadOf(component, scene);
  const { level, reasons } = decideLevel({
    reasons: await collectReasons(actor, scene),
    kind: scene.kind,
    ...(last === undefined ? {} : { last }),
    ...(payload === undefined ? {} : { samePayload: canonicalDigest(payload.now) === canonicalDigest(payload.then) }),
  });
  const source = changes.source?.commit ?? scene.commitsById.get(last?.commit ?? '') ?? oldestCommit(scene);
  const shared = {
    name: component.name,
    root: component.root,
    ...(component.npm === undefined ? {} : { npm: component.npm.name }),
    ...(last === undefined ? {} : { lastVersion: last.version, lastTag: last.releaseTag }),
    commits: changes.commits.length,
    commit: source.id,
    timeSeconds: source.timeSeconds,
    basis: payload === undefined ? 'commits' as const : 'payload' as const,
  };
  const versions = scene.kind === 'snapshot'
    ? planSnapshotVersion(actor, { level, source, scene })
    : planReleaseVersion(actor, { level, scene });
  return { ...shared, bump: level, ...versions, reasons: [...reasons, ...versions.reasons] };
}

type VersionPart = Pick<PlannedComponent, 'nextVersion' | 'version' | 'reasons' | 'releaseTag' | 'refusal'> & { readonly bump?: Bump };

function planSnapshotVersion(actor: Actor, { level, source, scene }: { readonly level: Bump; readonly source: Pick<Commit, 'id'>; readonly scene: Scene }): VersionPart {
  const next = stepTo(level, actor, scene);
  const dirt = digestDirt(actor.place, scene);
  return {
    nextVersion: next,
    version: snapshotVersion({ next, commits: actor.changes.source?.countDistance() ?? 0, sha: source.id.slice(0, shaDigits), ...(dirt === undefined ? {} : { dirt }) }),
    reasons: dirt === undefined ? [] : [{ kind: 'working-tree', weight: 'patch', summary: 'changes that are not committed' }],
  };
}

function planReleaseVersion(actor: Actor, { level, scene }: { readonly level: Bump; readonly scene: Scene }): VersionPart {
  const { component: { name }, last } = actor;
  if (level === 'none') return { nextVersion: last?.version ?? scene.rules.first, version: rpmVersion(last?.version ?? scene.rules.first), reasons: [] };
  const heavier = () => (['patch', 'minor', 'major'] as const).filter((other) => isHeavier(other, level)).map((other) => ({ level: other, version: stepTo(other, actor, scene) }));
  const published = scene.published?.get(name) ?? [];
  const lifted = liftVersion({ version: exactVersion(actor, scene) ?? stepTo(level, actor, scene), heavier, published });
  const versions = scene.versionsOf(name);
  const range = scene.findRange(versions);
  const refusal = refuseVersion({ name, version: lifted.version, released: [...new Set([...versions.values()].flat())], published, ...(last === undefined ? {} : { last: last.version }), ...(range === undefined ? {} : { range: { ...range, describeNothing: () => describeEmptyRange(versions, scene) } }) });
  return {
    nextVersion: lifted.version,
    version: rpmVersion(lifted.version),
    releaseTag: formatReleaseTag(scene.rules.tagFormat, name, lifted.version),
    reasons: lifted.reasons,
    ...(lifted.level === undefined ? {} : { bump: lifted.level }),
    ...(refusal === undefined ? {} : { refusal }),
  };
}

/** Why a branch has nothing that it may release, though its component asks for it. */
function describeEmptyRange(versions: ReadonlyMap<string, readonly string[]>, { branch, rules }: Scene): string {
  const [main] = releaseBranches(rules.branches, versions.keys()).filter((name) => name !== branch.name && resolveBranch(rules.branches, name).kind === 'release');
  const last = main === undefined ? undefined : (versions.get(main) ?? []).toSorted(compareSemver).at(-1);
  const where = main === undefined ? 'no release branch has gone beyond them' : last === undefined ? `${main} has released nothing yet` : `${main} is still at ${last}`;
  return `branch "${branch.name ?? ''}" may release ${branch.range === undefined ? 'versions below those of other branches' : `${branch.range} versions`} only, and ${where}, so there is nothing it may release yet`;
}

function stepTo(level: Bump, { component, last }: Actor, { branch, rules, versionsOf }: Scene): string {
  return nextVersion({ ...(last === undefined ? {} : { last: last.version }), level, branch, rules, versions: versionsOf(component.name).get(branchKey(branch)) ?? [] });
}

/** An override may name a version instead of a level. */
function exactVersion({ component, last }: Actor, { rules }: Scene): string | undefined {
  const override = Object.hasOwn(rules.overrides, component.name) ? rules.overrides[component.name] : undefined;
  return override !== undefined && override.after === last?.version && /^\d/.test(override.as) ? override.as : undefined;
}

async function collectReasons({ component, last, changes }: Actor, scene: Scene): Promise<PlanReason[]> {
  const { rules, weigher, intents = [], assume } = scene;
  const level = assume?.levels?.get(component.name);
  const assumed: PlanReason[] = level === undefined ? [] : [{ kind: 'override', weight: level, summary: `${level}: assumed for the question` }];
  const commits = changes.commits.map(({ commit }) => commit);
  // A snapshot that took reverts for nothing could sort before one that was published before the revert.
  const reverted = scene.kind === 'release' ? await weigher.findReverted(commits) : new Map<string, string>();
  const payload = payloadOf(component, scene);
  const found = await Promise.all(scene.providers.map((provider) => provider.collect({
    component, commits: changes.commits, reverted, rules, weigher, intents, addedBy: changes.intents,
    ...(last === undefined ? {} : { last }),
    ...(payload === undefined ? {} : { payload }),
  })));
  const reasons = [...assumed, ...found.flat()];
  return last === undefined ? summariseFirst(reasons, scene) : reasons;
}

/**
 * Before the first release a component's whole past would be its reasons: what is said instead is whether any of it asks for a release,
 * and the newest of its own commits, or of what it is made with where it has none. They ask for no more than a first release is; there is nothing yet that they could break.
 */
function summariseFirst(reasons: readonly PlanReason[], { kind, rules }: Scene): PlanReason[] {
  const declared = reasons.filter((reason) => reason.kind === 'override' || reason.kind === 'intent');
  const asked = kind === 'snapshot' || reasons.some(({ weight }) => weight !== 'none');
  const summary = reasons.length === 0 ? 'never released, and nothing of it is committed yet' : asked ? `never released; begins at ${rules.first}` : 'never released, and nothing asks for a release yet';
  const own = reasons.filter((reason) => reason.kind === 'commit');
  const newest = (own.length > 0 ? own : reasons.filter((reason) => reason.kind === 'library')).slice(0, firstReasons);
  return [...declared, { kind: 'first-release', weight: asked ? 'minor' : 'none', summary }, ...newest.map((reason) => ({ ...reason, weight: isHeavier(reason.weight, 'minor') ? 'minor' as const : reason.weight }))];
}

function payloadOf({ name }: ReleaseUnit, { payloads }: PlanInput): EvidenceSubject['payload'] {
  const [now, then, sources] = [payloads?.now.get(name), payloads?.then.get(name), payloads?.sources?.get(name)];
  return now === undefined || then === undefined ? undefined : { now, then, ...(sources === undefined ? {} : { sources }) };
}

/** For a component that is not committed yet: the first commit along first parents. */
function oldestCommit({ history: { head }, commitsById }: Scene): Commit {
  let found = commitsById.get(head);
  for (let next = found; next !== undefined; next = commitsById.get(next.parents[0] ?? '')) found = next;
  if (found === undefined) throw new RangeError('a history that a component was never released in holds its head');
  return found;
}

function createVersionFinder({ read, group }: ReleaseTagReader, { branchTags, tags }: History, branch: ReleaseBranch): Scene['versionsOf'] {
  const groups = new Map([...branchTags].map(([name, others]): [string, ReturnType<typeof group>] => [name, groupReleases(others, read)])).set(branchKey(branch), group(tags));
  const known = new Map<string, ReadonlyMap<string, readonly string[]>>();
  return (name) => {
    const found = known.get(name) ?? new Map([...groups].map(([key, releases]) => [key, (releases.get(name) ?? []).map(({ version }) => version)]));
    known.set(name, found);
    return found;
  };
}

function branchKey({ name }: ReleaseBranch): string {
  return name ?? '';
}

function digestDirt(place: number, { changedPaths = [], index }: Scene): string | undefined {
  const own = changedPaths.filter(({ path }) => index.find(path).some(({ component }) => component === place));
  if (own.length === 0) return undefined;
  const hash = createHash('sha256');
  for (const { path, digest } of own) hash.update(`${path}\0${digest}\n`);
  return hash.digest('hex').slice(0, shaDigits);
}
