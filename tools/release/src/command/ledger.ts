import type { Command } from 'commander';
import { canonicalJson, ReleaseError } from '@bigpanda/release-model';
import { createVerifier, dearmorSignature } from '@bigpanda/signer';
import { openConfiguration } from '../configuration.ts';
import type { Context } from '../context.ts';
import { runGit } from '../git/run-git.ts';
import { openLedgerOf, type OpenLedger } from '../ledger/open-ledger.ts';
import { listLedgerFiles, readBlobs } from '../ledger/read-ledger.ts';
import { verifyLedger, type LedgerFacts } from '../ledger/verify-ledger.ts';
import { listCertificates, readPublicKeys } from '../pipeline/open-signing.ts';
import { count } from '../view/count.ts';

export function defineLedgerCommand(command: Command, context: Context): void {
  command.command('verify')
    .description('Check that the row of records is whole and signed, and that plans, manifests and tags are those that it names')
    .option('--json', 'print the findings as JSON')
    .action(async ({ json }: { readonly json?: true }) => {
      const ledger = await openLedgerOf(context);
      const files = await readFiles(ledger);
      const findings = verifyLedger({ records: ledger.records, files, tags: await readTags(ledger), isSigned: await readVerdicts(ledger, files, context) });
      if (json === true) context.write(canonicalJson({ records: ledger.records.length, findings }));
      else if (findings.length === 0) context.write(`${count(ledger.records.length, 'record')}: the row is whole and signed, and plans, manifests and tags are those that it names.\n`);
      else for (const { file, message } of findings) context.write(`${file}: ${message}\n`);
      if (findings.length > 0) throw new ReleaseError('LEDGER_DAMAGED', `verify the ledger: ${count(findings.length, 'problem')}`, { hint: 'Where every record lacks a good signature, this clone may not know the key: put the public key of the release into repo-config/keys. Otherwise compare it with the ledger of another clone, and bring back the branch that is whole.' });
    });
}

async function readFiles({ git, tip }: OpenLedger): Promise<ReadonlyMap<string, string>> {
  const names = await listLedgerFiles(git, tip);
  const texts = await readBlobs(git, names.map((name) => `${tip}:${name}`));
  return new Map(names.map((name, index) => [name, texts[index] ?? '']));
}

async function readTags({ git }: OpenLedger): Promise<LedgerFacts['tags']> {
  const printed = await runGit(git, ['for-each-ref', 'refs/tags', '--format=%(refname:strip=2)%00%(objectname)%00%(*objectname)']);
  return new Map(printed.split('\n').filter((line) => line !== '').map((line) => {
    const [name = '', object = '', commit = ''] = line.split('\0');
    return [name, { object, commit: commit === '' ? object : commit }];
  }));
}

async function readVerdicts({ records }: OpenLedger, files: ReadonlyMap<string, string>, context: Context): Promise<(file: string) => boolean> {
  const verifier = await createVerifier(listCertificates(await readPublicKeys(await openConfiguration(context), context)));
  const good = await Promise.all(records.map(async ({ file, text }) => {
    const armored = files.get(`${file}.asc`);
    const signature = armored === undefined ? undefined : await dearmorSignature(armored).catch(() => undefined);
    return signature !== undefined && (await verifier.verify(Buffer.from(text), signature)).valid ? [file] : [];
  }));
  const signed = new Set(good.flat());
  return (file) => signed.has(file);
}
