import type { ReleasePlan, RepositoryConfig } from '@bigpanda/release-model';
import { createCommitWeigher } from './commit-weigher.ts';
import { isComponent, type ReleaseUnit } from './component.ts';
import { configFile } from './config-file.ts';
import { checkRuleNames } from './declared-names.ts';
import { findUnits } from './find-components.ts';
import { findProviders } from './find-providers.ts';
import { openClone, type GitClone, type OpenedClone } from './git-clone.ts';
import type { HistoryLog } from './history-log.ts';
import { createReleaseTagReader } from './last-release.ts';
import { createPathIndex } from './path-index.ts';
import { digestTerms, readOrMakePlan } from './plan-cache.ts';
import { readIfPresent } from './present-file.ts';
import { planRelease, type PlanInput } from './plan-release.ts';
import { readPast, readReferences, type References } from './read-history.ts';
import { readIntents } from './read-intents.ts';
import { readWorkingTree } from './read-working-tree.ts';
import { resolveVersionRules, type VersionRules } from './version-rules.ts';

/** A repository that can be planned: this workspace, or any other with an `rpm.json`. */
export interface PlannableRepository extends GitClone {
  /** Absent in a repository that is not configured: defaults hold. */
  readonly config?: RepositoryConfig;
  /** The history of the head, where git is writing it already. */
  readonly log?: HistoryLog;
  /** Whether there is a configuration, if only of versions. */
  readonly isConfigured: boolean;
  readonly rules: VersionRules;
  /** Everything that is released. */
  readonly components: readonly ReleaseUnit[];
}

export interface RepositoryPlanOptions {
  readonly kind: ReleasePlan['kind'];
  /** Branch to plan for, where another one or only a commit is checked out. */
  readonly branch?: string;
  readonly payloads?: PlanInput['payloads'];
  readonly published?: PlanInput['published'];
  /** Tells the tags that are looked at; all without it. */
  readonly seesTag?: (tag: string) => boolean;
  /** Folder where finished plans are kept; nothing is kept without it. */
  readonly cacheFolder?: string;
}

/**
 * The repository around a folder with its configuration, components and tags; three git processes.
 * @param clone the clone, where it was opened already
 * @throws ReleaseError `CONFIG_INVALID`, those of {@link findUnits} and of {@link openClone}
 */
export async function openRepository(folder: string, clone?: OpenedClone & { readonly log?: HistoryLog }): Promise<PlannableRepository> {
  const { position: asked, tags: reading, files } = clone ?? openClone(folder);
  const position = await asked;
  const text = readIfPresent(position.root, configFile);
  // Building the schemas takes a twentieth of a plan's time, and many repositories have no configuration.
  const { config, versions } = text === undefined ? {} : (await import('./repository-config.ts')).parseRepositoryConfig(text);
  const [tags, components] = await Promise.all([reading, findUnits({ workspaceRoot: position.root, files, sharedInputs: config === undefined ? [] : [...new Set([...config.sharedInputs, configFile])] })]);
  const rules = resolveVersionRules(versions);
  checkRuleNames(rules, components, configFile);
  return { position, tags, rules, components, isConfigured: text !== undefined, ...(clone?.log === undefined ? {} : { log: clone.log }), ...(config === undefined ? {} : { config }) };
}

/** Everything that a plan of a repository is a function of; one more git process or three, and one more for a snapshot plan. */
export async function readPlanInput(repository: PlannableRepository, options: RepositoryPlanOptions): Promise<PlanInput> {
  const { references, rest } = await readTerms(repository, options);
  return completeInput(repository, { references, rest });
}

/** The plan of a repository: no network, no credentials, nothing written but the cache. A plan that is in the cache needs no pass over history. */
export async function planRepository(repository: PlannableRepository, options: RepositoryPlanOptions): Promise<ReleasePlan> {
  const { references, rest } = await readTerms(repository, options);
  const make = async (): Promise<ReleasePlan> => planRelease(await completeInput(repository, { references, rest }));
  if (options.cacheFolder === undefined) return make();
  const { payloads, published, intents, changedPaths, kind } = rest;
  const key = digestTerms([
    kind, references.head, references.branch, [...references.tags], [...references.branchTags], rest.components, repository.rules,
    (intents ?? []).map(({ file, levels, text }) => [file, [...levels], text]), changedPaths,
    [...payloads?.now ?? []], [...payloads?.then ?? []], [...payloads?.sources ?? []].map(([name, files]) => [name, [...files]]), [...published ?? []],
  ]);
  return readOrMakePlan(options.cacheFolder, key, make);
}

interface Terms {
  readonly references: References;
  readonly rest: Omit<PlanInput, 'history' | 'providers' | 'weigher'>;
}

async function readTerms({ position, tags: allTags, rules, components: all }: PlannableRepository, options: RepositoryPlanOptions): Promise<Terms> {
  const { kind, payloads, published, seesTag } = options;
  // Snapshot versions are those of RPMs.
  const components = kind === 'snapshot' ? all.filter(isComponent) : all;
  const unplanned = all.filter((unit) => !components.includes(unit));
  const index = createPathIndex(components);
  const [references, intents, changedPaths] = await Promise.all([
    readReferences(position.root, { position, tags: allTags, branches: rules.branches, ...(options.branch === undefined ? {} : { branch: options.branch }) }),
    readIntents(position.root, rules.intents),
    kind === 'snapshot' ? readWorkingTree(position.root, (path) => index.find(path).length > 0) : [],
  ]);
  const tags = seesTag === undefined ? references.tags : new Map([...references.tags].filter(([tag]) => seesTag(tag)));
  return { references: { ...references, tags }, rest: { kind, components, unplanned, rules, intents, changedPaths, ...(payloads === undefined ? {} : { payloads }), ...(published === undefined ? {} : { published }) } };
}

async function completeInput({ position, rules, log }: PlannableRepository, { references, rest }: Terms): Promise<PlanInput> {
  const releaseTags = createReleaseTagReader(rest.components.map(({ name }) => name), rules);
  const weigher = createCommitWeigher(rules.commits);
  const [past, providers] = await Promise.all([
    readPast(position.root, references, { branches: rules.branches, releaseTags, log }),
    findProviders(),
  ]);
  return { ...rest, history: { ...references, ...past }, providers, weigher, releaseTags };
}
