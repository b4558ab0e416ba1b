import { resolve } from 'node:path';
import type { Command } from 'commander';
import { canonicalJson, ReleaseError } from '@bigpanda/release-model';
import { listChecks } from '@bigpanda/rpm-format';
import { openSigners, promptPassphrase, readKeyring, resignFiles, type SignerSet } from '@bigpanda/signer';
import { createReadStream } from 'node:fs';
import type { Context } from '../../context.ts';
import { openSigning } from '../../pipeline/open-signing.ts';
import { doEach, throwFailures } from '../../rpm-file/each-file.ts';
import { readHead } from '../../rpm-file/head.ts';
import { listSignatures } from '../../rpm-file/signatures.ts';
import { formatFingerprint, renderTable } from '../../view/table.ts';
import { openWorkspace, type Workspace } from '../../workspace.ts';

interface SignOptions {
  readonly name?: string;
  readonly remove?: true;
  readonly dryRun?: true;
  readonly json?: true;
}

/** What becomes, or became, of one file. */
interface SignedFile {
  readonly file: string;
  /** Key ids of the signatures it had. */
  readonly before: readonly string[];
  readonly isChanged: boolean;
}

export function addSignCommand(rpm: Command, context: Context): void {
  rpm
    .command('sign')
    .description('Sign RPM files in place, instead of whoever signed them before; each file is replaced in one step or stays as it is')
    .argument('<file...>', 'RPM files, binary or source')
    .option('--name <name>', 'name of the key (default: who signs for the workspace)')
    .option('--remove', 'take the signatures away')
    .option('--dry-run', 'show what would be signed by which key and write nothing')
    .option('--json', 'print the result as JSON')
    .action(async (files: readonly string[], options: SignOptions) => {
      const signers = options.remove === true ? undefined : await openSignersFor(context, options.name);
      const { results: sound, failures } = await doEach(files, async (file) => ({ file, before: await requireSound(context.workingFolder, file) }));
      // Nothing is signed when one of them should not be.
      throwFailures(context, failures);
      const results = options.dryRun === true ? sound.map((one) => ({ ...one, isChanged: true })) : await signAll(context, sound, signers);
      context.write(options.json === true ? canonicalJson({ keys: fingerprintsOf(signers), files: results }) : render(results, { signers, isDry: options.dryRun === true }));
    });
}

async function openSignersFor(context: Context, name: string | undefined): Promise<SignerSet> {
  const workspace = name === undefined ? await findWorkspace(context) : undefined;
  if (workspace !== undefined) return (await openSigning(workspace, context)).signers;
  const key = name ?? 'bigpanda';
  // Outside of a workspace no key is made: who signs by hand names one that is there.
  if (!context.env['BIGPANDA_GPG_KEY']) await readKeyring({ environment: context.env, name: key });
  return openSigners(undefined, {
    environment: context.env, name: key, folder: context.workingFolder, userId: `${key} packages`, nowSeconds: Math.floor(context.now().getTime() / 1000),
    askPassphrase: context.isTerminal ? promptPassphrase : undefined,
  });
}

async function findWorkspace({ workingFolder }: Context): Promise<Workspace | undefined> {
  return openWorkspace(workingFolder).catch((error: unknown) => {
    if (error instanceof ReleaseError && error.code !== 'CONFIG_INVALID') return undefined;
    throw error;
  });
}

/** Gives the key ids of its signatures. A file that is damaged is not signed: a signature says that it is not. */
async function requireSound(workingFolder: string, file: string): Promise<readonly string[]> {
  const head = await readHead(workingFolder, file);
  const stream = createReadStream(resolve(workingFolder, file), { highWaterMark: 1 << 20 });
  const problem = (await listChecks(stream).finally(() => stream.destroy())).find((check) => check.problem !== undefined)?.problem;
  if (problem !== undefined) throw new ReleaseError('RPM_DAMAGED', `sign "${file}": ${problem.message}`, { exitStatus: 3, hint: 'Build or fetch it again; no file was signed.' });
  return listSignatures(head).map(({ description }) => description?.keyId ?? 'unreadable');
}

async function signAll(context: Context, sound: readonly Omit<SignedFile, 'isChanged'>[], signers: SignerSet | undefined): Promise<readonly SignedFile[]> {
  const resigned = await resignFiles(sound.map(({ file }) => resolve(context.workingFolder, file)), { signers });
  throwFailures(context, resigned.flatMap((one) => ('error' in one ? [one.error] : [])));
  return sound.map((one, index) => {
    const outcome = resigned[index];
    return { ...one, isChanged: outcome !== undefined && 'isChanged' in outcome && outcome.isChanged };
  });
}

function fingerprintsOf(signers: SignerSet | undefined): readonly string[] {
  return signers === undefined ? [] : [signers.signer, ...signers.additional].map(({ fingerprint }) => fingerprint);
}

function render(results: readonly SignedFile[], { signers, isDry }: { readonly signers: SignerSet | undefined; readonly isDry: boolean }): string {
  const keys = fingerprintsOf(signers).map(formatFingerprint);
  const verb = signers === undefined ? (isDry ? 'Would take the signatures away' : 'Took the signatures away') : `${isDry ? 'Would sign' : 'Signed'} by ${keys.join(' and ')}`;
  const rows = results.map(({ file, before, isChanged }) => [`  ${file}`, before.length === 0 ? 'was unsigned' : `was signed by ${before.join(', ')}`, isChanged ? '' : 'is the same']);
  return `${verb}:\n${renderTable(rows)}\n`;
}
