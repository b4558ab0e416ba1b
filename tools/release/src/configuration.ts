import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseConfiguration, ReleaseError, type RepositoryConfig } from '@bigpanda/release-model';
import { repositoryConfigSchema } from '@bigpanda/release-model/repository-config';
import { configFile } from '@bigpanda/tagger/config-file';
import { readGit } from '@bigpanda/tagger/git';

/** What a checkout says of its repository. */
export interface Configuration {
  /** Absolute path of the checkout. */
  readonly root: string;
  readonly config: RepositoryConfig;
}

/** The configuration of the checkout around a folder. @throws ReleaseError `CONFIG_MISSING`, `CONFIG_INVALID` */
export async function openConfiguration(workingFolder: string): Promise<Configuration> {
  const root = await readTopLevel(workingFolder);
  return { root, config: await readConfig(root) };
}

/** As `openConfiguration`, with the commit that is checked out. @throws ReleaseError also `GIT_NO_COMMIT` */
export async function openCheckout(workingFolder: string): Promise<Configuration & { readonly commit: string }> {
  const lines = (await readGit(workingFolder, ['rev-parse', '--show-toplevel', 'HEAD'])).trimEnd();
  const end = lines.lastIndexOf('\n');
  const root = lines.slice(0, end);
  return { root, config: await readConfig(root), commit: lines.slice(end + 1) };
}

/** Absolute path of the checkout around a folder. */
export async function readTopLevel(workingFolder: string): Promise<string> {
  return (await readGit(workingFolder, ['rev-parse', '--show-toplevel'])).trim();
}

/** @throws ReleaseError `CONFIG_MISSING`, `CONFIG_INVALID` */
export async function readConfig(root: string): Promise<RepositoryConfig> {
  const text = await readFile(join(root, configFile), 'utf8').catch((cause: unknown) => {
    throw new ReleaseError('CONFIG_MISSING', `read the configuration: "${configFile}" cannot be read`, { exitStatus: 2, cause, hint: 'Run it in a clone of the workspace, or write the file; docs/repository.md shows one.' });
  });
  return parseConfiguration(repositoryConfigSchema, { text, file: configFile, code: 'CONFIG_INVALID', what: 'read the configuration' });
}
