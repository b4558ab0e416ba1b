import { parseConfiguration, type RepositoryConfig } from '@bigpanda/release-model';
import { planningConfigSchema, repositoryConfigSchema } from '@bigpanda/release-model/repository-config';
import { configFile } from './config-file.ts';
import type { resolveVersionRules } from './version-rules.ts';

/** What a configuration says: only its version rules where a repository is planned here and published elsewhere. */
export interface ParsedConfig {
  readonly config?: RepositoryConfig;
  readonly versions?: Parameters<typeof resolveVersionRules>[0];
}

/**
 * The configuration of a repository; one that is planned here and published elsewhere may leave out all but `versions`.
 * @throws ReleaseError `CONFIG_INVALID` with all problems
 */
export function parseRepositoryConfig(text: string): ParsedConfig {
  const input = { text, file: configFile, code: 'CONFIG_INVALID', what: 'read the configuration' };
  if (!text.includes('"channels"')) return { versions: parseConfiguration(planningConfigSchema, input).versions };
  const config = parseConfiguration(repositoryConfigSchema, input);
  return { config, versions: config.versions };
}
