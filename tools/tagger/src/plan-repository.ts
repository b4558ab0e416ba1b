import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseConfiguration, repositoryConfigSchema, type PayloadManifest, type ReleasePlan, type RepositoryConfig } from '@bigpanda/release-model';
import { createCommitWeigher } from './commit-weigher.ts';
import type { Component } from './component.ts';
import { findComponents } from './find-components.ts';
import { findProviders } from './find-providers.ts';
import { readPosition, type GitPosition } from './git-position.ts';
import { createReleaseTagReader } from './last-release.ts';
import { planRelease, type PlanInput } from './plan-release.ts';
import { readHistory } from './read-history.ts';
import { readIntents } from './read-intents.ts';
import { readWorkingTree } from './read-working-tree.ts';
import { resolveVersionRules, type VersionRules } from './version-rules.ts';

const configFile = 'repo-config/repository.json';

/** A repository that can be planned: this workspace, or any other with an `rpm.json`. */
export interface PlannableRepository {
  readonly position: GitPosition;
  /** Absent in a repository that is not configured: defaults hold. */
  readonly config?: RepositoryConfig;
  readonly rules: VersionRules;
  readonly components: readonly Component[];
}

export interface RepositoryPlanOptions {
  readonly kind: ReleasePlan['kind'];
  /** Branch to plan for, where another one or only a commit is checked out. */
  readonly branch?: string;
  readonly payloads?: { readonly now: ReadonlyMap<string, PayloadManifest>; readonly then: ReadonlyMap<string, PayloadManifest> };
  readonly published?: ReadonlyMap<string, readonly string[]>;
}

/**
 * The repository around a folder with its configuration and components; two git processes.
 * @throws ReleaseError `CONFIG_INVALID`, those of {@link findComponents} and of {@link readPosition}
 */
export async function openRepository(folder: string): Promise<PlannableRepository> {
  const position = await readPosition(folder);
  const text = await readFile(join(position.root, configFile), 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  const config = text === undefined ? undefined : parseConfiguration(repositoryConfigSchema, { text, file: configFile, code: 'CONFIG_INVALID', what: 'read the configuration' });
  const components = await findComponents({ workspaceRoot: position.root, sharedInputs: config?.sharedInputs ?? [] });
  return { position, rules: resolveVersionRules(config?.versions), components, ...(config === undefined ? {} : { config }) };
}

/** Everything that a plan of a repository is a function of; three more git processes, and one more for a snapshot plan. */
export async function readPlanInput({ position, rules, components }: PlannableRepository, options: RepositoryPlanOptions): Promise<PlanInput> {
  const [history, intents, providers, changedPaths] = await Promise.all([
    readHistory(position.root, { position, branches: rules.branches, releaseTags: createReleaseTagReader(components.map(({ name }) => name), rules), ...(options.branch === undefined ? {} : { branch: options.branch }) }),
    readIntents(position.root, rules.intents),
    findProviders(),
    options.kind === 'snapshot' ? readWorkingTree(position.root) : [],
  ]);
  const { kind, payloads, published } = options;
  return {
    kind, components, history, rules, providers, intents, changedPaths, weigher: createCommitWeigher(rules.commits),
    ...(payloads === undefined ? {} : { payloads }),
    ...(published === undefined ? {} : { published }),
  };
}

/** The plan of the repository around a folder: no network, no credentials, nothing written. */
export async function planRepository(folder: string, options: RepositoryPlanOptions): Promise<ReleasePlan> {
  return planRelease(await readPlanInput(await openRepository(folder), options));
}
