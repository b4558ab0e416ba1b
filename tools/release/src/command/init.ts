import { mkdir, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { Command } from 'commander';
import { canonicalJson, parseConfiguration, ReleaseError } from '@bigpanda/release-model';
import { baseUrlSchema, repositoryConfigSchema } from '@bigpanda/release-model/repository-config';
import { configFile } from '@bigpanda/tagger';
import { readTopLevel } from '../configuration.ts';
import type { Context } from '../context.ts';
import { tryGit, type GitCall } from '../git/run-git.ts';
import { composeConfiguration } from '../init/first-configuration.ts';

interface InitOptions {
  readonly baseUrl: string;
  readonly dryRun?: true;
  readonly json?: true;
}

/** What `bigpanda repo serve` listens on. */
const localUrl = 'http://127.0.0.1:8470';

export function defineInitCommand(command: Command, context: Context): void {
  command
    .option('--base-url <url>', 'where the folder of the repository is served to hosts', localUrl)
    .option('--dry-run', `print ${configFile} and write nothing`)
    .option('--json', 'print the result as JSON')
    .action(async ({ baseUrl, dryRun, json }: InitOptions) => {
      if (!baseUrlSchema.safeParse(baseUrl).success) throw new ReleaseError('BASE_URL_INVALID', `begin a configuration: "${baseUrl}" is no http, https or file URL without a slash at the end`, { exitStatus: 2, hint: 'Name one such as https://packages.example.org' });
      const root = await readTopLevel(context.workingFolder);
      const configuration = composeConfiguration({ ...await readFacts({ root, env: context.env }), baseUrl });
      const text = `${JSON.stringify(configuration, undefined, 2)}\n`;
      parseConfiguration(repositoryConfigSchema, { text, file: configFile, code: 'CONFIG_INVALID', what: 'begin a configuration' });
      if (dryRun !== true) await writeNew(join(root, configFile), text);
      if (json === true) context.write(canonicalJson({ file: configFile, configuration }));
      else context.write(dryRun === true ? text : `Wrote ${configFile}. Read it, then describe what is released: bigpanda rpm init FOLDER\n`);
    });
}

async function readFacts(git: GitCall): Promise<Omit<Parameters<typeof composeConfiguration>[0], 'baseUrl'>> {
  const ask = async (...args: readonly string[]): Promise<string> => (await tryGit(git, args)).stdout.trim();
  const [remote, author, branch] = [await ask('remote', 'get-url', 'origin'), await ask('config', 'user.name'), await ask('symbolic-ref', '--short', 'HEAD')];
  return { folder: basename(git.root), author, branch: branch === '' ? 'main' : branch, ...(remote === '' ? {} : { remote }) };
}

async function writeNew(file: string, text: string): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, text, { flag: 'wx' }).catch((cause: unknown) => {
    if (!(cause instanceof Error && 'code' in cause && cause.code === 'EEXIST')) throw cause;
    throw new ReleaseError('CONFIG_EXISTS', `begin a configuration: "${file}" is there already`, { exitStatus: 2, cause, hint: 'Compare with what --dry-run prints, or remove it first.' });
  });
}
