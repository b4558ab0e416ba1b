import type { Command } from 'commander';
import type { Context } from '../context.ts';
import { readTopLevel } from '../configuration.ts';
import { localRegistryFolder, openLocalRegistry } from '../npm/local-registry.ts';
import { parsePort } from '../parse-port.ts';
import { untilInterrupted } from '../until-interrupted.ts';

/** What verdaccio listens on by itself. */
const usualPort = 4873;

export function defineNpmCommand(command: Command, context: Context): void {
  command.helpCommand(false).command('serve')
    .description(`Serve the npm packages that were released from this checkout (${localRegistryFolder}) on loopback until Ctrl-C`)
    .option('--port <number>', 'port to listen on, 0 for any', parsePort, usualPort)
    .action(async ({ port }: { readonly port: number }) => {
      const root = await readTopLevel(context.workingFolder);
      await using registry = await openLocalRegistry({ root, port, env: context.env, signal: context.signal, writeError: context.writeError });
      context.write(`Serving ${localRegistryFolder} at ${registry.url}\nInstall from it: npm install --@SCOPE:registry=${registry.url} @SCOPE/NAME\nStop with Ctrl-C.\n`);
      await untilInterrupted(context.signal);
    });
}
