import { Option, type Command } from 'commander';
import { ReleaseError } from '@bigpanda/release-model';
import { baseUrlSchema } from '@bigpanda/release-model/repository-config';
import { listKeyFiles, renderDotRepo, type DotRepoOptions } from '@bigpanda/rpm-repo';
import { openConfiguration } from '../../configuration.ts';
import type { Context } from '../../context.ts';
import { repositoryFolder } from '../../repository-folder.ts';

interface DotRepoCommandOptions {
  readonly channel: string;
  readonly target: string;
  readonly baseUrl?: string;
  readonly repo?: string;
  readonly via: NonNullable<DotRepoOptions['via']>;
}

export function defineDotRepoCommand(command: Command, context: Context): void {
  command
    .requiredOption('--channel <channel>', 'channel, such as testing')
    .requiredOption('--target <target>', 'target, such as el9')
    .option('--base-url <url>', 'where the repository is served (default: the channel\'s in repo-config)')
    .option('--repo <dir>', 'folder of the repository, whose public keys are named (default: build/repo)')
    .addOption(new Option('--via <way>', 'how the client finds the snapshot; a plain baseurl meets a publish half done now and then').choices(['mirrorlist', 'metalink', 'baseurl']).default('mirrorlist'))
    .action(async (options: DotRepoCommandOptions) => {
      const workspace = await openConfiguration(context);
      const { config } = workspace;
      const root = repositoryFolder(workspace, context, options.repo);
      const baseUrl = options.baseUrl === undefined ? undefined : checkUrl(options.baseUrl);
      context.write(renderDotRepo(config, options.channel, options.target, { via: options.via, keyFiles: await listKeyFiles(root, config, options), ...(baseUrl === undefined ? {} : { baseUrl }) }));
    });
}

function checkUrl(text: string): string {
  const { success, data } = baseUrlSchema.safeParse(text.replace(/\/+$/, ''));
  if (success) return data;
  throw new ReleaseError('URL_INVALID', `print the .repo file: "${text}" is not an http, https or file URL without a query or a password`, { exitStatus: 2, hint: 'Give the address of the repository folder, such as https://repo.example.org/panda or file:///srv/panda' });
}
