import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Command } from 'commander';
import { canonicalJson, ReleaseError } from '@bigpanda/release-model';
import { listChannels, repairRepository, requireRepository, verifyRepository, type RepositoryFinding } from '@bigpanda/rpm-repo';
import { openConfiguration, type Configuration } from '../../configuration.ts';
import type { Context } from '../../context.ts';
import { openSigning } from '../../pipeline/open-signing.ts';
import { repositoryFolder } from '../../repository-folder.ts';
import { withStagedChannels } from '../../transaction/staged-channels.ts';
import { renderTable } from '../../view/table.ts';

interface VerifyCommandOptions {
  readonly repo?: string;
  readonly key?: string;
  readonly repair?: true;
  readonly copy?: string;
  readonly json?: true;
}

export function defineVerifyCommand(command: Command, context: Context): void {
  command
    .option('--repo <dir>', 'folder of the repository (default: build/repo)')
    .option('--key <file>', 'armored public key that signatures have to be made with (default: the keys in the repository)')
    .option('--repair', 'mend what can be mended without a guess, then check again')
    .option('--copy <dir>', 'with --repair: a copy of the repository to take lost files from; each is compared by digest')
    .option('--json', 'print the findings as JSON')
    .action(async (options: VerifyCommandOptions) => {
      const workspace = await openConfiguration(context);
      const root = repositoryFolder(workspace, context, options.repo);
      requireRepository(root);
      if (options.copy !== undefined && options.repair !== true) throw new ReleaseError('COPY_UNUSED', 'verify the repository: --copy is of use only with --repair', { exitStatus: 2, hint: 'Add --repair to take lost files from the copy, or leave --copy out.' });
      if (options.repair === true) await repair(context, workspace, { root, ...(options.copy === undefined ? {} : { copy: resolve(context.workingFolder, options.copy) }) });
      const channels = await listChannelsOf(root);
      const findings = await verifyRepository(root, options.key === undefined ? {} : { publicKeys: [await readFile(resolve(context.workingFolder, options.key), 'utf8')] });
      if (options.json === true) context.write(canonicalJson({ findings }));
      else if (findings.length === 0) context.write(`Good: every digest and signature of ${channels} holds.\n`);
      else context.write(`${renderTable(findings.map(({ code, file, message }) => [code, file, message]))}\n`);
      if (findings.length > 0) {
        throw new ReleaseError('REPOSITORY_DAMAGED', `verify the repository: ${findings.length} ${findings.length === 1 ? 'problem' : 'problems'}, the first in "${findings[0]?.file ?? ''}"`, { hint: adviseRepair(findings, options) });
      }
    });
}

function adviseRepair(findings: readonly RepositoryFinding[], { repair: isRepaired, copy }: VerifyCommandOptions): string {
  const unknown = findings.filter(({ code }) => code === 'FILE_UNKNOWN').length;
  if (unknown === findings.length) return 'Look at the files that nothing knows, and move them out of the repository.';
  if (isRepaired !== true) return 'Run it with --repair, and --copy if there is a copy; else restore the files that are listed.';
  const cure = copy === undefined ? 'What is left cannot be mended without a copy of the repository: add --copy DIR, give lost packages to bigpanda repo add again, or restore the files that are listed' : 'The copy has no good bytes for what is left: restore the files that are listed from another one';
  return `${cure}${unknown === 0 ? '' : '; move files that nothing knows out of the repository'}.`;
}

async function repair(context: Context, workspace: Configuration, { root, ...options }: { readonly root: string; readonly copy?: string }): Promise<void> {
  const { signers: { signer }, keys } = await openSigning(workspace, context);
  const { repaired }: { readonly repaired: readonly RepositoryFinding[] } = await repairRepository(root, { ...options, config: withStagedChannels(workspace.config), signer, keys });
  for (const { code, file } of repaired) context.writeError(`Mended ${file} (${code})\n`);
}

/** A damaged pointer is a finding of the check, not a reason to give up before it. */
async function listChannelsOf(root: string): Promise<string> {
  const pointers = await listChannels(root).catch(() => []);
  if (pointers.length === 0) return 'the repository';
  return pointers.map(({ channel, target }) => `"${channel}" for ${target}`).join(', ');
}
