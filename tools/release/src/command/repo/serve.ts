import type { Command } from 'commander';
import { ReleaseError } from '@bigpanda/release-model';
import { formatAccess, listChannels, serveRepository } from '@bigpanda/rpm-repo';
import { openConfiguration, type Configuration } from '../../configuration.ts';
import type { Context } from '../../context.ts';
import { parsePort } from '../../parse-port.ts';
import { repositoryFolder } from '../../repository-folder.ts';
import { untilInterrupted } from '../../until-interrupted.ts';

interface ServeOptions {
  readonly repo?: string;
  readonly host: string;
  readonly port?: number;
  readonly accessLog?: boolean;
}

export function defineServeCommand(command: Command, context: Context): void {
  command
    .option('--repo <dir>', 'folder of the repository (default: build/repo)')
    .option('--host <address>', 'address to listen on', '127.0.0.1')
    .option('--port <number>', 'port to listen on, 0 for any (default: that of the base URL in repo-config)', parsePort)
    .option('--no-access-log', 'do not write a line for each request to standard error')
    .action(async (options: ServeOptions) => {
      const workspace = await openConfiguration(context);
      const root = repositoryFolder(workspace, context, options.repo);
      if ((await listChannels(root)).length === 0) {
        throw new ReleaseError('REPOSITORY_EMPTY', `serve "${root}": nothing is published there yet`, { exitStatus: 2, hint: 'Publish first: npm start' });
      }
      const server = await serveRepository({ root, host: options.host, port: options.port ?? defaultPort(workspace), config: workspace.config, ...(options.accessLog === false ? {} : { onAccess: (access) => context.writeError(`${formatAccess(access)}\n`) }) });
      context.write(`Serving ${root} at ${server.url}\nStop with Ctrl-C.\n`);
      await untilInterrupted(context.signal);
      await server.close();
    });
}

function defaultPort({ config }: Configuration): number {
  const [channel] = Object.values(config.channels);
  const port = channel === undefined ? '' : new URL(channel.baseUrl).port;
  return port === '' ? 8470 : Number(port);
}
