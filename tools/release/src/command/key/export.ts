import { mkdir, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Command } from 'commander';
import { canonicalJson } from '@bigpanda/release-model';
import { publicKeysOf, readKeyring, renderPublicKeyFiles, renderZypperKeyFile, type PublicKeys } from '@bigpanda/signer';
import type { Context } from '../../context.ts';
import { readPublicKeys } from '../../pipeline/open-signing.ts';
import { openWorkspace } from '../../workspace.ts';
import { findKeyOwner } from './choice.ts';

interface ExportOptions {
  readonly name?: string;
  readonly out?: string;
  readonly dryRun?: true;
  readonly json?: true;
}

export function addKeyExportCommand(key: Command, context: Context): void {
  key
    .command('export')
    .description('Print the public keys, the one that signs first, or write the files that dnf and zypper look for')
    .option('--name <name>', 'name of the key (default: that of the repository)')
    .option('--out <dir>', 'folder for the files: RPM-GPG-KEY-<name>, one each for other keys, repomd.xml.key with all')
    .option('--dry-run', 'show what would be written and write nothing')
    .option('--json', 'print the result as JSON')
    .action(async (options: ExportOptions) => {
      const { name, keys } = await findPublicKeys(context, options.name);
      const forDnf = renderPublicKeyFiles(name, keys);
      const forZypper = renderZypperKeyFile(keys);
      if (options.out === undefined) {
        context.write(options.json === true ? canonicalJson({ keys: forDnf }) : forZypper.text);
        return;
      }
      const folder = resolve(context.workingFolder, options.out);
      const files = [...forDnf, forZypper].map(({ fileName, text }) => ({ path: join(folder, fileName), text }));
      if (options.dryRun !== true) {
        await mkdir(folder, { recursive: true });
        for (const { path, text } of files) await writeFile(path, text);
      }
      const paths = files.map(({ path }) => path);
      context.write(options.json === true ? canonicalJson({ files: paths }) : `${options.dryRun === true ? 'Would write' : 'Wrote'}:\n${paths.map((path) => `  ${path}\n`).join('')}`);
    });
}

/** The keys of a name, or all that clients of the workspace get, wherever its key is. */
async function findPublicKeys(context: Context, name: string | undefined): Promise<{ readonly name: string; readonly keys: PublicKeys }> {
  if (name === undefined) {
    const workspace = await openWorkspace(context.workingFolder);
    return { name: workspace.config.name, keys: await readPublicKeys(workspace, context) };
  }
  const { choice } = await findKeyOwner(context, name);
  return { name, keys: publicKeysOf(await readKeyring(choice)) };
}
