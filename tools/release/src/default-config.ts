import type { RepositoryConfig, Target } from '@bigpanda/release-model';
import { repositoryConfigSchema } from '@bigpanda/release-model/repository-config';

/** Targets that a repository without a configuration can be packed for; the first one is meant when none is named. */
const knownTargets: readonly Target[] = [
  { name: 'el9', payload: { codec: 'zstd', level: 9 } },
  // Its first releases read no zstd payloads, and its rpm no "^" in versions.
  { name: 'el8', payload: { codec: 'gzip', level: 9 }, caret: false },
  { name: 'el10', payload: { codec: 'zstd', level: 19 } },
];

/** The names of all targets that a description may speak of: those of a configuration, and those of other repositories that its component may be packed in. */
export function listTargetNames({ targets }: RepositoryConfig): readonly string[] {
  return [...new Set([...targets, ...knownTargets].map(({ name }) => name))];
}

/**
 * What holds in a repository without `repo-config/repository.json`: its components can be packed and signed, not published.
 * @param url where the project lives
 */
export function defaultConfig(url: string, targetName = 'el9'): RepositoryConfig {
  const named = knownTargets.filter(({ name }) => name === targetName);
  return repositoryConfigSchema.parse({
    name: 'bigpanda',
    // Stands in the name of the key only; packages say no vendor.
    vendor: 'Local',
    url,
    targets: named.length === 0 ? knownTargets : named,
    channels: {},
    versions: { first: '0.1.0' },
  });
}
