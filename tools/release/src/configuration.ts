import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseConfiguration, ReleaseError, type RepositoryConfig } from '@bigpanda/release-model';
import { configFile } from '@bigpanda/tagger/config-file';
import { readGit } from '@bigpanda/tagger/git';
import { findCacheFolder } from './cache-folder.ts';
import { keepConfiguration, recallConfiguration } from './checked-configuration.ts';
import type { Context } from './context.ts';

/** What a checkout says of its repository. */
export interface Configuration {
  /** Absolute path of the checkout. */
  readonly root: string;
  readonly config: RepositoryConfig;
}

/** Where a command runs; the environment says where its user's caches are, and without it nothing is kept. */
type Place = Pick<Context, 'workingFolder'> & Partial<Pick<Context, 'env'>>;

/** The configuration of the checkout around a folder. @throws ReleaseError `CONFIG_MISSING`, `CONFIG_INVALID` */
export async function openConfiguration({ workingFolder, env }: Place): Promise<Configuration> {
  const root = await readTopLevel(workingFolder);
  return { root, config: await readConfig(root, env) };
}

/** Where a checkout is and which commit it has, as git says it, by the context of a command. */
const askedAhead = new WeakMap<Context, Promise<string>>();

/** Lets git look for the checkout while the rest of a command is loaded, for `openCheckout`. */
export function askAhead(context: Context): void {
  const lines = askCheckout(context.workingFolder);
  // Who opens the checkout is told of a failure.
  lines.catch(() => undefined);
  askedAhead.set(context, lines);
}

async function askCheckout(workingFolder: string): Promise<string> {
  return readGit(workingFolder, ['rev-parse', '--show-toplevel', 'HEAD']);
}

/** As `openConfiguration`, with the commit that is checked out. @throws ReleaseError also `GIT_NO_COMMIT` */
export async function openCheckout(context: Context): Promise<Configuration & { readonly commit: string }> {
  const { workingFolder, env } = context;
  const lines = (await (askedAhead.get(context) ?? askCheckout(workingFolder))).trimEnd();
  const end = lines.lastIndexOf('\n');
  const root = lines.slice(0, end);
  return { root, config: await readConfig(root, env), commit: lines.slice(end + 1) };
}

/** Absolute path of the checkout around a folder. */
export async function readTopLevel(workingFolder: string): Promise<string> {
  return (await readGit(workingFolder, ['rev-parse', '--show-toplevel'])).trim();
}

/** @throws ReleaseError `CONFIG_MISSING`, `CONFIG_INVALID` */
export async function readConfig(root: string, env?: Context['env']): Promise<RepositoryConfig> {
  const text = readText(root);
  const folder = env === undefined ? undefined : findCacheFolder({ env }, 'checked');
  if (folder === undefined) return check(text);
  const file = join(folder, 'configuration.json');
  const recalled = recallConfiguration(file, text);
  if (recalled !== undefined) return recalled;
  const config = await check(text);
  keepConfiguration(file, text, config);
  return config;
}

function readText(root: string): string {
  try {
    return readFileSync(join(root, configFile), 'utf8');
  } catch (cause) {
    throw new ReleaseError('CONFIG_MISSING', `read the configuration: "${configFile}" cannot be read`, { exitStatus: 2, cause, hint: 'Run it in a clone of the workspace, or write the file; docs/repository.md shows one.' });
  }
}

async function check(text: string): Promise<RepositoryConfig> {
  const { repositoryConfigSchema } = await import('@bigpanda/release-model/repository-config');
  return parseConfiguration(repositoryConfigSchema, { text, file: configFile, code: 'CONFIG_INVALID', what: 'read the configuration' });
}
